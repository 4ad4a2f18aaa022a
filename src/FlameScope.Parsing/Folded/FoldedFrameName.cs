using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Parses the kind and the thread that names of frames in folded stacks contain.</summary>
internal static class FoldedFrameName
{
    private const int EndingLength = 4;

    /// <summary>
    /// Returns the kind of a frame by the ending of its name, which FlameGraph's scripts and async-profiler append: <c>_[k]</c> kernel, <c>_[j]</c> compiled at
    /// run time, <c>_[i]</c> inlined, <c>_[0]</c> interpreted, <c>_[1]</c> compiled by the first compiler of Java.
    /// </summary>
    public static (FrameKind Kind, bool IsInlined) KindOf(ReadOnlySpan<byte> name)
    {
        if (name.Length <= EndingLength || name[^1] != ']' || !name[^EndingLength..].StartsWith("_["u8)) return default;
        return name[^2] switch
        {
            (byte)'k' => (FrameKind.Kernel, false),
            (byte)'j' or (byte)'1' => (FrameKind.Jit, false),
            (byte)'0' => (FrameKind.Interpreted, false),
            (byte)'i' => (FrameKind.Unknown, true),
            _ => default,
        };
    }

    /// <summary>
    /// Reads the thread in the first frame, which async-profiler writes as <c>[name tid=7]</c>, and <c>stackcollapse-perf.pl --tid</c> as <c>name-6/7</c>.
    /// </summary>
    /// <returns><c>false</c> if the frame is of neither form.</returns>
    public static bool TryReadThread(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> name, out long? pid, out long tid)
    {
        name = default;
        pid = null;
        tid = 0;
        if (frame.StartsWith("["u8) && frame.EndsWith("]"u8))
        {
            ReadOnlySpan<byte> text = frame[1..^1];
            int mark = text.LastIndexOf(" tid="u8);
            if (mark < 0 || !TryReadNumber(text[(mark + " tid="u8.Length)..], out tid)) return false;
            name = text[..mark];
            return true;
        }
        int slash = frame.LastIndexOf((byte)'/');
        int dash = slash < 0 ? -1 : frame[..slash].LastIndexOf((byte)'-');
        if (dash < 0 || !TryReadNumber(frame[(slash + 1)..], out tid)) return false;
        ReadOnlySpan<byte> process = frame[(dash + 1)..slash];
        if (TryReadNumber(process, out long number)) pid = number;
        else if (!process.SequenceEqual("?"u8)) return false;
        name = frame[..dash];
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        return !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && DecimalNumber.TryScale(text, 0, out number);
    }
}
