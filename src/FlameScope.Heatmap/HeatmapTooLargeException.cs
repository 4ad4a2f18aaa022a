using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>A heat map would have more columns or cells than it may.</summary>
public sealed class HeatmapTooLargeException : InvalidOperationException
{
    internal HeatmapTooLargeException(TimeRange span, ulong columnsNeeded, HeatmapOptions options)
        : base(Describe(span, columnsNeeded, options))
    {
        Span = span;
        ColumnsNeeded = columnsNeeded;
    }

    /// <summary>The time the map would have shown, from its first column's start up to and with its last sample.</summary>
    public TimeRange Span { get; }

    /// <summary>The number of columns that takes.</summary>
    public ulong ColumnsNeeded { get; }

    private static string Describe(TimeRange span, ulong columns, HeatmapOptions options)
    {
        string limit = columns > (ulong)options.MaximumColumns
            ? string.Create(CultureInfo.InvariantCulture, $"the most is {options.MaximumColumns:N0}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"of {options.Rows:N0} rows each, and the most is {HeatmapOptions.MaximumCells:N0} cells");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The heat map spans {Seconds((Int128)span.End - span.Start)} s, which is {columns:N0} columns of {Seconds(options.ColumnLength)} s, {limit}:"
            + $" select a range and set {nameof(HeatmapOptions.CropToRange)}, or choose a longer {nameof(HeatmapOptions.ColumnLength)}.");
    }

    private static string Seconds(Int128 nanoseconds) =>
        ((decimal)nanoseconds / TimeRange.NanosecondsPerSecond).ToString("#,##0.#########", CultureInfo.InvariantCulture);
}
