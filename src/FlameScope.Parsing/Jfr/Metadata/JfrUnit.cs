namespace FlameScope.Parsing;

/// <summary>The units of durations.</summary>
internal static class JfrUnit
{
    public const string Ticks = "TICKS";

    /// <summary>Indicates whether the value of an annotation is a unit of time.</summary>
    public static bool IsUnit(string value) => value is Ticks || NanosecondsOf(value) > 0;

    /// <summary>Returns the nanoseconds of a unit; 0 if it is not a fixed number of them.</summary>
    public static long NanosecondsOf(string? unit) => unit switch
    {
        "NANOSECONDS" => 1,
        "MICROSECONDS" => 1_000,
        "MILLISECONDS" => 1_000_000,
        "SECONDS" => 1_000_000_000,
        _ => 0,
    };
}
