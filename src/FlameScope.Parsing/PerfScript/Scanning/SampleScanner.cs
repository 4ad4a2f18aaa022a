using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>
/// Finds the samples of a text: one pass for the line ends, a comparison with the previous chain of the same thread, which usually shares the
/// lines at its root, and a key for each other line.
/// </summary>
/// <remarks>
/// This is the stateless half of parsing. It uses no table and does not depend on the text before, so another thread can do it ahead.
/// </remarks>
internal sealed class SampleScanner
{
    public const int SlotCount = 256;

    private readonly LineEnds _lineEnds = new();
    private readonly Slot[] _slots = new Slot[SlotCount];
    private int _count;

    // The last chain of a thread, from the line end before it to its last line end. Threads with the same slot share fewer lines; the result is
    // still correct.
    private struct Slot
    {
        public int Start;
        public int Length;
        public int Number; // of its sample; 0 if there is none
    }

    /// <summary>Starts with another text.</summary>
    public void Start()
    {
        Array.Clear(_slots);
        _count = 0;
    }

    /// <summary>Removes the last chain of a slot, because its stack was not resolved.</summary>
    public void Forget(int slot) => _slots[slot].Number = 0;

    /// <summary>Scans a text, or continues to scan it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The position to start at: after a blank line, or at a <see cref="SampleBoundary"/>.</param>
    /// <param name="length">The number of bytes to scan, extended to the end of a sample.</param>
    /// <param name="scan">Receives the samples.</param>
    public void Scan(ReadOnlySpan<byte> text, int start, int length, SampleScan scan)
    {
        scan.Clear();
        int end = (int)Math.Min(text.Length, (long)start + length);
        while (start < end)
        {
            int lineEnd = FindFirstLine(text, end, ref start);
            if (lineEnd < 0) break;
            bool hasBlankLine = _lineEnds.TryFind(text[lineEnd..]);
            ReadOnlySpan<int> lineEnds = _lineEnds.Found;
            if (!hasBlankLine)
            {
                start = lineEnd + Math.Min(text.Length - lineEnd, LineEnds.MaximumLength);
                continue;
            }
            Add(text, start, lineEnd, lineEnds, scan);
            start = lineEnd + lineEnds[^1] + 1;
        }
        scan.End = start;
    }

    // The first line of a sample is the line before a line that starts with a tab, or before a blank line. Lines before it are not part of the
    // sample.
    private static int FindFirstLine(ReadOnlySpan<byte> text, int end, ref int start)
    {
        while (start < end)
        {
            int length = text[start..].IndexOf((byte)'\n');
            int next = length < 0 ? text.Length : start + length + 1;
            if (next == text.Length) start = text.Length;
            else if (length > 0 && text[next] is (byte)'\t' or (byte)'\n') return next - 1;
            else start = next;
        }
        return -1;
    }

    private void Add(ReadOnlySpan<byte> text, int start, int lineEnd, ReadOnlySpan<int> lineEnds, SampleScan scan)
    {
        var sample = new ScannedSample { Start = start, Chain = lineEnd, End = lineEnd + lineEnds[^1] + 1, LineCount = lineEnds.Length };
        sample.Event = EventLineKey.Of(text[start..(lineEnd + 1)]);
        lineEnds = lineEnds[..^1];
        ReadOnlySpan<byte> chain = text[lineEnd..(sample.End - 1)];
        sample.Slot = SlotOf(text[start..lineEnd]);
        ref Slot slot = ref _slots[sample.Slot];
        if (slot.Number > 0)
        {
            sample.Previous = slot.Number;
            sample.Shared = CountShared(chain, lineEnds, text.Slice(slot.Start, slot.Length));
        }
        sample.OwnLines = lineEnds.Length - 1 - sample.Shared;
        if (!TrySplit(chain, lineEnds, lineEnd, scan.ReserveLines(sample.OwnLines))) return;
        sample.Number = ++_count;
        slot = new Slot { Start = lineEnd, Length = chain.Length, Number = sample.Number };
        scan.Add(sample);
    }

    // A line is shared if the line ends before and after it are.
    private static int CountShared(ReadOnlySpan<byte> chain, ReadOnlySpan<int> lineEnds, ReadOnlySpan<byte> previous)
    {
        int shared = chain.Length - CommonSuffix.Length(chain, previous);
        int line = lineEnds.Length - 1;
        while (line > 0 && lineEnds[line - 1] >= shared) line--;
        return lineEnds.Length - 1 - line;
    }

    private static bool TrySplit(ReadOnlySpan<byte> chain, ReadOnlySpan<int> lineEnds, int chainStart, Span<ScannedLine> lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            int start = lineEnds[i] + 1;
            ReadOnlySpan<byte> line = chain[start..lineEnds[i + 1]];
            if (line[0] != '\t') return false;
            if (line[^1] <= ' ') line = PerfText.TrimEnd(line);
            Fingerprint key = FrameLineKey.Of(line);
            lines[i] = new ScannedLine { Hash = key.Hash, Part = key.Part, Start = chainStart + start };
        }
        return true;
    }

    // The slot depends on the text before the processor, which identifies the thread.
    private static int SlotOf(ReadOnlySpan<byte> line)
    {
        int end = line[..Math.Min(line.Length, EventLineParts.MaximumHead)].IndexOf((byte)'[');
        ReadOnlySpan<byte> task = line[..(end < 0 ? Math.Min(line.Length, 16) : end)];
        if (task.Length < sizeof(ulong)) return 0;
        ulong hash = (MemoryMarshal.Read<ulong>(task) * 31) + MemoryMarshal.Read<ulong>(task[^8..]);
        return (int)((hash * 0x9E37_79B9_7F4A_7C15) >> 56);
    }
}
