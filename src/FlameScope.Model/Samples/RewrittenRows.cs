namespace FlameScope.Model;

/// <summary>Changes rows of <see cref="SampleColumns"/>.</summary>
internal delegate void SampleRewrite(RewrittenRows rows);

/// <summary>Rows that follow each other, whose values can be changed in part. All columns have the same length.</summary>
internal readonly ref struct RewrittenRows
{
    /// <summary>The times in nanoseconds; <see cref="SampleTable.NoTime"/> for a sample without one.</summary>
    public Span<long> Times { get; init; }

    public Span<StackId> Stacks { get; init; }

    public ReadOnlySpan<ThreadId> Threads { get; init; }

    public ReadOnlySpan<SampleEventId> Events { get; init; }

    /// <summary>The labels; empty if no row has labels.</summary>
    public Span<LabelSetId> Labels { get; init; }

    /// <summary>1 for an idle sample, otherwise 0, which all rows are before.</summary>
    public Span<byte> Idle { get; init; }
}
