using System.Buffers.Text;
using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The sample under construction, from its first line to the line that ends it.</summary>
internal sealed class PendingSample(ProfileBuilder builder, FrameLineCache frameLines, ProfileReadOptions options)
{
    private readonly List<FrameId> _frames = []; // leaf first
    private readonly List<Frame> _last = []; // of the last line, not added yet: a source line may follow
    private readonly DeferredCallchains _deferred = new();
    private bool _isOpen;
    private readonly OwnFrame _own = new(); // on the first line
    private bool _isRecord; // the user part of other call chains
    private ulong? _cookie;
    private long _missingCount;
    private long _waitingPeriod;
    private long? _time;
    private ThreadId _thread;
    private int? _cpu;
    private SampleEventId _event;
    private long _period;

    /// <summary>The latest time of a sample so far; <c>null</c> if none has a time.</summary>
    public long? LastTime { get; private set; }

    /// <summary>The period of the sample, and of the samples that wait for a record; 0 if there are none.</summary>
    public long PendingPeriod => _waitingPeriod + (_isOpen && !_isRecord ? _period : 0);

    /// <summary>Indicates whether the times are times of day.</summary>
    public bool HasTimesOfDay { get; set; }

    /// <summary>Starts a sample. The sample before it ends.</summary>
    public void Begin(long? time, ThreadId thread, int? cpu, SampleEventId eventId, long period)
    {
        Close();
        _isOpen = true;
        _time = time;
        _thread = thread;
        _cpu = cpu;
        _event = eventId;
        _period = period;
        if (time is { } t && !(t <= LastTime)) LastTime = t;
    }

    /// <summary>Starts the record with the user part of call chains. The frames that follow belong to it.</summary>
    /// <param name="tail">The text after the name of the record: <c>[cookie: b00000006]</c>.</param>
    public void BeginDeferred(ReadOnlySpan<byte> tail)
    {
        Close();
        _isOpen = true;
        _isRecord = true;
        int start = Math.Min(tail.IndexOf(": "u8) + 2, tail.Length);
        _cookie = Utf8Parser.TryParse(tail[start..], out ulong cookie, out _, 'x') ? cookie : null;
    }

    /// <summary>
    /// Sets the frame on the first line, which is the stack unless a call chain follows: then it is that of the data address, and no part of the
    /// sample.
    /// </summary>
    public void SetOwnFrame(PerfFrameLine frame)
    {
        frameLines.CheckSymbol(frame.Symbol.Length);
        _own.Set(frame);
    }

    /// <summary>Appends the frames of a line, leaf first.</summary>
    public void AddFrame(PerfFrameLine frame)
    {
        _own.Clear();
        if (frame.IsDeferred && !_isRecord)
        {
            _cookie = Utf8Parser.TryParse(frame.Address, out ulong cookie, out _, 'x') ? cookie : null;
            return;
        }
        InternLast();
        frameLines.Split(frame, _last);
        CheckDepth(_frames.Count + _last.Count);
    }

    /// <summary>Sets the source location of the frames of the last line.</summary>
    /// <param name="source">The source location, such as <c>file.c:12</c>; empty if it is not known.</param>
    /// <param name="isInlined">Indicates whether the source line marks the frame as inlined; then the frame line does not.</param>
    public void AddSource(ReadOnlySpan<byte> source, bool isInlined)
    {
        TakeOwnFrame();
        int colon = source.LastIndexOf((byte)':');
        bool hasLine = Utf8Parser.TryParse(source[(colon + 1)..], out int line, out int length) && length == source.Length - colon - 1 && colon > 0;
        SourceId file = builder.AddSource(hasLine ? source[..colon] : source);
        for (int i = 0; i < _last.Count; i++)
        {
            _last[i] = _last[i] with { Source = file, Line = hasLine ? line : 0, IsInlined = isInlined || _last[i].IsInlined };
        }
        InternLast();
    }

    /// <summary>Ends the sample at a blank line, unless it has no frame yet: then the line may be part of a payload.</summary>
    public void EndAtBlankLine()
    {
        if (_frames.Count > 0 || _last.Count > 0 || _own.IsSet || _isRecord || _cookie is not null) Close();
    }

    /// <summary>Ends the sample, if there is one, with the frames that were added.</summary>
    public void Close()
    {
        if (!_isOpen) return;
        TakeOwnFrame();
        InternLast();
        if (_isRecord) Complete();
        else if (_cookie is { } cookie) Wait(cookie);
        else Close(AddStack(StackId.Empty));
        _frames.Clear();
        _isOpen = _isRecord = false;
        _cookie = null;
    }

    /// <summary>Ends the sample with an existing stack.</summary>
    /// <param name="stack">The stack.</param>
    public void Close(StackId stack)
    {
        _isOpen = false;
        _own.Clear();
        builder.AddSample(_time, stack, _thread, _cpu, _event, _period);
    }

    /// <summary>Adds the samples whose record did not follow, at the end of the input.</summary>
    /// <returns>The number of samples that were added without their record.</returns>
    public long CloseDeferred()
    {
        AddIncomplete();
        return _missingCount;
    }

    private void TakeOwnFrame()
    {
        if (!_own.IsSet) return;
        frameLines.Split(_own.ToFrame(), _last);
        _own.Clear();
        CheckDepth(_frames.Count + _last.Count);
    }

    private void Wait(ulong cookie)
    {
        _waitingPeriod += _period;
        _deferred.Add(cookie, new DeferredCallchains.WaitingSample(_time, _thread, _cpu, _event, _period, [.. _frames]));
        if (_deferred.IsFull) AddIncomplete();
    }

    private void Complete()
    {
        if (_cookie is not { } cookie) return;
        StackId callers = AddStack(StackId.Empty);
        foreach (DeferredCallchains.WaitingSample sample in _deferred.Take(cookie)) Add(sample, callers);
    }

    private void AddIncomplete()
    {
        if (_deferred.IsEmpty) return;
        IReadOnlyList<DeferredCallchains.WaitingSample> samples = _deferred.TakeAll();
        _missingCount += samples.Count;
        foreach (DeferredCallchains.WaitingSample sample in samples) Add(sample, StackId.Empty);
    }

    private void Add(in DeferredCallchains.WaitingSample sample, StackId callers)
    {
        _waitingPeriod -= sample.Period;
        StackId stack = callers;
        for (int i = sample.Frames.Length - 1; i >= 0; i--) stack = builder.AddStack(stack, sample.Frames[i]);
        builder.AddSample(sample.Time, stack, sample.Thread, sample.Cpu, sample.Event, sample.Period);
    }

    private StackId AddStack(StackId stack)
    {
        for (int i = _frames.Count - 1; i >= 0; i--) stack = builder.AddStack(stack, _frames[i]);
        return stack;
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
