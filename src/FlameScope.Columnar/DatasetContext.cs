using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>A row of the table <c>contexts</c> of a dataset, with its rows of <c>labels</c>: what many samples have in common besides their stack.</summary>
public sealed record DatasetContext
{
    /// <summary>The process id; <c>null</c> if it is unknown.</summary>
    public long? Pid { get; init; }

    /// <summary>The thread id; <c>null</c> if it is unknown.</summary>
    public long? Tid { get; init; }

    /// <summary>The thread's name.</summary>
    public string Comm { get; init; } = "";

    /// <summary>The name of the process; <c>null</c> if it is unknown.</summary>
    public string? ProcessName { get; init; }

    /// <summary>The name of the event.</summary>
    public string Event { get; init; } = "";

    /// <summary>The value types of the event. A dataset holds at most four.</summary>
    public IReadOnlyList<SampleValueType> ValueTypes { get; init; } = [];

    /// <summary>The index of the value type that views show by default; <c>null</c> for the number of samples.</summary>
    public int? DefaultValueType { get; init; }

    /// <summary>The labels, in any order.</summary>
    public IReadOnlyList<SampleLabel> Labels { get; init; } = [];
}
