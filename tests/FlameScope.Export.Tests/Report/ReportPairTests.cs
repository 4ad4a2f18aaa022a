using System.Text.Json;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Two recordings in one page: each has its heat map and numbers, and their selections are compared.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportPairTests(ReportChromium browser)
{
    // The samples of the range of each profile, and the rows of their difference.
    private const string Compare = """
        ([ranges, grouping, weight, reversed, normalization]) => {
          const f = globalThis.flamescope;
          const merged = f.mergeProfiles(f.profile, f.baseline);
          const [a, b] = [f.profile, f.baseline].map((profile, i) => f.within(f.selectSamples(profile), ...ranges[i]));
          const build = (part, isSecond) => f.buildTree(f.liftSelection(merged, part, isSecond), {grouping, weight, reversed});
          const diff = f.diffTrees(build(a, false), build(b, true), {normalization});
          return [
            `${a.count} ${b.count} ${diff.targetAmount} ${diff.baselineAmount}`,
            ...Array.from({length: diff.count}, (_, i) => [
              diff.nameOf(i), diff.kinds[i], diff.parents[i], diff.targetSelf[i], diff.targetTotals[i], diff.baselineSelf[i], diff.baselineTotals[i],
            ].join('|')),
          ];
        }
        """;

    // A later build of the shop: it does not compress, and "serve" calls a new function. The recording is shorter and has a thread of its own.
    private static readonly Profile Before = ProfileSpec.Build(Enumerable.Range(0, 400).Select(i => new SampleSpec(
        5_000_000_000 + (i * 10_000_000L), i % 8 == 0 ? "cron" : "web", 10, 11, 0, "cpu-clock", 10_000_000, (i % 4) switch
        {
            0 => ["main", "rotate"],
            1 => ["main", "serve", "parse"],
            _ => ["main", "serve", "render"],
        })));

    private static readonly HtmlReportOptions Options = new() { Title = "after.perf", Baseline = Before.Select(SampleFilter.All), BaselineTitle = "before <b>.perf" };

    [OptionalFact(Requirement.Browser)]
    public async Task Each_recording_has_its_heat_map_and_its_numbers_and_a_range_of_each_is_compared()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, Options);
        Assert.Equal(["A after.perf", "B before <b>.perf"], await Names(reader));
        Assert.StartsWith("A: after.perf", await reader.Selection(), StringComparison.Ordinal);
        await reader.SelectionContains($"{Shop.Samples.Count} samples 100.0%");
        Assert.Contains("B: before <b>.perf Whole profile 3.99 s 400 samples 100.0%", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        Assert.Equal(
            $"The selection ({Shop.Samples.Count} samples) compared with before <b>.perf (400 samples), by share of each side", await reader.Text("#comparison"));

        // A range of one recording leaves the other as it is.
        await reader.DragAsync(await reader.Cell(5.3), await reader.Cell(5.48));
        await reader.SelectionContains("5.30 – 5.50 s 200 ms 22 samples");
        Assert.Contains("Whole profile 3.99 s 400 samples", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        await reader.DragAsync(await OtherCell(reader, 1), await OtherCell(reader, 1.98));
        await reader.SelectionContains("5.30 – 5.50 s 200 ms 22 samples");
        Assert.Contains("1.00 – 2.00 s 1 s 100 samples 25.0%", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        Assert.Equal(
            "The selection (22 samples) compared with 1.00 – 2.00 s of before <b>.perf (100 samples), by share of each side", await reader.Text("#comparison"));
        await reader.HashBecomes("#t=5.3-5.5&o=1-2");

        StackTreeDiff diff = StackTreeDiff.Compare(
            StackTree.From(Shop.Between(5.3, 5.5)), StackTree.From(Before.Select().Within(Before.RangeOfSeconds(1, 2))));
        StackTreeDiffNode serve = diff.Nodes.Single(node => node.Name == "serve");
        string[] card = await reader.Card("serve");
        Assert.Contains($"Selection: {serve.TargetTotal} samples", card[1], StringComparison.Ordinal);
        Assert.Contains($"{serve.BaselineTotal} samples", card[2], StringComparison.Ordinal);
        await reader.Click("#elided");
        Assert.StartsWith("25 samples gone", (await reader.Card("parse"))[1], StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Without_the_comparison_the_page_shows_the_first_recording_only()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, Options);
        await reader.Pick("#compare", "off");
        Assert.StartsWith($"{Shop.Samples.Count} samples, 100", (await reader.Card("root"))[1], StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("rotate"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Both_maps_answer_the_keyboard()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, Options, hash: "#t=1-1.2");
        await reader.Page.FocusAsync("#other-heat");
        await reader.Press("End");
        Assert.Contains("3.98 – 4.00 s", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        await reader.SelectionContains("1.00 – 1.20 s");
        await reader.Press("ArrowDown");
        Assert.Contains("3.96 – 3.98 s", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        await reader.Press("c");
        Assert.Equal("off", await reader.Page.InputValueAsync("#compare"));
        await reader.Press("Escape");
        Assert.Contains("Whole profile", await reader.Selection(), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_help_lists_only_what_a_page_of_two_recordings_has()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, Options);
        await reader.Press("?");
        string help = await reader.Text("#help");
        Assert.Contains("The page shows two recordings, A and B", help, StringComparison.Ordinal);
        Assert.DoesNotContain("Map of threads", help, StringComparison.Ordinal);
        Assert.DoesNotContain("Flame chart", help, StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_two_maps_have_equal_colors_also_during_a_search()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, Options);
        const string maxima = "() => [flamescope.heat, flamescope.otherHeat].map(map => map.legend().maximum).join()";
        Assert.Equal("3,3", await reader.Page.EvaluateAsync<string>(maxima));
        await reader.Search("main");
        Assert.Equal("3,3", await reader.Page.EvaluateAsync<string>(maxima));
        await reader.Search("rotate|collect");
        Assert.Equal("2,2", await reader.Page.EvaluateAsync<string>(maxima));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_lengths_of_columns_suit_the_longer_recording()
    {
        Profile hours = ProfileSpec.Build(Enumerable.Range(0, 300).Select(i => ProfileSpec.Sample(i * 36_000_000_000L, "web", "main")));
        await using ReportReader reader = await browser.Open(Shop.Profile, new HtmlReportOptions { Baseline = hours.Select() });
        string[] lengths = [.. await reader.Page.Locator("#column-length option").AllInnerTextsAsync()];
        int fitting = Array.IndexOf(lengths, lengths[0].Replace("Fit: ", "", StringComparison.Ordinal));
        Assert.InRange(fitting, 2, lengths.Length - 2);
        Assert.DoesNotContain("100 ms columns", lengths);
        await reader.Click("[aria-label='Longer columns']");
        Assert.Equal(lengths[fitting + 1], await Length(reader));
        await reader.Click("[aria-label='Shorter columns']");
        Assert.Equal(lengths[fitting], await Length(reader));

        static Task<string> Length(ReportReader reader) =>
            reader.Page.EvaluateAsync<string>("() => document.querySelector('#column-length').selectedOptions[0].textContent");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Filters_and_the_table_apply_to_both()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, Options, hash: "#panel=functions");
        Assert.Contains("rotate", await reader.Text(".functions"), StringComparison.Ordinal);
        await reader.GoTo("#comm=cron");
        Assert.Contains("0 samples", await reader.Selection(), StringComparison.Ordinal);
        Assert.Contains("50 samples", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        await reader.GoTo("#match=parse");
        Assert.Contains("100 samples", await reader.Text("#second-numbers"), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_value_that_only_one_recording_has_is_not_compared()
    {
        Profile valued = ValuedProfile.Build(ValuedProfile.Rows.Generator.Sample(200, 100).First(rows => rows.DistinctBy(row => row.Event).Count() == ValuedProfile.Events.Count));
        var options = Options with { Weight = valued.Weights[^1] };
        await using ReportReader reader = await browser.Open(valued, options);
        Assert.Equal("samples", await reader.Page.EvaluateAsync<string>("() => flamescope.profile.view.weight"));
        string weight = valued.Weights[^1].Name!;
        await reader.GoTo($"#weight={Uri.EscapeDataString(weight)}");
        Assert.Equal("", await reader.Text("#comparison"));
        Assert.StartsWith("The other recording has no ", await reader.Text(".comparison-hint"), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_page_compares_random_profiles_as_the_library_does()
    {
        SampleSpec[][] random = [.. ProfileGenerators.Samples.Generator.Sample(60, 4).Where(samples => samples.Length > 0)];
        foreach (SampleSpec[] samples in random)
        {
            Profile first = ProfileSpec.Build(samples), second = ProfileSpec.Build(random[^1].Concat(samples.Take(3)));
            await using ReportReader reader = await browser.Open(first, new HtmlReportOptions { Baseline = second.Select(SampleFilter.All) });
            foreach ((StackGrouping grouping, string name) in new[] { (StackGrouping.ThreadName, "comm"), (StackGrouping.Thread, "tid"), (StackGrouping.None, "none") })
            {
                foreach (bool reversed in new[] { false, true })
                {
                    var options = new StackTreeOptions { Grouping = grouping, Reversed = reversed, Weight = SampleWeight.Period };
                    StackTreeDiff diff = StackTreeDiff.Compare(first.Select(), second.Select(), options, DiffNormalization.Total);
                    string[] expected =
                    [
                        $"{diff.Target.SampleCount} {diff.Baseline.SampleCount} {diff.TargetAmount} {diff.BaselineAmount}",
                        .. diff.Nodes.Select(n => $"{n.Name}|{(int)n.Kind}|{n.Parent}|{n.TargetSelf}|{n.TargetTotal}|{n.BaselineSelf}|{n.BaselineTotal}"),
                    ];
                    JsonElement rows = await reader.Page.EvaluateAsync<JsonElement>(
                        Compare, new object[] { new object?[][] { [null, null], [null, null] }, name, "period", reversed, "total" });
                    Assert.Equal(expected, rows.EnumerateArray().Select(row => row.GetString()));
                }
            }
        }
    }

    private static async Task<string[]> Names(ReportReader reader) =>
        [.. (await reader.Page.Locator(".heat-name").AllInnerTextsAsync()).Select(text => text[..1] + " " + text[1..].Trim())];

    private static async Task<(float X, float Y)> OtherCell(ReportReader reader, double second)
    {
        double[] middle = await reader.Page.EvaluateAsync<double[]>(
            "time => { const box = flamescope.otherHeat.boxOfTime(time); return [box.x + box.width / 2, box.y + box.height / 2]; }", Math.Round(second * 1e9));
        return ((float)middle[0], (float)middle[1]);
    }
}
