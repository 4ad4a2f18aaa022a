using FlameScope.Model;

namespace FlameScope.Heatmap;

/// <summary>How a heat map is laid out and what it counts.</summary>
/// <remarks>The values are checked when a map is made of them.</remarks>
public sealed record HeatmapOptions
{
    /// <summary>The most rows a map may have.</summary>
    public const int MaximumRows = 1000;

    /// <summary>The most cells a map may have, all columns together: half a gigabyte of values.</summary>
    public const int MaximumCells = 1 << 26;

    /// <summary>The options that everything not said otherwise is made with.</summary>
    public static HeatmapOptions Default { get; } = new();

    /// <summary>The number of rows a column is divided into, from 1 to <see cref="MaximumRows"/>; 50 by default, 20 ms each.</summary>
    public int Rows { get; init; } = 50;

    /// <summary>The length of a column in nanoseconds, at least one for each row; a second by default.</summary>
    public long ColumnLength { get; init; } = TimeRange.NanosecondsPerSecond;

    /// <summary>What a sample counts; one by default.</summary>
    public SampleWeight Weight { get; init; }

    /// <summary>
    /// The most columns the map may have, at least 1; a million by default, eleven days of seconds. Guards against a stray time that would make
    /// the map huge.
    /// </summary>
    public int MaximumColumns { get; init; } = 1_000_000;

    /// <summary>
    /// Whether the map has only the columns that the selection's range touches; <c>false</c> by default, which gives those of the whole
    /// profile. The columns begin at the same times either way.
    /// </summary>
    public bool CropToRange { get; init; }
}
