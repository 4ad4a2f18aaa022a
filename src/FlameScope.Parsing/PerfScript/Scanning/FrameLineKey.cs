using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>Computes the cache key of a frame line.</summary>
internal static class FrameLineKey
{
    // Lines of perf have 18 bytes before the symbol. Shorter lines are rare and are not cached.
    private const int MinimumLength = 24;

    /// <summary>Returns the key of a line that starts with a tab, without its line end; the default if the line is too short to be cached.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> line)
    {
        if (line.Length < MinimumLength) return default;
        // The lower digits of the address in "\t%16lx".
        ulong address = MemoryMarshal.Read<ulong>(line[9..]);
        return new Fingerprint(Fingerprint.HashOf(line), (uint)((address * 0x9E37_79B9_7F4A_7C15) >> 32) | 1);
    }
}
