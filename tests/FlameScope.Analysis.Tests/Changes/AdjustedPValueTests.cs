using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Analysis.Tests;

public sealed class AdjustedPValueTests
{
    // Holm, A simple sequentially rejective multiple test procedure, 1979, from its definition: of n p-values the maximum, over all that are not
    // greater, of the p-value times n less the number of smaller ones, at most 1.
    [Fact]
    public void P_values_are_corrected_by_the_method_of_Holm()
    {
        var random = new Random(5);
        int raised = 0;
        for (int round = 0; round < 20; round++)
        {
            FunctionChanges changes = FunctionChanges.Compare(Select(random, round), Select(random, 0));
            double[] values = [.. changes.Rows.Select(r => r.Total.PValue)];
            foreach (FunctionChange row in changes.Rows)
            {
                double[] candidates = [.. values.Where(p => p <= row.Total.PValue).Select(p => Scaled(p, values))];
                Assert.Equal(candidates.Max(), row.AdjustedPValue, 1e-12);
                if (candidates.Max() > Scaled(row.Total.PValue, values)) raised++;
            }
        }
        Assert.True(raised > 10, $"only {raised} values depend on a smaller one");
    }

    private static double Scaled(double value, double[] values) => Math.Min(1, value * (values.Length - values.Count(p => p < value)));

    // Functions in pairs of similar frequency, so that the scaled value of the greater p-value of a pair is often the smaller.
    private static SampleSelection Select(Random random, int shift)
    {
        var samples = new List<SampleSpec>();
        for (int function = 0; function < 12; function++)
        {
            int count = 10 + (function / 2 * shift) + random.Next(3);
            for (int i = 0; i < count; i++) samples.Add(new SampleSpec(samples.Count, "app", 1, 1, 0, "cycles", 1, [$"f{function}"]));
        }
        return ProfileSpec.Build(samples).Select();
    }
}
