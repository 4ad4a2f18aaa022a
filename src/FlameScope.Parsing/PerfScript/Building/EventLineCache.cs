using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Caches the first lines of samples by their repeated parts: the text before the time (the head, with the thread) and the text after the period
/// (the tail, with the event).
/// </summary>
/// <remarks>
/// <see cref="PerfEventParser"/> parses the text before the time and the text after the period independently of each other, provided that the colon
/// of the time is the first candidate and the text before it has the fields of a thread. A line with a cached head and a cached tail can therefore
/// be decoded without parsing. Only such heads and tails are cached; all other lines are parsed.
/// </remarks>
internal sealed class EventLineCache
{
    private const int HeadBits = 10;
    private const int TailCount = 4;

    // One slot per hash. Heads that share a slot are slower, not wrong.
    private readonly CachedHead[] _heads = new CachedHead[1 << HeadBits];
    private readonly CachedTail[] _tails = new CachedTail[TailCount];
    private int _nextTail;

    private struct CachedHead
    {
        public Fingerprint Key;
        public ThreadId Thread;
        public int? Cpu;
    }

    private struct CachedTail
    {
        public Fingerprint Key;
        public SampleEventId Event;
    }

    /// <summary>Decodes a line if its parts are cached.</summary>
    public bool TryFind(in EventLineKey line, out ThreadId thread, out int? cpu, out SampleEventId eventId)
    {
        ref readonly CachedHead head = ref _heads[Slot(line.Head)];
        thread = head.Thread;
        cpu = head.Cpu;
        eventId = default;
        if (line.Head == default || head.Key != line.Head) return false;
        foreach (ref readonly CachedTail tail in _tails.AsSpan())
        {
            eventId = tail.Event;
            if (tail.Key == line.Tail) return true;
        }
        return false;
    }

    /// <summary>Removes all lines.</summary>
    public void Clear()
    {
        Array.Clear(_heads);
        Array.Clear(_tails);
    }

    /// <summary>Adds the parts of a parsed line.</summary>
    /// <param name="line">The line with its line end.</param>
    /// <param name="e">The fields of the line.</param>
    /// <param name="thread">The thread of the line.</param>
    /// <param name="eventId">The event of the line.</param>
    public void Add(ReadOnlySpan<byte> line, in PerfEventLine e, ThreadId thread, SampleEventId eventId)
    {
        if (!EventLineParts.TrySplit(line, out EventLineParts parts) || parts.Time != e.Time || parts.HasPeriod == e.Period.IsEmpty) return;
        if (PerfText.IndexOfColonBeforeBlank(line, 0) != parts.Colon || !e.Tail.IsEmpty) return;
        if (e.Name.IsEmpty || e.Name.ContainsAny((byte)' ', (byte)'\t')) return;
        // Head and time must be sufficient; otherwise the parser may have used a later time.
        if (!PerfEventParser.TryParseTimed(line[..(parts.Colon + 1)], out PerfEventLine start) || start.Time != e.Time) return;
        EventLineKey key = EventLineKey.Of(line, parts);
        _heads[Slot(key.Head)] = new CachedHead { Key = key.Head, Thread = thread, Cpu = e.Cpu };
        if (!Array.Exists(_tails, tail => tail.Key == key.Tail)) _tails[_nextTail++ % TailCount] = new CachedTail { Key = key.Tail, Event = eventId };
    }

    private static int Slot(Fingerprint head) => (int)(head.Hash >> (64 - HeadBits));
}
