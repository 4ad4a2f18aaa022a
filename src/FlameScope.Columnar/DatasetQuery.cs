using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>The samples that are read back from a dataset.</summary>
public sealed record DatasetQuery
{
    /// <summary>The name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>The name of the host; <c>null</c>, the default, for all hosts.</summary>
    public string? Host { get; init; }

    /// <summary>The range in nanoseconds since 1970 in UTC. The default is <see cref="TimeRange.All"/>.</summary>
    public TimeRange Range { get; init; } = TimeRange.All;

    /// <summary>The maximum number of rows, more than which are refused. The default is 50,000,000: about 2 GB of memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public long MaximumSamples
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaximumSamples), value, "The maximum is at least 1.");
    } = 50_000_000;
}
