namespace FlameScope.Parsing;

/// <summary>
/// The id of a process, a thread or a profile: a number, or any other text as an index into a table of texts. The texts <c>7</c> and <c>"7"</c> are
/// one id.
/// </summary>
internal readonly record struct TraceId
{
    private TraceId(long number, int kind)
    {
        Number = number;
        Kind = kind;
    }

    /// <summary>An id that the event does not have.</summary>
    public static TraceId None => default;

    /// <summary>The number, or the index of the text.</summary>
    public long Number { get; }

    private int Kind { get; } // 0: none, 1: a number, 2: a text

    public bool IsNumber => Kind == 1;

    public bool IsText => Kind == 2;

    public long? Value => Kind == 1 ? Number : null;

    public static TraceId OfNumber(long number) => new(number, 1);

    public static TraceId OfText(int index) => new(index, 2);
}
