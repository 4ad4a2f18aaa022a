namespace FlameScope.AspNetCore;

/// <summary>FlameScope's names of formats. It knows four; the others have their own name.</summary>
internal static class FlameScopeType
{
    public static string Of(string format) => format switch
    {
        "perf script" => "perf",
        "chrome-trace" => "trace_event",
        _ => format,
    };
}
