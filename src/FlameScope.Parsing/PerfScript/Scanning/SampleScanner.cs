using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>
/// Finds the samples of a text: one pass for the line ends, a comparison with the last chain of the same thread, which usually shares its root
/// side, and a key for each other line.
/// </summary>
/// <remarks>
/// It is the part of reading that needs no table, half of all work, and so what a second thread can do ahead. Nothing it finds depends on the
/// text before.
/// </remarks>
internal sealed class SampleScanner
{
    public const int SlotCount = 256;

    private readonly LineEnds _lineEnds = new();
    private readonly Slot[] _slots = new Slot[SlotCount];
    private int _count;

    // The last chain of a thread, from the line end before it to its last line end. Threads that share a slot share less, and nothing wrong.
    private struct Slot
    {
        public int Start;
        public int Length;
        public int Number; // of its sample; 0 where there is none
    }

    /// <summary>Starts with another text.</summary>
    public void Start()
    {
        Array.Clear(_slots);
        _count = 0;
    }

    /// <summary>Forgets the last chain of a slot: what was shared with it was not found.</summary>
    public void Forget(int slot) => _slots[slot].Number = 0;

    /// <summary>Scans a text, or goes on with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where to start: behind a blank line, or at a <see cref="SampleBoundary"/>.</param>
    /// <param name="length">About how much to scan: up to the end of a sample.</param>
    /// <param name="scan">Is given the samples.</param>
    public void Scan(ReadOnlySpan<byte> text, int start, int length, SampleScan scan)
    {
        scan.Clear();
        int end = (int)Math.Min(text.Length, (long)start + length);
        while (start < end)
        {
            int lineEnd = FindFirstLine(text, end, ref start);
            if (lineEnd < 0) break;
            bool hasEnd = _lineEnds.TryFind(text[lineEnd..]);
            ReadOnlySpan<int> lineEnds = _lineEnds.Found;
            if (!hasEnd)
            {
                start = lineEnd + Math.Min(text.Length - lineEnd, LineEnds.MaximumLength);
                continue;
            }
            Add(text, start, lineEnd, lineEnds, scan);
            start = lineEnd + lineEnds[^1] + 1;
        }
        scan.End = start;
    }

    // The first line is the one before a line that starts with a tab, or before a blank line; lines that stand before it are not of the sample.
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

    // A line is shared where its line ends on both sides are.
    private static int CountShared(ReadOnlySpan<byte> chain, ReadOnlySpan<int> lineEnds, ReadOnlySpan<byte> before)
    {
        int shared = chain.Length - CommonSuffix.Length(chain, before);
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

    // By the task, which stands before the processor.
    private static int SlotOf(ReadOnlySpan<byte> line)
    {
        int end = line[..Math.Min(line.Length, EventLineParts.MaximumHead)].IndexOf((byte)'[');
        ReadOnlySpan<byte> task = line[..(end < 0 ? Math.Min(line.Length, 16) : end)];
        if (task.Length < sizeof(ulong)) return 0;
        ulong hash = (MemoryMarshal.Read<ulong>(task) * 31) + MemoryMarshal.Read<ulong>(task[^8..]);
        return (int)((hash * 0x9E37_79B9_7F4A_7C15) >> 56);
    }
}
