namespace FlameScope.Parsing;

/// <summary>A line of folded stacks: the stack, and the number after the last blank.</summary>
internal ref struct FoldedLine
{
    /// <summary>The frames, with semicolons between them.</summary>
    public ReadOnlySpan<byte> Stack { get; private set; }

    /// <summary>The count, rounded half to even.</summary>
    public long Count { get; private set; }

    /// <summary>Indicates whether the count had a fraction.</summary>
    public bool IsRounded { get; private set; }

    /// <summary>Indicates whether the stack ends in a number, too, as in a difference of two profiles.</summary>
    public readonly bool HasTwoCounts
    {
        get
        {
            int blank = LastBlank(Stack);
            return blank >= 0 && DecimalNumber.TryScale(Stack[(blank + 1)..], 0, out long other) && other >= 0;
        }
    }

    /// <summary>Indicates whether a line has no stack: it is empty or a comment. A private method of JavaScript starts with <c>#</c>, too.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t\r"u8);
        return line.IsEmpty || (line[0] == '#' && (line.Length == 1 || line[1] is (byte)' ' or (byte)'\t' or (byte)'#' or (byte)'!'));
    }

    /// <summary>Reads a line.</summary>
    /// <returns><c>false</c> if the line does not end in a blank and a number that is not negative.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out FoldedLine result)
    {
        result = default;
        line = line.TrimEnd(" \t\r"u8);
        int blank = LastBlank(line);
        if (blank < 0) return false;
        ReadOnlySpan<byte> number = line[(blank + 1)..];
        if (!DecimalNumber.TryScale(number, 0, out long count) || count < 0 || number[0] == '-') return false;
        result.Stack = line[..blank];
        result.Count = count;
        const int Fraction = 9;
        const long Unit = 1_000_000_000;
        if (number.IndexOfAny(".eE"u8) < 0) return true;
        result.IsRounded = !DecimalNumber.TryScale(number, Fraction, out long fine) || fine % Unit != 0;
        return true;
    }

    private static int LastBlank(ReadOnlySpan<byte> text) => text.LastIndexOfAny((byte)' ', (byte)'\t');
}
