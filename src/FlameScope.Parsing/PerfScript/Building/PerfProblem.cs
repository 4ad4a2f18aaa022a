namespace FlameScope.Parsing;

/// <summary>The reasons of diagnostics.</summary>
internal enum PerfProblem
{
    UnreadableLine,
    StrayFrame,
    Message,
    TimeOutOfRange,
    PeriodOutOfRange,
    LostOutOfRange,
    HeaderTooLong,
    DamagedCompression,
}

/// <summary>The reasons' words.</summary>
internal static class PerfProblems
{
    public const int Count = (int)PerfProblem.DamagedCompression + 1;

    public static string Describe(PerfProblem problem) => problem switch
    {
        PerfProblem.UnreadableLine => "neither an event nor a frame",
        PerfProblem.StrayFrame => "frame without an event",
        PerfProblem.Message => "message of perf among the samples",
        PerfProblem.TimeOutOfRange => "time beyond 64 bits of nanoseconds, sample kept without a time",
        PerfProblem.PeriodOutOfRange => "period beyond 64 bits, by itself or in the sum: counted as 1, or as 0 where no more fits",
        PerfProblem.LostOutOfRange => "lost record without a number",
        PerfProblem.HeaderTooLong => "header line left out: there are too many",
        PerfProblem.DamagedCompression => "compressed data damaged or cut: read as far as it goes",
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };
}
