namespace FlameScope.Model;

/// <summary>Samples of one thread and one event, as columns. All columns have the same length.</summary>
internal readonly ref struct SampleRows
{
    /// <summary>The times in nanoseconds; <see cref="SampleTable.NoTime"/> for a sample without one.</summary>
    public ReadOnlySpan<long> Times { get; init; }

    public ReadOnlySpan<StackId> Stacks { get; init; }

    /// <summary>The values of the first value type; empty if each is 1.</summary>
    public ReadOnlySpan<long> Values { get; init; }

    /// <summary>The numbers of samples that the rows represent; empty if each represents one.</summary>
    public ReadOnlySpan<long> Counts { get; init; }

    /// <summary>1 for an idle sample, otherwise 0; empty if no sample is idle.</summary>
    public ReadOnlySpan<byte> Idle { get; init; }

    public ThreadId Thread { get; init; }

    public SampleEventId Event { get; init; }
}
