using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Collects the begin, end and complete events of a trace, and adds the samples of their spans when all have been read.</summary>
internal sealed class TraceSpanReader(ProfileBuilder builder, ReadContext context, bool includesDetail, bool omitsDotnetTraceFrames)
{
    // Processes start recording at slightly different times. Times that precede the start by more are of another clock, or 0.
    private const long StartTolerance = 1_000_000_000;
    private const int Omitted = -1;

    private readonly Utf8Interner _names = new();
    private readonly TraceSpans _spans = new();
    private readonly List<int> _shown = []; // the name of the frame of each event, where it includes the detail
    private int[] _frames = []; // by name: 0 if it is not known yet, otherwise the id + 1
    private byte[] _joined = new byte[256];
    private long _earlyCount;

    /// <summary>The start of the recording in nanoseconds, where the trace has an event for it.</summary>
    public long? RecordingStart { get; set; }

    public bool IsEmpty => _spans.Count == 0;

    /// <summary>Adds a begin, end or complete event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="thread">The index of its thread.</param>
    /// <param name="position">The position for diagnostics.</param>
    public void Add(TraceEvent e, int thread, InputPosition position)
    {
        if (!e.HasTime)
        {
            context.Report(e.IsTimeUnreadable ? "span whose time cannot be read" : "span without a time", position, e.Name.Span);
            return;
        }
        long start = e.Time.Nanoseconds;
        switch (e.Phase)
        {
            case (byte)'B':
                Add(e, start, SpanEvent.IsBegin, thread);
                break;
            case (byte)'E':
                Add(e, start, SpanEvent.IsEnd, thread);
                break;
            default:
                long end = start;
                if (!e.HasDuration) context.Report("complete event without a duration", position, e.Name.Span);
                else if (e.Duration.Nanoseconds < 0) context.Report("span with a negative duration", position, e.Name.Span);
                else if (!e.Time.TryAdd(e.Duration, out end)) context.Report("span whose time cannot be read", position, e.Name.Span);
                else Add(e, start, end, thread);
                break;
        }
    }

    /// <summary>Adds the samples of all spans to the profile.</summary>
    public void AddSamples(TraceThreads threads, SampleEventId eventId)
    {
        var sampler = new SpanSampler(builder, context.Options.SpanGrid, context.Options.MaximumSpanSamples);
        var nesting = new SpanNesting(_spans);
        _frames = new int[_names.Count];
        int[] order = _spans.OrderByThread(out int[] starts);
        for (int thread = 0; thread < _spans.ThreadCount; thread++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            Span<int> events = order.AsSpan(starts[thread]..starts[thread + 1]);
            if (RecordingStart is { } start) events = RemoveEarly(events, start - StartTolerance);
            ReadOnlySpan<int> spans = nesting.Nest(events);
            if (HasTime(spans)) AddLane(sampler.AddLane(threads.Resolve(thread, builder), eventId), spans);
        }
        _spans.Clear();
        sampler.Complete(context);
        Report("span that ended before the recording started", _earlyCount);
        Report("end event without a begin event", nesting.EndsWithoutBegin);
        Report("begin event without an end event", nesting.BeginsWithoutEnd);
        Report("span that ends after its caller", nesting.CutSpans);
    }

    private void Add(TraceEvent e, long start, long end, int thread)
    {
        _spans.Add(new SpanEvent { Start = start, End = end, Name = GetName(e.Name.Span), Thread = thread });
        if (includesDetail) _shown.Add(e.Detail.Span.IsEmpty ? GetName(e.Name.Span) : GetDetailedName(e));
    }

    private Span<int> RemoveEarly(Span<int> events, long start)
    {
        int kept = 0;
        foreach (int index in events)
        {
            ref readonly SpanEvent e = ref _spans[index];
            if ((e.IsComplete ? e.End : e.Start) < start) _earlyCount++;
            else events[kept++] = index;
        }
        return events[..kept];
    }

    private bool HasTime(ReadOnlySpan<int> spans)
    {
        foreach (int index in spans)
        {
            if (_spans[index].End > _spans[index].Start) return true;
        }
        return false;
    }

    private void AddLane(SpanLane lane, ReadOnlySpan<int> spans)
    {
        var open = new Stack<(long End, bool HasFrame)>();
        foreach (int index in spans)
        {
            ref readonly SpanEvent span = ref _spans[index];
            while (open.TryPeek(out (long End, bool) last) && last.End <= span.Start) End(lane, open.Pop());
            if (span.End == span.Start) continue; // it has no time of its own, and nothing can be within it
            FrameId? frame = GetFrame(includesDetail ? _shown[index] : span.Name);
            if (frame is { } shown) lane.Begin(span.Start, shown);
            open.Push((span.End, frame is not null));
            context.CheckFrames(open.Count, default);
        }
        while (open.TryPop(out (long, bool) last)) End(lane, last);
    }

    private static void End(SpanLane lane, (long End, bool HasFrame) span)
    {
        if (span.HasFrame) lane.End(span.End);
    }

    private FrameId? GetFrame(int name)
    {
        if (name < 0) return builder.AddFrame(new Frame { Symbol = SymbolId.Unknown, Kind = FrameKind.Other });
        ref int frame = ref _frames[name];
        if (frame == 0)
        {
            ReadOnlySpan<byte> text = _names.Slices[name];
            frame = omitsDotnetTraceFrames && DotnetTraceFrames.Contains(text)
                ? Omitted
                : builder.AddFrame(new Frame
                {
                    Symbol = builder.AddSymbol(text),
                    Kind = FrameKind.Other,
                }).Value + 1;
        }
        return frame == Omitted ? null : new FrameId(frame - 1);
    }

    private int GetDetailedName(TraceEvent e)
    {
        ReadOnlySpan<byte> name = e.Name.Span;
        ReadOnlySpan<byte> detail = e.Detail.Span;
        int length = name.Length + 2 + detail.Length;
        if (_joined.Length < length) _joined = new byte[length * 2];
        name.CopyTo(_joined);
        ": "u8.CopyTo(_joined.AsSpan(name.Length));
        detail.CopyTo(_joined.AsSpan(name.Length + 2));
        return GetName(_joined.AsSpan(0, length));
    }

    private int GetName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return -1;
        int known = _names.Count;
        int index = _names.GetOrAdd(name);
        if (index == known) context.CheckSymbol(name.Length, _names.Count, default);
        return index;
    }

    private void Report(string reason, long count)
    {
        if (count > 0) context.Report(reason, count: count);
    }
}
