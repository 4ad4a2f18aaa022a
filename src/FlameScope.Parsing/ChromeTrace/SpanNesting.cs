namespace FlameScope.Parsing;

/// <summary>
/// Turns the events of one thread into nested spans: begin events are paired with end events in the order of time, then all spans are sorted by their
/// start, the longer one first, and a span that ends after its caller is cut to it. Pairing first makes the order total: at one time, an end event
/// may close a span that began at that time, and a complete event may be the caller or the callee of a begin event.
/// </summary>
internal sealed class SpanNesting
{
    private Interval[] _spans = new Interval[64];
    private int[] _open = new int[16]; // the indexes of the open spans while events are paired
    private int[] _openByName = new int[64]; // the number of open spans of each name
    private int _count;
    private int _depth;

    /// <summary>A span with both ends, in nanoseconds.</summary>
    public readonly record struct Interval(long Start, long End, int Name, int Order);

    /// <summary>The number of end events that closed no span.</summary>
    public long EndsWithoutBegin { get; private set; }

    /// <summary>The number of begin events without an end event. Such a span ends with its caller, or at the last time of its thread.</summary>
    public long BeginsWithoutEnd { get; private set; }

    /// <summary>The number of spans that ended after their caller and were cut.</summary>
    public long CutSpans { get; private set; }

    /// <summary>Sorts the spans of a thread: callers before callees, in the order of time, each within its caller.</summary>
    public ReadOnlySpan<Interval> Nest(ReadOnlySpan<SpanEvent> events)
    {
        _count = 0;
        Pair(events);
        Span<Interval> spans = _spans.AsSpan(0, _count);
        if (!IsSorted(spans)) spans.Sort(default(ByStart));
        Cut(spans);
        return spans;
    }

    private readonly struct ByStart : IComparer<Interval>
    {
        public int Compare(Interval x, Interval y)
        {
            if (x.Start != y.Start) return x.Start < y.Start ? -1 : 1;
            if (x.End != y.End) return x.End > y.End ? -1 : 1;
            return x.Order.CompareTo(y.Order);
        }
    }

    private static bool IsSorted(ReadOnlySpan<Interval> spans)
    {
        ByStart order = default;
        for (int i = 1; i < spans.Length; i++)
        {
            if (order.Compare(spans[i - 1], spans[i]) > 0) return false;
        }
        return true;
    }

    private void Pair(ReadOnlySpan<SpanEvent> events)
    {
        long last = long.MinValue;
        long previous = long.MinValue;
        int paired = 0;
        bool isInOrder = true;
        foreach (ref readonly SpanEvent e in events)
        {
            last = Math.Max(last, e.End);
            if (e.Phase == SpanPhase.Complete) continue;
            paired++;
            isInOrder &= e.Start >= previous;
            previous = e.Start;
        }
        int[]? order = paired == 0 || isInOrder ? null : OrderByTime(events, paired);
        for (int i = 0; i < events.Length; i++)
        {
            ref readonly SpanEvent e = ref events[i];
            if (e.Phase == SpanPhase.Complete) Add(new Interval(e.Start, e.End, e.Name, i));
            else if (order is null) Take(e, i);
        }
        if (order is not null)
        {
            foreach (int i in order) Take(events[i], i);
        }
        BeginsWithoutEnd += _depth;
        while (_depth > 0) Close(last);
    }

    private static int[] OrderByTime(ReadOnlySpan<SpanEvent> events, int count)
    {
        var indexes = new int[count];
        var times = new (long Time, int Index)[count];
        int next = 0;
        for (int i = 0; i < events.Length; i++)
        {
            if (events[i].Phase != SpanPhase.Complete) times[next++] = (events[i].Start, i);
        }
        times.AsSpan().Sort(default(ByTime));
        for (int i = 0; i < count; i++) indexes[i] = times[i].Index;
        return indexes;
    }

    private readonly struct ByTime : IComparer<(long Time, int Index)>
    {
        public int Compare((long Time, int Index) x, (long Time, int Index) y) =>
            x.Time != y.Time ? (x.Time < y.Time ? -1 : 1) : x.Index.CompareTo(y.Index);
    }

    private void Take(in SpanEvent e, int order)
    {
        if (e.Phase == SpanPhase.Begin)
        {
            if (_depth == _open.Length) Array.Resize(ref _open, _depth * 2);
            _open[_depth++] = _count;
            CountOpen(e.Name, 1);
            Add(new Interval(e.Start, e.Start, e.Name, order));
            return;
        }
        if (_depth == 0 || (e.Name >= 0 && !IsOpen(e.Name)))
        {
            EndsWithoutBegin++;
            return;
        }
        // An end event closes by name where it has one. The spans within it have no end event, or a later one.
        while (e.Name >= 0 && _spans[_open[_depth - 1]].Name != e.Name)
        {
            BeginsWithoutEnd++;
            Close(e.Start);
        }
        Close(e.Start);
    }

    private void Close(long end)
    {
        ref Interval span = ref _spans[_open[--_depth]];
        span = span with { End = end };
        CountOpen(span.Name, -1);
    }

    private bool IsOpen(int name) => name < _openByName.Length && _openByName[name] > 0;

    private void CountOpen(int name, int change)
    {
        if (name < 0) return;
        if (name >= _openByName.Length) Array.Resize(ref _openByName, Math.Max(_openByName.Length * 2, name + 1));
        _openByName[name] += change;
    }

    private void Add(Interval span)
    {
        if (_count == _spans.Length) Array.Resize(ref _spans, _count * 2);
        _spans[_count++] = span;
    }

    private void Cut(Span<Interval> spans)
    {
        for (int i = 0; i < spans.Length; i++)
        {
            ref Interval span = ref spans[i];
            while (_depth > 0 && spans[_open[_depth - 1]].End <= span.Start) _depth--;
            if (_depth > 0 && span.End > spans[_open[_depth - 1]].End)
            {
                CutSpans++;
                span = span with { End = spans[_open[_depth - 1]].End };
            }
            if (_depth == _open.Length) Array.Resize(ref _open, _depth * 2);
            _open[_depth++] = i;
        }
        _depth = 0;
    }
}
