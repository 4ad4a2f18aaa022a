using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>Specifies the size of a heat map and the value that its samples contribute.</summary>
public sealed record HeatmapOptions
{
    // The longest column whose nanoseconds fit a long.
    private static readonly TimeSpan MaximumColumnLength = TimeSpan.FromTicks(long.MaxValue / TimeSpan.NanosecondsPerTick);

    /// <summary>The maximum number of rows of a map: 1,000.</summary>
    public static int MaximumRows => 1000;

    /// <summary>The maximum number of cells of a map, all columns together: 67,108,864, which are half a gigabyte of values.</summary>
    public static int MaximumCells => 1 << 26;

    /// <summary>The number of rows per column, from 1 to <see cref="MaximumRows"/>. The default value is 50: 20 ms per row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int Rows { get; init => field = OptionChecks.InRange(value, 1, MaximumRows); } = 50;

    /// <summary>
    /// The length of a column. It is greater than zero, at most 292 years, and at least one nanosecond per row. The default value is one second.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero, negative or longer than 292 years.</exception>
    public TimeSpan ColumnLength
    {
        get => TimeSpan.FromTicks(ColumnNanoseconds / TimeSpan.NanosecondsPerTick);
        init => ColumnNanoseconds = value > TimeSpan.Zero && value <= MaximumColumnLength
            ? value.Ticks * TimeSpan.NanosecondsPerTick
            : throw new ArgumentOutOfRangeException(
                nameof(ColumnLength), value, $"{nameof(ColumnLength)} must be greater than zero and at most 292 years.");
    }

    /// <summary>The value that each sample contributes. The default value is the default of the profile.</summary>
    public SampleWeight Weight { get; init; }

    /// <summary>
    /// The maximum number of columns, at least 1. The default value is 1,000,000: eleven days of seconds. The limit prevents a single wrong
    /// timestamp from producing a huge map.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaximumColumns { get; init => field = OptionChecks.InRange(value, 1, int.MaxValue); } = 1_000_000;

    /// <summary>
    /// Indicates whether the map has only the columns that overlap the selection's range. The default value is <c>false</c>: the map has the
    /// columns of the profile. The columns start at the same times in both cases.
    /// </summary>
    public bool CropToRange { get; init; }

    /// <summary>The length of a column in nanoseconds.</summary>
    internal long ColumnNanoseconds { get; init; } = TimeRange.NanosecondsPerSecond;
}
