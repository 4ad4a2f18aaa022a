using System.Numerics;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Heatmap.Tests;

/// <summary>Compares thousands of samples on the boundaries between cells, and one nanosecond before and after them, with the definition in big integers.</summary>
public class HeatmapLinesTests
{
    private const long Second = TimeRange.NanosecondsPerSecond;

    // When d * rows + length reaches 2^49, cells are computed in another way.
    private const long Limit = 1L << 49;

    [Theory]
    [InlineData(50, Second, 2)]
    [InlineData(1000, Second, 1)]
    [InlineData(10, Second, 1)]
    [InlineData(7, Second, 3)]
    [InlineData(999, 333_333_333, 1)]
    [InlineData(997, 999_999_937, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(1000, 1000, 1)]
    [InlineData(999, 1000, 1)]
    [InlineData(50, 60 * Second, 4)]
    [InlineData(49, 3600 * Second, 1)]
    [InlineData(1000, Limit / 1001, 2)]
    [InlineData(1000, (Limit / 1001) - 1, 5)]
    [InlineData(1000, Limit / 2000, 1)]
    [InlineData(997, Limit / 997, 2)]
    [InlineData(1, (Limit / 2) - 1, 3)]
    [InlineData(3, Limit - 1, 6)]
    [InlineData(3, Limit, 6)]
    [InlineData(50, (1L << 53) + 1, 6)]
    [InlineData(1000, long.MaxValue / 3, 6)]
    public void Samples_on_boundaries_are_counted_in_the_right_cell(int rows, long columnLength, int perCell)
    {
        foreach (long origin in new[] { 0, -(long.MaxValue / Second * Second) })
        {
            Profile profile = Build(Times(origin, rows, columnLength, perCell));
            foreach (SampleWeight weight in new[] { SampleWeight.Samples, SampleWeight.Period })
            {
                AssertExact(profile.Select(SampleFilter.All), rows, columnLength, weight);
                AssertExact(profile.Select(new SampleFilter { Tid = 1 }), rows, columnLength, weight);
                AssertExact(profile.Select(new SampleFilter { Tid = 1 }).Within(new TimeRange(profile.Samples.Times[37], profile.Samples.Times[^29])), rows, columnLength, weight);
            }
        }
    }

    // Consecutive batches that are counted in different ways, also within a cell.
    [Theory]
    [InlineData("samples")]
    [InlineData("period")]
    public void Runs_of_few_and_of_many_samples_per_cell_can_alternate(string name)
    {
        var weight = SampleWeight.Parse(name);
        var random = new Random(11);
        List<long> times = [];
        long time = 0;
        for (int stretch = 0; stretch < 60; stretch++)
        {
            double gap = 1000 / Math.Pow(2, random.Next(-5, 11));
            for (int i = random.Next(1, 1500); i > 0; i--) times.Add(time += (long)(random.NextDouble() * 2 * gap));
        }
        Profile profile = Build([.. times]);
        foreach (int rows in new[] { 1, 10, 50, 1000 })
        {
            AssertExact(profile.Select(SampleFilter.All), rows, rows * 1000L, weight);
            AssertExact(profile.Select(new SampleFilter { Tid = 1 }), rows, rows * 1000L, weight);
            AssertExact(profile.Select(new SampleFilter { Tid = 1 }), rows, (rows * 1000L) - 1, weight);
        }
    }

    private static long[] Times(long origin, int rows, long columnLength, int perCell)
    {
        var random = new Random(rows);
        BigInteger lastCell = BigInteger.Min(3000 / perCell, ((BigInteger)(long.MaxValue - 2) - origin) * rows / columnLength);
        List<long> times = [origin];
        for (int cell = 1; cell <= lastCell; cell++)
        {
            long line = (long)(origin + ((((BigInteger)cell * columnLength) + rows - 1) / rows));
            times.AddRange(Enumerable.Range(0, perCell).Select(_ => Math.Max(origin, line + random.Next(-1, 2))));
        }
        return [.. times.Order()];
    }

    private static Profile Build(long[] times) => ProfileSpec.Build(
        [.. times.Select((time, i) => new SampleSpec(time, "comm", 1, i % 5 / 3, 0, "cycles", 1 + (i % 7), ["f"]))]);

    private static void AssertExact(SampleSelection selection, int rows, long columnLength, SampleWeight weight)
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(selection, new HeatmapOptions { Rows = rows, ColumnNanoseconds = columnLength, Weight = weight });
        var expected = new long[map.Values.Length];
        foreach (int sample in selection)
        {
            BigInteger cell = (new BigInteger(selection.Profile.Samples.Times[sample]) - map.Origin) * rows / columnLength;
            expected[(int)cell] += weight == SampleWeight.Period ? selection.Profile.Samples.Periods[sample] : 1;
        }
        Assert.True(map.Values.SequenceEqual(expected), $"{rows} rows of {columnLength} ns differ first in cell {map.Values.CommonPrefixLength(expected)}.");
        Assert.Equal(expected.Sum(), map.Total);
        Assert.Equal(expected.Max(), map.Maximum);
        Assert.Equal(Array.IndexOf(expected, map.Maximum), (map.Busiest.Column * rows) + map.Busiest.Row);
    }
}
