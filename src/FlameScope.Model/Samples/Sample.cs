using System.Diagnostics;
using System.Globalization;

namespace FlameScope.Model;

/// <summary>A sample: a thread was observed with a call stack.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct Sample
{
    /// <summary>The time in nanoseconds on the recorder's clock; <c>null</c> if the recording has no times.</summary>
    public long? Time { get; internal init; }

    /// <summary>The call stack.</summary>
    public StackId Stack { get; internal init; }

    /// <summary>The thread that was running.</summary>
    public ThreadId Thread { get; internal init; }

    /// <summary>The processor; <c>null</c> if the recording does not include it.</summary>
    public int? Cpu { get; internal init; }

    /// <summary>The event that caused the sample.</summary>
    public SampleEventId Event { get; internal init; }

    /// <summary>
    /// The value of the first value type of the event, such as the number of events that the sample represents; 1 if the recording does not include
    /// it.
    /// </summary>
    public long Period { get; internal init; }

    /// <summary>The number of samples that the row represents.</summary>
    public long Count { get; internal init; }

    /// <summary>The labels, a row of <see cref="Profile.LabelSets"/>.</summary>
    public LabelSetId Labels { get; internal init; }

    /// <summary>Returns the values of the sample, such as <c>1.5 s, Stack 3, Thread 2, cpu 0, Event 0, period 1</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString()
    {
        string time = Time is { } known ? TimeRange.SecondsText(known) : "no time";
        string cpu = Cpu is { } number ? string.Create(CultureInfo.InvariantCulture, $"cpu {number}") : "no cpu";
        return string.Create(CultureInfo.InvariantCulture, $"{time}, {Stack}, {Thread}, {cpu}, {Event}, period {Period}");
    }
}
