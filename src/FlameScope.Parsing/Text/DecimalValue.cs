namespace FlameScope.Parsing;

/// <summary>
/// A number as digits and a power of ten, for a number whose unit comes later in the input. Digits after the 18th significant one may be dropped.
/// </summary>
internal readonly record struct DecimalValue(long Digits, int Exponent)
{
    private const long Limit = (long.MaxValue - 9) / 10;
    private const int MaximumExponent = 1_000_000;

    /// <summary>Reads a number in the notation of JSON. Leading zeros are allowed.</summary>
    /// <returns><c>false</c> if the text is not a number.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DecimalValue value)
    {
        value = default;
        int i = text.Length > 0 && text[0] == '-' ? 1 : 0;
        long digits = 0;
        int exponent = 0;
        int run = 0;            // digits since the start or the point
        bool hasPoint = false;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit <= 9)
            {
                run++;
                bool isKept = digits <= Limit;
                if (isKept) digits = (digits * 10) + digit;
                if (isKept == hasPoint) exponent += hasPoint ? -1 : 1;
            }
            else if (text[i] == '.' && !hasPoint && run > 0)
            {
                hasPoint = true;
                run = 0;
            }
            else
            {
                break;
            }
        }
        if (run == 0) return false;
        if (i < text.Length)
        {
            if (!DecimalNumber.TryReadExponent(text[i..], out int written)) return false;
            exponent += written;
        }
        value = new DecimalValue(text[0] == '-' ? -digits : digits, Math.Clamp(exponent, -MaximumExponent, MaximumExponent));
        return true;
    }

    /// <summary>Returns the number times a power of ten, rounded to an integer; a half goes to the even neighbor.</summary>
    /// <returns><c>false</c> if the result does not fit.</returns>
    public bool TryScale(int scale, out long value)
    {
        bool fits = DecimalNumber.TryShift((ulong)Math.Abs(Digits), Exponent + scale, isSticky: false, out ulong magnitude);
        value = fits ? Digits < 0 ? -(long)magnitude : (long)magnitude : 0;
        return fits;
    }
}
