using System.IO.Compression;
using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>Options for writing a profile into a dataset.</summary>
public sealed record DatasetWriteOptions
{
    /// <summary>
    /// The maximum number of rows of a row group, at least 1,000. The default is 524,288. Files with many small row groups are twice as large.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int RowGroupSize
    {
        get;
        init => field = value >= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(RowGroupSize), value, "A row group has at least 1,000 rows.");
    } = 1 << 19;

    /// <summary>
    /// Indicates whether a profile is written whose wall-clock time is accurate only to about a second (<see cref="WallClock.IsExact"/>), or that ends in the
    /// future. The default is <c>false</c>, since the rows of a heat map of several hosts then mean nothing. The recording is marked as not exact.
    /// </summary>
    public bool AllowInexactClock { get; init; }

    /// <summary>
    /// The relation of the profile's clock to UTC; <c>null</c>, the default, for that of the profile's header. Needed for a profile without a wall-clock
    /// time, or with one in local time.
    /// </summary>
    public WallClock? Clock { get; init; }

    /// <summary>The level of compression with Zstandard. The default is <see cref="CompressionLevel.Optimal"/>.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Optimal;
}
