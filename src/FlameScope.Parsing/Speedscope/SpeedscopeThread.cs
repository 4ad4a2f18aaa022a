using System.Buffers.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The thread in the name of a speedscope profile. Known forms are <c>Thread (12374)</c> of dotnet-trace, and <c>Process 9089 Thread 9092 "indexer"</c> of
/// py-spy, of which each part may be missing. Any other text is the name of the thread.
/// </summary>
internal static class SpeedscopeThread
{
    /// <summary>Adds the thread to a builder.</summary>
    public static ThreadId Add(ProfileBuilder builder, ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("Thread ("u8) && name[^1] == ')' && TryReadNumber(name["Thread ("u8.Length..^1], out long number))
        {
            return builder.AddThread(null, number, name);
        }
        ReadOnlySpan<byte> rest = name;
        long? pid = TakeNumber(ref rest, "Process "u8);
        long? tid = TakeNumber(ref rest, "Thread "u8);
        if (rest.IsEmpty && (pid ?? tid) is not null) return builder.AddThread(pid, tid, rest);
        bool isQuoted = rest.Length >= 2 && rest[0] == '"' && rest[^1] == '"';
        return isQuoted ? builder.AddThread(pid, tid, rest[1..^1]) : builder.AddThread(null, null, name);
    }

    private static long? TakeNumber(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        if (!text.StartsWith(word)) return null;
        ReadOnlySpan<byte> rest = text[word.Length..];
        int end = rest.IndexOf((byte)' ');
        if (!TryReadNumber(end < 0 ? rest : rest[..end], out long number)) return null;
        text = end < 0 ? default : rest[(end + 1)..];
        return number;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out int read) && read == text.Length && text.Length > 0 && text[0] != '+';
}
