using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The grid of the heat maps of a store: its first column starts at the whole second at or before the start of the range.</summary>
internal static class StoreGrid
{
    /// <summary>The length of a column that is longer than the ranges of most questions: such a map is a cheap count.</summary>
    public static TimeSpan LongColumn { get; } = TimeSpan.FromDays(1);

    /// <summary>Counts samples in the grid, as a store does.</summary>
    /// <exception cref="HeatmapTooLargeException">The map would have too many columns.</exception>
    public static SubsecondHeatmap Count(SampleSelection samples, TimeRange range, HeatmapOptions options)
    {
        long origin = range.Start - (range.Start % TimeRange.NanosecondsPerSecond), length = options.ColumnLength.Ticks * TimeSpan.NanosecondsPerTick;
        long columns = range.IsEmpty ? 1 : ((range.End - 1 - origin) / length) + 1;
        if (columns > options.MaximumColumns) throw new HeatmapTooLargeException();
        var cells = new long[columns * options.Rows];
        Profile profile = samples.Profile;
        SampleWeight weight = profile.HasWeight(options.Weight) ? options.Weight : SampleWeight.Samples;
        ReadOnlySpan<long> weights = profile.GetWeights(weight);
        foreach (int sample in samples)
        {
            long offset = profile.Samples.Times[sample] - origin, column = offset / length;
            long row = (long)((Int128)(offset - (column * length)) * options.Rows / length);
            cells[(column * options.Rows) + row] += weights.IsEmpty ? 1 : weights[sample];
        }
        return SubsecondHeatmap.FromCells(origin, cells, options);
    }
}
