namespace FlameScope.Model;

/// <summary>One sample: that a thread was seen at a stack.</summary>
/// <param name="Time">Nanoseconds on the recorder's clock, or <c>null</c> where the recording has no times.</param>
/// <param name="Stack">The call stack.</param>
/// <param name="Thread">The thread that was running.</param>
/// <param name="Cpu">The processor, or <c>null</c> where the recording does not tell.</param>
/// <param name="Event">What was counted.</param>
/// <param name="Period">How many of the event the sample stands for; 1 where the recording does not tell.</param>
public readonly record struct Sample(long? Time, StackId Stack, ThreadId Thread, int? Cpu, SampleEventId Event, long Period);
