using System.Numerics;
using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Knows the first lines of samples by what they repeat: the text before the time (the task) and the text behind the period (the event). Only the two
/// numbers are read.
/// </summary>
/// <remarks>
/// What <see cref="PerfEventParser"/> makes of the text before the time depends on nothing behind it, and what it makes of the text behind on nothing
/// before, as long as the time's colon is the first that it looks at. So a line of a known head, a time and a known tail means what it would have
/// found; only such heads and tails are learned. Any other line is read by it.
/// </remarks>
internal sealed class EventMemo
{
    private const int MinimumHead = 8;
    private const int MaximumHead = 64;
    private const int HeadBits = 10;
    private const int MaximumTail = 256;
    private const int TailCount = 4;

    // A slot a hash; heads that share one are slower, not wrong.
    private readonly Head[] _heads = new Head[1 << HeadBits];
    private readonly byte[] _headText = new byte[MaximumHead << HeadBits];
    private readonly Tail[] _tails = new Tail[TailCount];
    private int _nextTail;

    private struct Head
    {
        public int Length;
        public ThreadId Thread;
        public int? Cpu;
        public CallchainMemo Callchain;
    }

    private struct Tail
    {
        public byte[]? Text; // with its line end
        public bool HasPeriod;
        public EventId Event;
    }

    /// <summary>A line that is known.</summary>
    public ref struct Line
    {
        public int Length; // with its line end
        public ThreadId Thread;
        public int? Cpu;
        public CallchainMemo Callchain;
        public long Time;
        public long Period;
        public EventId Event;
    }

    /// <summary>Reads a line if its parts are known.</summary>
    /// <param name="text">It starts with the line.</param>
    /// <param name="line">The line.</param>
    public bool TryRead(ReadOnlySpan<byte> text, out Line line)
    {
        line = default;
        if (!TrySplit(text, out Parts parts)) return false;
        ReadOnlySpan<byte> head = text[..parts.Head];
        int slot = Slot(head);
        ref Head known = ref _heads[slot];
        if (known.Length != head.Length || !head.SequenceEqual(_headText.AsSpan(slot * MaximumHead, head.Length))) return false;
        ReadOnlySpan<byte> rest = text[parts.Tail..];
        foreach (ref Tail tail in _tails.AsSpan())
        {
            if (tail.Text is null || tail.HasPeriod != parts.HasPeriod || !rest.StartsWith(tail.Text)) continue;
            line.Length = parts.Tail + tail.Text.Length;
            line.Thread = known.Thread;
            line.Cpu = known.Cpu;
            line.Callchain = known.Callchain;
            line.Time = parts.Time;
            line.Period = parts.HasPeriod ? parts.Period : 1;
            line.Event = tail.Event;
            return true;
        }
        return false;
    }

    /// <summary>Learns the parts of a line.</summary>
    /// <param name="text">The line with its line end.</param>
    /// <param name="e">What it means.</param>
    /// <param name="thread">Its thread.</param>
    /// <param name="eventId">Its event.</param>
    /// <param name="callchain">The thread's last call chain.</param>
    public void Learn(ReadOnlySpan<byte> text, in PerfEventLine e, ThreadId thread, EventId eventId, CallchainMemo callchain)
    {
        if (!TrySplit(text, out Parts parts) || parts.Time != e.Time || parts.HasPeriod == e.Period.IsEmpty) return;
        if (PerfText.IndexOfColonBeforeBlank(text, 0) != parts.Colon || !e.Tail.IsEmpty || e.Name.IsEmpty || e.Name.ContainsAny((byte)' ', (byte)'\t')) return;
        ReadOnlySpan<byte> head = text[..parts.Head], tail = text[parts.Tail..];
        if (tail.Length > MaximumTail) return;

        int slot = Slot(head);
        head.CopyTo(_headText.AsSpan(slot * MaximumHead));
        _heads[slot] = new Head { Length = head.Length, Thread = thread, Cpu = e.Cpu, Callchain = callchain };
        foreach (Tail known in _tails)
        {
            if (known.Text is not null && known.HasPeriod == parts.HasPeriod && tail.SequenceEqual(known.Text)) return;
        }
        _tails[_nextTail++ % TailCount] = new Tail { Text = tail.ToArray(), HasPeriod = parts.HasPeriod, Event = eventId };
    }

    private ref struct Parts
    {
        public int Head; // where the time starts
        public long Time;
        public int Colon;
        public bool HasPeriod;
        public long Period;
        public int Tail; // where the period ends
    }

    // task [cpu] seconds.fraction: period tail
    private static bool TrySplit(ReadOnlySpan<byte> text, out Parts parts)
    {
        parts = default;
        int i = text[..Math.Min(text.Length, MaximumHead - 2)].IndexOf((byte)']') + 1;
        if (i == 0) return false;
        i = SkipBlanks(text, i);
        parts.Head = i;
        if (i is < MinimumHead or > MaximumHead || text[i - 1] == ']') return false;
        i = ReadDigits(text, i, out long seconds);
        int point = i;
        if (point - parts.Head is 0 or > 9 || point == text.Length || text[point] != '.') return false;
        i = ReadDigits(text, point + 1, out long fraction);
        int digits = i - point - 1;
        if (digits is not (6 or 9) || text.Length < i + 2 || text[i] != ':' || text[i + 1] != ' ') return false;
        parts.Colon = i;
        parts.Time = (seconds * 1_000_000_000) + (digits == 6 ? fraction * 1000 : fraction);
        int period = SkipBlanks(text, i + 1);
        parts.Tail = ReadDigits(text, period, out parts.Period);
        parts.HasPeriod = parts.Tail > period;
        return parts.Tail - period <= 18;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> text, int start)
    {
        while (start < text.Length && text[start] == ' ') start++;
        return start;
    }

    private static int ReadDigits(ReadOnlySpan<byte> text, int start, out long value)
    {
        value = 0;
        for (uint digit; start < text.Length && (digit = text[start] - (uint)'0') <= 9; start++) value = (value * 10) + digit;
        return start;
    }

    private static int Slot(ReadOnlySpan<byte> head)
    {
        ulong start = MemoryMarshal.Read<ulong>(head);
        ulong end = MemoryMarshal.Read<ulong>(head[^8..]);
        ulong middle = MemoryMarshal.Read<ulong>(head[Math.Max(0, head.Length - 16)..]);
        return (int)(((start ^ BitOperations.RotateLeft(end, 23) ^ BitOperations.RotateLeft(middle, 42)) * 0x9E37_79B9_7F4A_7C15) >> (64 - HeadBits));
    }
}
