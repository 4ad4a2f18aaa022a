using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Knows the first lines of samples by what they repeat: the text before the time (the task) and the text behind the period (the event).
/// </summary>
/// <remarks>
/// What <see cref="PerfEventParser"/> makes of the text before the time depends on nothing behind it, and what it makes of the text behind on nothing
/// before, as long as the time's colon is the first that it looks at, and what stands before that is a task. So a line of a known head, a time and a known tail means what it would have
/// found; only such heads and tails are learned. Any other line is read by it.
/// </remarks>
internal sealed class EventLineCache
{
    private const int HeadBits = 10;
    private const int TailCount = 4;

    // A slot a hash; heads that share one are slower, not wrong.
    private readonly KnownHead[] _heads = new KnownHead[1 << HeadBits];
    private readonly KnownTail[] _tails = new KnownTail[TailCount];
    private int _nextTail;

    private struct KnownHead
    {
        public Fingerprint Key;
        public ThreadId Thread;
        public int? Cpu;
    }

    private struct KnownTail
    {
        public Fingerprint Key;
        public SampleEventId Event;
    }

    /// <summary>Finds what a line says if its parts are known.</summary>
    public bool TryFind(in EventLineKey line, out ThreadId thread, out int? cpu, out SampleEventId eventId)
    {
        ref readonly KnownHead head = ref _heads[Slot(line.Head)];
        thread = head.Thread;
        cpu = head.Cpu;
        eventId = default;
        if (line.Head == default || head.Key != line.Head) return false;
        foreach (ref readonly KnownTail tail in _tails.AsSpan())
        {
            eventId = tail.Event;
            if (tail.Key == line.Tail) return true;
        }
        return false;
    }

    /// <summary>Learns the parts of a line.</summary>
    /// <param name="line">The line with its line end.</param>
    /// <param name="e">What it means.</param>
    /// <param name="thread">Its thread.</param>
    /// <param name="eventId">Its event.</param>
    public void Learn(ReadOnlySpan<byte> line, in PerfEventLine e, ThreadId thread, SampleEventId eventId)
    {
        if (!EventLineParts.TrySplit(line, out EventLineParts parts) || parts.Time != e.Time || parts.HasPeriod == e.Period.IsEmpty) return;
        if (PerfText.IndexOfColonBeforeBlank(line, 0) != parts.Colon || !e.Tail.IsEmpty || e.Name.IsEmpty || e.Name.ContainsAny((byte)' ', (byte)'\t')) return;
        // Head and time must be enough, or the parser may have looked for another time further on.
        if (!PerfEventParser.TryParseTimed(line[..(parts.Colon + 1)], out PerfEventLine start) || start.Time != e.Time) return;
        EventLineKey key = EventLineKey.Of(line, parts);
        _heads[Slot(key.Head)] = new KnownHead { Key = key.Head, Thread = thread, Cpu = e.Cpu };
        if (!Array.Exists(_tails, tail => tail.Key == key.Tail)) _tails[_nextTail++ % TailCount] = new KnownTail { Key = key.Tail, Event = eventId };
    }

    private static int Slot(Fingerprint head) => (int)(head.Hash >> (64 - HeadBits));
}
