namespace FlameScope.Parsing;

/// <summary>
/// Caches the first lines of samples by their repeated parts, as <see cref="EventLineCache"/> does: the text before the time, which contains the
/// thread, and the text after the period, which contains the event.
/// </summary>
internal sealed class CollapseEventCache
{
    private const int HeadBits = 10;
    private const int TailCount = 4;

    // One slot per hash. Heads that share a slot are slower, not wrong.
    private readonly (Fingerprint Key, CollapseThread Thread)[] _heads = new (Fingerprint, CollapseThread)[1 << HeadBits];
    private readonly (Fingerprint Key, bool IsCounted)[] _tails = new (Fingerprint, bool)[TailCount];
    private int _nextTail;

    /// <summary>Finds a line.</summary>
    /// <param name="line">The key of the line.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="isCounted">Indicates whether the samples of the event are counted.</param>
    /// <returns><c>true</c> if both parts of the line are cached.</returns>
    public bool TryFind(in EventLineKey line, out CollapseThread thread, out bool isCounted)
    {
        ref readonly var head = ref _heads[Slot(line.Head)];
        thread = head.Thread;
        isCounted = false;
        if (line.Head == default || head.Key != line.Head) return false;
        foreach (ref readonly var tail in _tails.AsSpan())
        {
            isCounted = tail.IsCounted;
            if (tail.Key == line.Tail) return true;
        }
        return false;
    }

    /// <summary>Adds a line whose thread is before the time and whose event is the only word after the period.</summary>
    /// <param name="text">The line, with its line end.</param>
    /// <param name="line">The fields of the line.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="isCounted">Indicates whether the samples of the event are counted.</param>
    public void Add(ReadOnlySpan<byte> text, in CollapseEventLine line, CollapseThread thread, bool isCounted)
    {
        if (line.Event.IsEmpty || !EventLineParts.TrySplit(text, out EventLineParts parts) || line.IdsEnd >= parts.Head || line.EventStart < parts.Tail) return;
        if (!PerfText.TrimStart(text[parts.Tail..line.EventStart]).IsEmpty) return;
        EventLineKey key = EventLineKey.Of(text, parts);
        _heads[Slot(key.Head)] = (key.Head, thread);
        foreach (ref readonly var tail in _tails.AsSpan())
        {
            if (tail.Key == key.Tail) return;
        }
        _tails[_nextTail++ % TailCount] = (key.Tail, isCounted);
    }

    private static int Slot(Fingerprint head) => (int)(head.Hash >> (64 - HeadBits));
}
