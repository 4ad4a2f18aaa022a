using System.Buffers.Text;

namespace FlameScope.Parsing;

/// <summary>
/// A time or duration of a trace event: decimal microseconds, kept exactly until it is rounded to nanoseconds. The end of a span is the exact sum of
/// its start and its duration, rounded once: spans that are nested in the file stay nested.
/// </summary>
internal readonly struct TraceTime
{
    private const int FractionDigits = 3;
    private const int MaximumDigits = 18; // fits in a long
    private const decimal Largest = 9_000_000_000_000_000_000m;

    private readonly decimal _exact; // nanoseconds; used only if _isFractional
    private readonly long _nanoseconds;
    private readonly bool _isFractional;

    private TraceTime(long nanoseconds) => _nanoseconds = nanoseconds;

    private TraceTime(decimal exact)
    {
        _exact = exact;
        _nanoseconds = (long)decimal.Round(exact, MidpointRounding.ToEven);
        _isFractional = true;
    }

    /// <summary>The time in nanoseconds, rounded half to even.</summary>
    public long Nanoseconds => _nanoseconds;

    public static TraceTime FromNanoseconds(long nanoseconds) => new(nanoseconds);

    /// <summary>Reads a decimal number of microseconds. Numbers without digits below a nanosecond, nearly all, need integers only.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TraceTime time)
    {
        time = default;
        if (TryParseWhole(text, out long nanoseconds))
        {
            time = new TraceTime(nanoseconds);
            return true;
        }
        bool hasExponent = text.IndexOfAny((byte)'e', (byte)'E') >= 0;
        if (!Utf8Parser.TryParse(text, out decimal microseconds, out int used, hasExponent ? 'E' : 'G') || used != text.Length) return false;
        if (Math.Abs(microseconds) > Largest / 1000) return false;
        time = new TraceTime(microseconds * 1000);
        return true;
    }

    /// <summary>Adds a duration. Fails if the sum does not fit.</summary>
    public bool TryAdd(TraceTime duration, out long nanoseconds)
    {
        if (_isFractional || duration._isFractional)
        {
            decimal sum = Exact + duration.Exact;
            nanoseconds = 0;
            if (Math.Abs(sum) > Largest) return false;
            nanoseconds = (long)decimal.Round(sum, MidpointRounding.ToEven);
            return true;
        }
        // Both are within ±9e18, so that the sum of two longs shows its overflow by its sign.
        long total = unchecked(_nanoseconds + duration._nanoseconds);
        nanoseconds = total;
        bool isOverflow = ((_nanoseconds ^ total) & (duration._nanoseconds ^ total)) < 0;
        return !isOverflow && total is >= -(long)Largest and <= (long)Largest;
    }

    private decimal Exact => _isFractional ? _exact : _nanoseconds;

    private static bool TryParseWhole(ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        bool isNegative = !text.IsEmpty && text[0] == '-';
        if (isNegative) text = text[1..];
        if (text.IsEmpty || text.Length > MaximumDigits) return false;
        long value = 0;
        int fraction = -1; // the digits after the point so far
        foreach (byte b in text)
        {
            if (b == '.' && fraction < 0)
            {
                fraction = 0;
                continue;
            }
            uint digit = (uint)b - '0';
            if (digit > 9 || fraction == FractionDigits) return false;
            value = (value * 10) + digit;
            if (fraction >= 0) fraction++;
        }
        if (fraction == 0) return false;
        for (int i = Math.Max(fraction, 0); i < FractionDigits; i++)
        {
            if (value > long.MaxValue / 20) return false;
            value *= 10;
        }
        nanoseconds = isNegative ? -value : value;
        return value <= (long)Largest;
    }
}
