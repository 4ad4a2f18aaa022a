using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>By what a frame line is known.</summary>
internal static class FrameLineKey
{
    // perf's own lines have 18 bytes before the symbol; shorter ones are rare and take the long way.
    private const int MinimumLength = 24;

    /// <summary>The key of a line, starting with a tab, without its end; the default where the line is too short to be known.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> line)
    {
        if (line.Length < MinimumLength) return default;
        // The lower digits of the address in "\t%16lx".
        ulong address = MemoryMarshal.Read<ulong>(line[9..]);
        return new Fingerprint(Fingerprint.HashOf(line), (uint)((address * 0x9E37_79B9_7F4A_7C15) >> 32) | 1);
    }
}
