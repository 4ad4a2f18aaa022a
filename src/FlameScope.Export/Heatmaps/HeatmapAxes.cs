using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>Computes the names of the columns and rows of a heat map, which are the same in all formats.</summary>
internal static class HeatmapAxes
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>Returns the number of the map's first column, counted from the start of the profile. It is 0 unless the map is cropped.</summary>
    public static long FirstColumn(SubsecondHeatmap map) => (map.Origin - map.Start) / map.ColumnNanoseconds;

    /// <summary>Returns the start of a column in nanoseconds after the start of the profile.</summary>
    public static long ColumnStart(SubsecondHeatmap map, int column) => (FirstColumn(map) + column) * map.ColumnNanoseconds;

    /// <summary>Returns the start of a row in milliseconds after the start of the column, not rounded to nanoseconds.</summary>
    public static double RowMilliseconds(SubsecondHeatmap map, int row) =>
        (double)((Int128)row * map.ColumnNanoseconds) / map.RowCount / NanosecondsPerMillisecond;

    /// <summary>Returns the unit of the values of cells.</summary>
    public static string Unit(SubsecondHeatmap map) => map.Unit;

    /// <summary>Returns the smallest of 1, 2, 5, 10, 20, … that is not less than a number.</summary>
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
