namespace FlameScope.Model;

/// <summary>Samples as columns. All columns have the same length.</summary>
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

    /// <summary>The labels; empty if no sample has labels.</summary>
    public ReadOnlySpan<LabelSetId> Labels { get; init; }

    /// <summary>The threads; empty if all samples are of <see cref="Thread"/>.</summary>
    public ReadOnlySpan<ThreadId> Threads { get; init; }

    public ThreadId Thread { get; init; }

    /// <summary>The processors, or <see cref="SampleTable.NoCpu"/>; empty if no sample has one.</summary>
    public ReadOnlySpan<int> Cpus { get; init; }

    /// <summary>The events; empty if all samples are of <see cref="Event"/>.</summary>
    public ReadOnlySpan<SampleEventId> Events { get; init; }

    public SampleEventId Event { get; init; }
}
