namespace FlameScope.Parsing;

/// <summary>The reasons of the diagnostics.</summary>
internal static class PerfProblem
{
    public const string UnreadableLine = "neither an event nor a frame";
    public const string StrayFrame = "frame without an event";
    public const string RawDump = "raw dump of perf script -D among the samples: run perf script without -D";
    public const string NoDeferredCallchain = "user part of a call chain deferred to a record that is not in the text";
    public const string TimeOutOfRange = "time beyond 64 bits of nanoseconds, sample kept without a time";
    public const string PeriodOutOfRange = "period beyond 64 bits, by itself or in the sum: counted as 1, or as 0 where no more fits";
    public const string LostOutOfRange = "lost record without a number";
    public const string HeaderTooLong = "header line left out: there are too many";
}
