using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>The samples that a store is asked for. A sample is selected if it meets all conditions.</summary>
public sealed record ProfileQuery
{
    /// <summary>The range in nanoseconds since 1970 in UTC. Both ends are needed, since the partitions to read follow from them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not finite or starts before 1970.</exception>
    public required TimeRange Range
    {
        get;
        init => field = value.Start >= 0 && value.End < long.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Range), value, "The range of a query has a start, not before 1970, and an end.");
    }

    /// <summary>The name of the service; <c>null</c>, the default, for all services.</summary>
    public string? Service { get; init; }

    /// <summary>The name of the host; <c>null</c>, the default, for all hosts.</summary>
    public string? Host { get; init; }

    /// <summary>The name of the thread; <c>null</c>, the default, for all threads.</summary>
    public string? Comm { get; init; }

    /// <summary>The name of the event; <c>null</c>, the default, for all events.</summary>
    public string? Event { get; init; }

    /// <summary>The process id; <c>null</c>, the default, for all processes.</summary>
    public long? Pid { get; init; }

    /// <summary>
    /// A regular expression that matches the name of at least one frame of the stack, in the syntax of the engine; <c>null</c>, the default, for all stacks.
    /// </summary>
    public string? Match { get; init; }

    /// <summary>Labels that the samples have. The default is empty, for all samples.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Indicates whether a condition is on the context of samples.</summary>
    internal bool HasContext => Comm is not null || Event is not null || Pid is not null;
}
