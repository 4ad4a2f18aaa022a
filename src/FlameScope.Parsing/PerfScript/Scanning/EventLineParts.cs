namespace FlameScope.Parsing;

/// <summary>
/// A line <c>thread [cpu] seconds.fraction: period tail</c>, split into the text before the time (the head), the two numbers, and the text after
/// them (the tail). Head and tail are not parsed.
/// </summary>
internal struct EventLineParts
{
    public const int MinimumHead = 8;
    public const int MaximumHead = 64;

    /// <summary>The length of the head; 0 if the line does not have this form.</summary>
    public int Head;

    /// <summary>The position of the colon after the time.</summary>
    public int Colon;

    /// <summary>The position of the tail.</summary>
    public int Tail;

    public bool HasPeriod;

    /// <summary>The time in nanoseconds.</summary>
    public long Time;

    public long Period;

    /// <summary>Splits a line.</summary>
    /// <param name="text">The text from the line on.</param>
    /// <param name="parts">The parts.</param>
    public static bool TrySplit(ReadOnlySpan<byte> text, out EventLineParts parts)
    {
        parts = default;
        int head = text[..Math.Min(text.Length, MaximumHead - 2)].IndexOf((byte)']') + 1;
        if (head == 0) return false;
        int i = SkipBlanks(text, head);
        if (i is < MinimumHead or > MaximumHead || i == head) return false;
        head = i;
        int point = i = ReadDigits(text, i, out long seconds);
        if (point - head is 0 or > 9 || point == text.Length || text[point] != '.') return false;
        i = ReadDigits(text, point + 1, out long fraction);
        int digits = i - point - 1;
        if (digits is not (6 or 9) || text.Length < i + 2 || text[i] != ':' || text[i + 1] != ' ') return false;
        parts.Colon = i;
        parts.Time = (seconds * 1_000_000_000) + (digits == 6 ? fraction * 1000 : fraction);
        int period = SkipBlanks(text, i + 1);
        parts.Tail = ReadDigits(text, period, out parts.Period);
        parts.HasPeriod = parts.Tail > period;
        if (parts.Tail - period > 18) return false;
        parts.Head = head;
        return true;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> text, int start)
    {
        while (start < text.Length && text[start] == ' ') start++;
        return start;
    }

    private static int ReadDigits(ReadOnlySpan<byte> text, int start, out long value)
    {
        value = 0;
        for (uint digit; start < text.Length && (digit = text[start] - (uint)'0') <= 9; start++) value = (value * 10) + digit;
        return start;
    }
}
