namespace FlameScope.Parsing;

/// <summary>A copy of the frame on the first line of a sample. It is not added to the profile until the next line shows that it is a frame.</summary>
internal sealed class OwnFrame
{
    private byte[] _text = [];
    private int _addressLength;
    private int _symbolLength;
    private int _moduleLength;
    private bool _isInlined;

    public bool IsSet { get; private set; }

    public void Set(PerfFrameLine frame)
    {
        int length = frame.Address.Length + frame.Symbol.Length + frame.Module.Length;
        if (length > _text.Length) _text = new byte[Math.Max(length, _text.Length * 2)];
        frame.Address.CopyTo(_text);
        frame.Symbol.CopyTo(_text.AsSpan(frame.Address.Length));
        frame.Module.CopyTo(_text.AsSpan(frame.Address.Length + frame.Symbol.Length));
        (_addressLength, _symbolLength, _moduleLength) = (frame.Address.Length, frame.Symbol.Length, frame.Module.Length);
        _isInlined = frame.IsInlined;
        IsSet = true;
    }

    public void Clear() => IsSet = false;

    public PerfFrameLine ToFrame()
    {
        int module = _addressLength + _symbolLength;
        return new PerfFrameLine(
            _text.AsSpan(0, _addressLength), _text.AsSpan(_addressLength, _symbolLength), _text.AsSpan(module, _moduleLength), _isInlined);
    }
}
