namespace FlameScope.Model;

/// <summary>The values of a sample that is added to a <see cref="ProfileBuilder"/>.</summary>
/// <example>
/// <code>
/// builder.AddSample(new SampleRow { Time = 1_500_000_000, Stack = stack, Thread = thread, Event = cpu, Value = 1_000_000 });
/// </code>
/// </example>
public readonly ref struct SampleRow
{
    /// <summary>Initializes a row with a value and a count of 1.</summary>
    public SampleRow()
    {
    }

    /// <summary>The time in nanoseconds; <c>null</c>, the default, for a sample without a time.</summary>
    public long? Time { get; init; }

    /// <summary>The call stack. The default is <see cref="StackId.Empty"/>.</summary>
    public StackId Stack { get; init; }

    /// <summary>The thread.</summary>
    public ThreadId Thread { get; init; }

    /// <summary>The processor; <c>null</c>, the default, if it is unknown.</summary>
    public int? Cpu { get; init; }

    /// <summary>The event.</summary>
    public SampleEventId Event { get; init; }

    /// <summary>The value of the first value type of the event. It is not negative. The default is 1.</summary>
    public long Value { get; init; } = 1;

    /// <summary>
    /// The values of all value types of the event, in their order; empty, the default, if <see cref="Value"/> is the only one. They are not negative.
    /// </summary>
    public ReadOnlySpan<long> Values { get; init; }

    /// <summary>The number of samples that the row represents. It is not negative. The default is 1.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The labels. The default is <see cref="LabelSetId.None"/>.</summary>
    public LabelSetId Labels { get; init; }

    /// <summary>Indicates whether the thread did not work. The default is <c>false</c>.</summary>
    public bool IsIdle { get; init; }
}
