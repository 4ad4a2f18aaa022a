using System.Buffers.Text;
using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The sample under construction, from its first line to the line that ends it.</summary>
internal sealed class PendingSample(ProfileBuilder builder, FrameLineCache frameLines, ProfileReadOptions options)
{
    private readonly List<FrameId> _frames = []; // leaf first
    private readonly List<Frame> _last = []; // of the last line, not added yet: a source line may follow
    private bool _isOpen;
    private long? _time;
    private ThreadId _thread;
    private int? _cpu;
    private SampleEventId _event;
    private long _period;

    /// <summary>The latest time of a sample so far; <c>null</c> if none has a time.</summary>
    public long? LastTime { get; private set; }

    public void Begin(long? time, ThreadId thread, int? cpu, SampleEventId eventId, long period)
    {
        _isOpen = true;
        _time = time;
        _thread = thread;
        _cpu = cpu;
        _event = eventId;
        _period = period;
        if (time is { } t && !(t <= LastTime)) LastTime = t;
    }

    /// <summary>Appends the frames of a line, leaf first.</summary>
    public void AddFrame(PerfFrameLine frame)
    {
        InternLast();
        frameLines.Split(frame, _last);
        CheckDepth(_frames.Count + _last.Count);
    }

    /// <summary>Sets the source location of the frames of the last line.</summary>
    /// <param name="source">The source location, such as <c>file.c:12</c>; empty if it is not known.</param>
    /// <param name="isInlined">Indicates whether the source line marks the frame as inlined; then the frame line does not.</param>
    public void AddSource(ReadOnlySpan<byte> source, bool isInlined)
    {
        int colon = source.LastIndexOf((byte)':');
        bool hasLine = Utf8Parser.TryParse(source[(colon + 1)..], out int line, out int length) && length == source.Length - colon - 1 && colon > 0;
        SourceId file = builder.AddSource(hasLine ? source[..colon] : source);
        for (int i = 0; i < _last.Count; i++)
        {
            _last[i] = _last[i] with { Source = file, Line = hasLine ? line : 0, IsInlined = isInlined || _last[i].IsInlined };
        }
        InternLast();
    }

    /// <summary>Ends the sample, if there is one, with the frames that were added.</summary>
    public void Close()
    {
        if (!_isOpen) return;
        InternLast();
        StackId stack = StackId.Empty;
        for (int i = _frames.Count - 1; i >= 0; i--) stack = builder.AddStack(stack, _frames[i]);
        _frames.Clear();
        Close(stack);
    }

    /// <summary>Ends the sample with an existing stack.</summary>
    /// <param name="stack">The stack.</param>
    public void Close(StackId stack)
    {
        _isOpen = false;
        builder.AddSample(_time, stack, _thread, _cpu, _event, _period);
    }

    private void InternLast()
    {
        foreach (Frame row in _last) _frames.Add(frameLines.Intern(row));
        _last.Clear();
    }

    private void CheckDepth(int depth)
    {
        if (depth > options.MaximumFrames) ThrowTooDeep();
    }

    private void ThrowTooDeep() => throw new ProfileLimitException(string.Create(
        CultureInfo.InvariantCulture,
        $"the sample has more frames than the limit of {options.MaximumFrames} ({nameof(ProfileReadOptions.MaximumFrames)})"));
}
