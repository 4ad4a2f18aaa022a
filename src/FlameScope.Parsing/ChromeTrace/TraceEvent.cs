namespace FlameScope.Parsing;

/// <summary>
/// The members of the event that is being read. They come in any order, so that nothing can be decided before the event ends. One object is used for
/// all events.
/// </summary>
internal sealed class TraceEvent
{
    /// <summary>The letter that says what the event is; 0 if it is missing.</summary>
    public byte Phase;

    public TraceText Name;
    public TraceId Pid;
    public TraceId Tid;

    /// <summary>The id that joins the events of one profile: <c>id</c>, or the local or global one of <c>id2</c>.</summary>
    public TraceId Id;

    public TraceId StackFrame;
    public TraceTime Time;
    public TraceTime Duration;
    public bool HasTime;
    public bool HasDuration;

    /// <summary>The time or the duration is there, but is not a number, or is out of range.</summary>
    public bool IsTimeUnreadable;

    public TraceText ArgName;
    public TraceText Detail;

    public void Clear()
    {
        Phase = 0;
        Name.Clear();
        Pid = Tid = Id = StackFrame = TraceId.None;
        HasTime = HasDuration = IsTimeUnreadable = false;
        ArgName.Clear();
        Detail.Clear();
    }
}

/// <summary>A text that is kept until the event ends. The memory is used again for the next one.</summary>
internal struct TraceText
{
    private byte[]? _bytes;
    private int _length;

    public bool IsSet { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public void Set(ReadOnlySpan<byte> text)
    {
        if (_bytes is null || _bytes.Length < text.Length) _bytes = new byte[Math.Max(text.Length, 128)];
        text.CopyTo(_bytes);
        _length = text.Length;
        IsSet = true;
    }

    public void Clear()
    {
        _length = 0;
        IsSet = false;
    }
}
