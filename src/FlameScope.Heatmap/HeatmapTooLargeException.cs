using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>The exception that is thrown when a heat map would exceed the maximum number of columns or cells.</summary>
public sealed class HeatmapTooLargeException : InvalidOperationException
{
    /// <summary>Initializes an exception with a default message.</summary>
    public HeatmapTooLargeException()
        : this("The heat map would exceed the maximum number of columns or cells.")
    {
    }

    /// <summary>Initializes an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public HeatmapTooLargeException(string? message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public HeatmapTooLargeException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal HeatmapTooLargeException(TimeRange span, ulong columnsNeeded, HeatmapOptions options)
        : base(Describe(span, columnsNeeded, options))
    {
        Span = span;
        ColumnsNeeded = (long)Math.Min(columnsNeeded, long.MaxValue);
    }

    /// <summary>The range that the map would have shown, from the start of its first column to its last sample.</summary>
    public TimeRange Span { get; }

    /// <summary>The number of columns that the range requires.</summary>
    public long ColumnsNeeded { get; }

    private static string Describe(TimeRange span, ulong columns, HeatmapOptions options)
    {
        string limit = columns > (ulong)options.MaximumColumns
            ? string.Create(CultureInfo.InvariantCulture, $"the maximum is {options.MaximumColumns:N0}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"with {options.Rows:N0} rows each, and the maximum is {HeatmapOptions.MaximumCells:N0} cells");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The heat map spans {Seconds((Int128)span.End - span.Start)} s, which is {columns:N0} columns of"
            + $" {Seconds(options.ColumnNanoseconds)} s, {limit}:"
            + $" select a range and set {nameof(HeatmapOptions.CropToRange)}, or choose a longer {nameof(HeatmapOptions.ColumnLength)}.");
    }

    private static string Seconds(Int128 nanoseconds) =>
        ((decimal)nanoseconds / TimeRange.NanosecondsPerSecond).ToString("#,##0.#########", CultureInfo.InvariantCulture);
}
