using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>What the columns and rows of a heat map are called, in every format alike.</summary>
internal static class HeatmapAxes
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>The number of the map's first column, counted from the start of the profile; not 0 only in a cropped map.</summary>
    public static long FirstColumn(SubsecondHeatmap map) => (map.Origin - map.Selection.Profile.Origin) / map.ColumnNanoseconds;

    /// <summary>The start of a column in nanoseconds after the start of the profile.</summary>
    public static long ColumnStart(SubsecondHeatmap map, int column) => (FirstColumn(map) + column) * map.ColumnNanoseconds;

    /// <summary>Where a row starts, in milliseconds after the start of the column; not rounded to whole nanoseconds.</summary>
    public static double RowMilliseconds(SubsecondHeatmap map, int row) =>
        (double)((Int128)row * map.ColumnNanoseconds) / map.RowCount / NanosecondsPerMillisecond;

    /// <summary>What a cell's value counts.</summary>
    public static string Unit(SubsecondHeatmap map) => map.Weight == SampleWeight.Period ? "events" : "samples";

    /// <summary>The least of 1, 2, 5, 10, 20, … that is at least this.</summary>
    public static long NiceStep(double atLeast)
    {
        long step = 1;
        while (step < atLeast && step < long.MaxValue / 100)
        {
            if (step * 2 >= atLeast) return step * 2;
            if (step * 5 >= atLeast) return step * 5;
            step *= 10;
        }
        return step;
    }
}
