namespace FlameScope.Parsing;

/// <summary>The opening or closing of a frame, in 16 bytes.</summary>
internal readonly struct SpeedscopeEvent
{
    private readonly long _digits;
    private readonly int _exponent;
    private readonly int _frame;        // its complement if the frame is closed

    public SpeedscopeEvent(DecimalValue at, int frame, bool isClose)
    {
        _digits = at.Digits;
        _exponent = at.Exponent;
        _frame = isClose ? ~frame : frame;
    }

    public DecimalValue At => new(_digits, _exponent);

    /// <summary>The index of the frame.</summary>
    public int Frame => IsClose ? ~_frame : _frame;

    public bool IsClose => _frame < 0;
}
