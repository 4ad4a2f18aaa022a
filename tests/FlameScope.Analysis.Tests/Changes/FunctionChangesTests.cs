using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Analysis.Tests;

public sealed class FunctionChangesTests
{
    // The lady tasting tea, R. A. Fisher, The Design of Experiments, 1935: 3 of 4 against 1 of 4 is 34/70. 4 of 4 against 0 of 4 would be 2/70.
    [Theory]
    [InlineData(3, 4, 1, 4, 34.0 / 70)]
    [InlineData(4, 4, 0, 4, 2.0 / 70)]
    // Of choose(24, 12) ways, choose(10, k) choose(14, 12 - k): 3640 for k = 1 and for k = 9, 91 for k = 0 and for k = 10, more for all others.
    [InlineData(1, 10, 11, 14, 2.0 * (3640 + 91) / 2704156)]
    // One of one, never seen in a thousand: 1 in 1001.
    [InlineData(1, 1, 0, 1000, 1.0 / 1001)]
    [InlineData(0, 5, 0, 5, 1)]
    [InlineData(5, 5, 9, 9, 1)]
    public void P_values_equal_those_of_Fishers_exact_test(int hitsA, int sizeA, int hitsB, int sizeB, double expected)
    {
        Assert.Equal(1, PValueOf(hitsA, sizeA, hitsB, sizeB) / expected, 1e-9);
    }

    // Compares with the sum of all probabilities, each a product of fractions.
    [Fact]
    public void P_values_are_the_sum_of_the_probabilities_that_are_not_greater()
    {
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            int sizeA = random.Next(1, 60), sizeB = random.Next(1, 60), hitsA = random.Next(sizeA + 1), hitsB = random.Next(sizeB + 1);
            double seen = Ways(hitsA, hitsB), all = 0, unlikely = 0;
            for (int a = 0; a <= sizeA; a++)
            {
                int b = hitsA + hitsB - a;
                if (b < 0 || b > sizeB) continue;
                double ways = Ways(a, b);
                all += ways;
                if (ways <= seen * (1 + 1e-7)) unlikely += ways;
            }
            double expected = unlikely / all;
            Assert.Equal(1, PValueOf(hitsA, sizeA, hitsB, sizeB) / expected, 1e-8);

            double Ways(int a, int b) => Choose(sizeA, a) * Choose(sizeB, b);
        }

        static double Choose(int n, int k)
        {
            double ways = 1;
            for (int i = 1; i <= k; i++) ways = ways * (n - k + i) / i;
            return ways;
        }
    }

    // The examples of Newcombe's paper, table II, method 10.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void Intervals_equal_those_in_the_paper_of_Newcombe(int hitsA, int sizeA, int hitsB, int sizeB, double low, double high)
    {
        ShareChange change = Of(hitsA, sizeA, hitsB, sizeB).Total;
        Assert.Equal(low, change.Low, 0.00006);
        Assert.Equal(high, change.High, 0.00006);
    }

    [Fact]
    public void Large_counts_are_exact()
    {
        // The chi-squared test, an approximation for large counts, gives 0.027.
        Assert.InRange(PValueOf(1000, 40_000, 1_100, 40_000), 0.024, 0.030);
        Assert.Equal(0, PValueOf(40_000, 40_000, 0, 40_000));
    }

    [Fact]
    public void A_burst_is_explained_by_its_most_specific_function()
    {
        // In the baseline, main serves and polls. In the burst it rebuilds, mostly in sort, which calls itself.
        string[][] usual = [["main", "serve", "read"], ["main", "serve", "write"], ["main", "poll"]];
        string[][] burst = [["main", "serve", "rebuild", "sort"], ["main", "serve", "rebuild", "sort", "sort", "compare"], ["main", "serve", "rebuild", "sort", "compare"]];
        FunctionChanges changes = FunctionChanges.Compare(Samples(usual, 300), Samples(burst, 30));
        Assert.Equal(["Gone sort"], changes.Explanations.Select(c => $"{c.Presence} {c.Name}"));
        changes = FunctionChanges.Compare(Samples(burst, 30), Samples(usual, 300));
        FunctionChange sort = Assert.Single(changes.Explanations);
        Assert.Equal(("sort", DiffPresence.New, 1.0, true), (sort.Name, sort.Presence, sort.Total.Delta, sort.IsSignificant));
        Assert.Equal(["main", "serve", "rebuild", "sort"], sort.Path);
        Assert.Equal("main", changes.Rows[^1].Name);
        Assert.Equal(1, changes.Rows[^1].Total.PValue);
    }

    [Fact]
    public void A_function_that_is_only_displaced_is_no_explanation()
    {
        string[][] usual = [["a"], ["b"], ["c"], ["d"]];
        string[][] crowded = [["a"], ["b"], ["c"], ["d"], ["new"], ["new"], ["new"], ["new"]];
        FunctionChanges changes = FunctionChanges.Compare(Samples(crowded, 800), Samples(usual, 800));
        Assert.Equal(["new"], changes.Explanations.Select(c => c.Name));
        Assert.True(changes.Rows.Single(r => r.Name == "a").IsSignificant);
    }

    [Fact]
    public void A_second_difference_within_a_function_is_a_second_explanation()
    {
        FunctionChanges changes = FunctionChanges.Compare(
            Samples([["serve", "hash"], ["serve", "hash"], ["serve", "log"], ["poll"]], 400),
            Samples([["serve", "log"], ["poll"], ["poll"], ["poll"]], 400));
        Assert.Equal(["hash", "poll"], changes.Explanations.Select(c => c.Name).Order());
    }

    [Fact]
    public void Few_samples_explain_nothing()
    {
        FunctionChanges changes = FunctionChanges.Compare(Samples([["a"], ["b"]], 2), Samples([["a"], ["c"]], 4));
        Assert.Empty(changes.Explanations);
        Assert.All(changes.Rows, r => Assert.False(r.IsSignificant));
    }

    [Fact]
    public void A_side_may_be_empty()
    {
        SampleSelection some = Samples([["a", "b"]], 10), none = Samples([], 0);
        foreach (FunctionChanges changes in new[] { FunctionChanges.Compare(some, none), FunctionChanges.Compare(none, some) })
        {
            Assert.Equal(2, changes.Rows.Count);
            Assert.All(changes.Rows, r => Assert.Equal((1.0, -1.0, 1.0), (r.Total.PValue, r.Total.Low, r.Total.High)));
            Assert.Empty(changes.Explanations);
        }
        Assert.Empty(FunctionChanges.Compare(none, none).Rows);
    }

    [Fact]
    public void Trees_must_count_samples_from_the_root()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "a", "f")]);
        StackTree good = StackTree.From(profile);
        foreach (var options in new[] { new StackTreeOptions { Weight = SampleWeight.Period }, new StackTreeOptions { Reversed = true } })
        {
            Assert.Throws<ArgumentException>(() => FunctionChanges.Compare(good, StackTree.From(profile, options)));
            Assert.Throws<ArgumentException>(() => FunctionChanges.Compare(StackTree.From(profile, options), good));
        }
        Assert.Equal("f", FunctionChanges.Compare(good, good).Rows.Single().Name);
    }

    [Fact]
    public void The_rest_contains_the_samples_outside_of_the_range()
    {
        Profile profile = ProfileSpec.Build([.. Enumerable.Range(0, 100).Select(i => ProfileSpec.Sample(i, "a", "main", i is >= 40 and < 60 ? "busy" : "usual"))]);
        var changes = FunctionChanges.Compare(profile.Select(), new TimeRange(40, 60), Baseline.Rest);
        Assert.Equal((20, 80), (changes.TargetSampleCount, changes.BaselineSampleCount));
        Assert.Equal("busy", Assert.Single(changes.Explanations).Name);
    }

    private static double PValueOf(int hitsA, int sizeA, int hitsB, int sizeB) => hitsA + hitsB == 0 ? 1 : Of(hitsA, sizeA, hitsB, sizeB).Total.PValue;

    private static FunctionChange Of(int hitsA, int sizeA, int hitsB, int sizeB)
    {
        return FunctionChanges.Compare(Side(hitsA, sizeA), Side(hitsB, sizeB)).Rows.Single(r => r.Name == "hit");

        static SampleSelection Side(int hits, int size) =>
            ProfileSpec.Build(Enumerable.Range(0, size).Select(i => ProfileSpec.Sample(i, "a", i < hits ? "hit" : "miss"))).Select();
    }

    private static SampleSelection Samples(string[][] stacks, int count) =>
        ProfileSpec.Build(Enumerable.Range(0, count).Select(i => ProfileSpec.Sample(i, "a", stacks[i % stacks.Length]))).Select();
}
