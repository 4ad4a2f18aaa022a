namespace FlameScope.Parsing;

/// <summary>
/// Recognizes messages that perf writes to its error output, which are among the samples if both streams are redirected to one file.
/// </summary>
internal static class PerfMessages
{
    public static bool IsMessage(ReadOnlySpan<byte> line) =>
        line.StartsWith("Warning:"u8)
        || line.StartsWith("[ perf record:"u8)
        || line.StartsWith("Check IO/CPU overload!"u8)
        || (line.StartsWith("Processed "u8) && line.IndexOf(" events and lost "u8) > 0)
        || (line.IndexOf(" out of order events recorded"u8) > 0)
        || line.StartsWith("Failed to open "u8)
        || line.StartsWith("addr2line: "u8)
        || line.StartsWith("cmd__addr2line"u8);
}
