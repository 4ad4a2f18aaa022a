namespace FlameScope.Model;

/// <summary>A part of a recording in which samples are missing, as the recorder reports it.</summary>
/// <param name="Range">The time. The end of a throttled part that did not end is that of the recording. A loss has the time of its report.</param>
/// <param name="Kind">Why samples are missing.</param>
/// <param name="LostCount">The number of lost samples; 0 where it is not known.</param>
/// <param name="Cpu">The processor on which samples are missing; <c>null</c> where it is not known.</param>
/// <remarks>
/// Times without samples are not gaps by themselves: an idle machine has none, either. Only what the recorder reports is a gap.
/// </remarks>
public readonly record struct RecordingGap(TimeRange Range, RecordingGapKind Kind, long LostCount = 0, int? Cpu = null);
