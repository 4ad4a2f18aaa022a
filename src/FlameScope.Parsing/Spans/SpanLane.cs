using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The open spans of one thread, outermost first. Changes come in the order of time.</summary>
internal sealed class SpanLane
{
    private readonly SpanSampler _sampler;
    private readonly ProfileBuilder _builder;
    private readonly int _index;
    private readonly List<(FrameId Frame, StackId Stack)> _open = [];
    private long _time = long.MinValue;

    internal SpanLane(SpanSampler sampler, ProfileBuilder builder, int index, ThreadId thread, SampleEventId eventId, bool isTimed)
    {
        _sampler = sampler;
        _builder = builder;
        _index = index;
        Thread = thread;
        Event = eventId;
        IsTimed = isTimed;
    }

    /// <summary>The thread of the samples.</summary>
    public ThreadId Thread { get; }

    /// <summary>The event of the samples.</summary>
    public SampleEventId Event { get; }

    /// <summary>Indicates whether the spans are measured in nanoseconds.</summary>
    public bool IsTimed { get; }

    /// <summary>The number of open spans.</summary>
    public int Depth => _open.Count;

    /// <summary>The time of the last change; <c>null</c> before the first.</summary>
    public long? LastTime => _time == long.MinValue ? null : _time;

    /// <summary>Returns the frame of an open span.</summary>
    /// <param name="depth">0 for the outermost.</param>
    public FrameId GetFrame(int depth) => _open[depth].Frame;

    /// <summary>Begins a span within the innermost open one.</summary>
    /// <param name="time">The time of the begin.</param>
    /// <param name="frame">The frame. A negative one, of any number, is not part of the stack.</param>
    public void Begin(long time, FrameId frame)
    {
        Advance(time);
        _open.Add((frame, Push(Stack, frame)));
    }

    /// <summary>Ends the innermost span.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No span is open.</exception>
    public void End(long time)
    {
        Advance(time);
        _open.RemoveAt(_open.Count - 1);
    }

    /// <summary>Ends a span that need not be the innermost one. Spans within it stay open.</summary>
    public void EndAt(long time, int depth)
    {
        Advance(time);
        _open.RemoveAt(depth);
        for (int i = depth; i < _open.Count; i++)
        {
            FrameId frame = _open[i].Frame;
            _open[i] = (frame, Push(i == 0 ? StackId.Empty : _open[i - 1].Stack, frame));
        }
    }

    /// <summary>Ends all spans.</summary>
    /// <returns>The number of spans that were open.</returns>
    public int EndAll(long time)
    {
        int count = _open.Count;
        if (count > 0) Advance(time);
        _open.Clear();
        return count;
    }

    private StackId Push(StackId stack, FrameId frame) => frame.Value < 0 ? stack : _builder.AddStack(stack, frame);

    private StackId Stack => _open.Count == 0 ? StackId.Empty : _open[^1].Stack;

    private void Advance(long time)
    {
        if (time <= _time)
        {
            if (time < _time) _sampler.CountReversed();
            return;
        }
        // The length of an interval must fit.
        if (_open.Count > 0)
        {
            if (unchecked((ulong)time - (ulong)_time) > long.MaxValue) time = _time + long.MaxValue;
            _sampler.AddInterval(_index, Stack, _time, time);
        }
        _time = time;
    }
}
