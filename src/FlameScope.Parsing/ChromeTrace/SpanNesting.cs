namespace FlameScope.Parsing;

/// <summary>
/// Turns the events of one thread into nested spans: begin events are paired with end events in the order of time, then all spans are sorted by their
/// start, the longer one first, and a span that ends after its caller is cut to it. Pairing first makes the order total: at one time, an end event
/// may close a span that began at that time, and a complete event may be the caller or the callee of a begin event.
/// </summary>
/// <remarks>The events are changed where they are: a begin event gets its end. Sorting moves indexes, and compares only the starts.</remarks>
internal sealed class SpanNesting(TraceSpans spans)
{
    private int[] _open = new int[16]; // the indexes of the open spans, outermost first
    private int[] _openByName = new int[64]; // the number of open spans of each name while events are paired
    private long[] _keys = [];
    private int _depth;

    /// <summary>The number of end events that closed no span.</summary>
    public long EndsWithoutBegin { get; private set; }

    /// <summary>The number of begin events without an end event. Such a span ends with its caller, or at the last time of its thread.</summary>
    public long BeginsWithoutEnd { get; private set; }

    /// <summary>The number of spans that ended after their caller and were cut.</summary>
    public long CutSpans { get; private set; }

    /// <summary>Finds the spans of a thread.</summary>
    /// <param name="events">
    /// The indexes of the events of the thread in the order of the file. They are replaced with those of the spans: callers before callees, in the
    /// order of time, each within its caller.
    /// </param>
    /// <returns>The spans.</returns>
    public ReadOnlySpan<int> Nest(Span<int> events)
    {
        Span<int> found = Pair(events);
        Sort(found, isSpan: true);
        Cut(found);
        return found;
    }

    // Returns the events that are a begin event, now with an end, or a complete event.
    private Span<int> Pair(Span<int> events)
    {
        long last = long.MinValue;
        int paired = 0;
        foreach (int index in events)
        {
            ref readonly SpanEvent e = ref spans[index];
            last = Math.Max(last, e.IsComplete ? e.End : e.Start);
            if (!e.IsComplete) paired++;
        }
        if (paired == 0) return events;

        var pairs = new int[paired];
        int next = 0;
        int kept = 0;
        foreach (int index in events)
        {
            long end = spans[index].End;
            if (end <= SpanEvent.IsEnd) pairs[next++] = index;
            if (end != SpanEvent.IsEnd) events[kept++] = index;
        }
        Sort(pairs, isSpan: false);
        foreach (int index in pairs)
        {
            if (spans[index].End == SpanEvent.IsBegin) Open(index);
            else End(spans[index]);
        }
        BeginsWithoutEnd += _depth;
        while (_depth > 0) Close(last);
        return events[..kept];
    }

    private void Open(int index)
    {
        Push(index);
        CountOpen(spans[index].Name, 1);
    }

    private void End(in SpanEvent e)
    {
        if (_depth == 0 || (e.Name >= 0 && !IsOpen(e.Name)))
        {
            EndsWithoutBegin++;
            return;
        }
        // An end event closes by name where it has one. The spans within it have no end event, or a later one.
        while (e.Name >= 0 && spans[_open[_depth - 1]].Name != e.Name)
        {
            BeginsWithoutEnd++;
            Close(e.Start);
        }
        Close(e.Start);
    }

    private void Close(long end)
    {
        ref SpanEvent span = ref spans[_open[--_depth]];
        span.End = end;
        CountOpen(span.Name, -1);
    }

    private bool IsOpen(int name) => name < _openByName.Length && _openByName[name] > 0;

    private void CountOpen(int name, int change)
    {
        if (name < 0) return;
        if (name >= _openByName.Length) Array.Resize(ref _openByName, Math.Max(_openByName.Length * 2, name + 1));
        _openByName[name] += change;
    }

    private void Push(int index)
    {
        if (_depth == _open.Length) Array.Resize(ref _open, _depth * 2);
        _open[_depth++] = index;
    }

    // Sorts by start. Of one start, spans are sorted by length, the longest first; then, like all events, by their order in the file.
    private void Sort(Span<int> indexes, bool isSpan)
    {
        bool isSorted = true;
        for (int i = 1; i < indexes.Length && isSorted; i++) isSorted = CompareAll(indexes[i - 1], indexes[i], isSpan) <= 0;
        if (isSorted) return;

        if (_keys.Length < indexes.Length) _keys = new long[indexes.Length];
        Span<long> keys = _keys.AsSpan(0, indexes.Length);
        for (int i = 0; i < keys.Length; i++) keys[i] = spans[indexes[i]].Start;
        keys.Sort(indexes);
        for (int start = 0, end; start < keys.Length; start = end)
        {
            end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            if (end - start > 1) indexes[start..end].Sort((x, y) => CompareAll(x, y, isSpan));
        }
    }

    private int CompareAll(int x, int y, bool isSpan)
    {
        ref readonly SpanEvent a = ref spans[x];
        ref readonly SpanEvent b = ref spans[y];
        if (a.Start != b.Start) return a.Start < b.Start ? -1 : 1;
        if (isSpan && a.End != b.End) return a.End > b.End ? -1 : 1;
        return x.CompareTo(y);
    }

    private void Cut(ReadOnlySpan<int> indexes)
    {
        foreach (int index in indexes)
        {
            ref SpanEvent span = ref spans[index];
            while (_depth > 0 && spans[_open[_depth - 1]].End <= span.Start) _depth--;
            if (_depth > 0 && span.End > spans[_open[_depth - 1]].End)
            {
                CutSpans++;
                span.End = spans[_open[_depth - 1]].End;
            }
            Push(index);
        }
        _depth = 0;
    }
}
