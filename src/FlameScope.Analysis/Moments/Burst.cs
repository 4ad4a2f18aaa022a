using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>A run that passed the test against the time before and after it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Range">Its time range.</param>
/// <param name="Score">The score of the test.</param>
/// <param name="IsOfProcess">
/// Indicates whether the processes in the run explain it: they have too few other samples for the series to be unlikely in them.
/// </param>
internal sealed record Burst(Run Run, TimeRange Range, double Score, bool IsOfProcess);
