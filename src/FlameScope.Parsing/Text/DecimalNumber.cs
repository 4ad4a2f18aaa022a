namespace FlameScope.Parsing;

/// <summary>
/// Converts decimal text to an integer of a finer unit: <c>12.3456</c> microseconds are 12346 nanoseconds with a scale of 3. The digits are shifted, so
/// no rounding of binary fractions takes part; a half is rounded to the even neighbor.
/// </summary>
internal static class DecimalNumber
{
    // 10^18 is the last power of ten whose products with a digit stay in an unsigned long.
    private const int FastDigits = 18;
    private const int MaximumDigits = 38;
    private const int MaximumExponent = 1_000_000;

    private static readonly ulong[] Powers = MakePowers();

    /// <summary>Reads a number, multiplied by a power of ten.</summary>
    /// <param name="text">A number in the notation of JSON. Leading zeros are allowed.</param>
    /// <param name="scale">The power of ten, from 0 to 18.</param>
    /// <param name="value">The number times <c>10^scale</c>, rounded to an integer; a half goes to the even neighbor.</param>
    /// <returns><c>false</c> if the text is not a number, or the result does not fit. The minimum of <see cref="long"/> does not fit.</returns>
    public static bool TryScale(ReadOnlySpan<byte> text, int scale, out long value)
    {
        value = 0;
        int i = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative) i = 1;

        ulong mantissa = 0;
        int digits = 0;         // significant digits in the mantissa
        int first = i;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit > 9) break;
            if (digits == FastDigits) return TryScaleLong(text, scale, out value);
            mantissa = (mantissa * 10) + digit;
            if (mantissa != 0) digits++;
        }
        if (i == first) return false;

        int exponent = scale;
        if (i < text.Length && text[i] == '.')
        {
            first = ++i;
            for (; i < text.Length; i++)
            {
                uint digit = (uint)text[i] - '0';
                if (digit > 9) break;
                if (digits == FastDigits) return TryScaleLong(text, scale, out value);
                mantissa = (mantissa * 10) + digit;
                if (mantissa != 0) digits++;
            }
            if (i == first) return false;
            exponent -= i - first;
        }
        if (i < text.Length)
        {
            if (!TryReadExponent(text[i..], out int written)) return false;
            exponent += written;
        }

        if (!TryShift(mantissa, exponent, isSticky: false, out ulong magnitude)) return false;
        value = isNegative ? -(long)magnitude : (long)magnitude;
        return true;
    }

    // More than 18 significant digits. The first 38 decide, and one bit says whether a later one is not 0.
    private static bool TryScaleLong(ReadOnlySpan<byte> text, int scale, out long value)
    {
        value = 0;
        bool isNegative = text[0] == '-';
        UInt128 mantissa = 0;
        int digits = 0;
        int exponent = scale;
        bool isSticky = false;
        bool hasPoint = false;
        int run = 0;            // digits since the start or the point
        int i = isNegative ? 1 : 0;
        for (; i < text.Length; i++)
        {
            if (text[i] == '.' && !hasPoint && run > 0)
            {
                hasPoint = true;
                run = 0;
                continue;
            }
            uint digit = (uint)text[i] - '0';
            if (digit > 9) break;
            run++;
            if (digits < MaximumDigits)
            {
                mantissa = (mantissa * 10) + digit;
                if (mantissa != 0) digits++;
                if (hasPoint) exponent--;
            }
            else
            {
                isSticky |= digit != 0;
                if (!hasPoint) exponent++;
            }
        }
        if (run == 0) return false;
        if (i < text.Length)
        {
            if (!TryReadExponent(text[i..], out int written)) return false;
            exponent += written;
        }

        if (!TryShift(mantissa, exponent, isSticky, out ulong magnitude)) return false;
        value = isNegative ? -(long)magnitude : (long)magnitude;
        return true;
    }

    /// <summary>Reads the exponent of a number: <c>e</c>, a sign and digits.</summary>
    internal static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if ((text[0] | 0x20) != 'e') return false;
        int i = 1;
        bool isNegative = i < text.Length && text[i] == '-';
        if (i < text.Length && text[i] is (byte)'-' or (byte)'+') i++;
        if (i == text.Length) return false;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit > 9) return false;
            exponent = Math.Min((exponent * 10) + (int)digit, MaximumExponent);
        }
        if (isNegative) exponent = -exponent;
        return true;
    }

    /// <summary>Multiplies digits by a power of ten.</summary>
    internal static bool TryShift(ulong mantissa, int exponent, bool isSticky, out ulong magnitude)
    {
        magnitude = mantissa;
        if (mantissa == 0 || exponent == 0) return magnitude <= long.MaxValue;
        if (exponent > 0)
        {
            if (exponent > FastDigits) return false;
            ulong high = Math.BigMul(mantissa, Powers[exponent], out magnitude);
            return high == 0 && magnitude <= long.MaxValue;
        }
        if (exponent < -FastDigits - 1)
        {
            magnitude = 0;
            return true;
        }
        ulong power = Powers[-exponent];
        (magnitude, ulong rest) = Math.DivRem(mantissa, power);
        ulong half = power / 2;
        if (rest > half || (rest == half && (isSticky || (magnitude & 1) != 0))) magnitude++;
        return magnitude <= long.MaxValue;
    }

    private static bool TryShift(UInt128 mantissa, int exponent, bool isSticky, out ulong magnitude)
    {
        magnitude = 0;
        if (mantissa == 0) return true;
        if (exponent >= 0)
        {
            if (exponent > FastDigits || mantissa > long.MaxValue) return false;
            return TryShift((ulong)mantissa, exponent, isSticky, out magnitude);
        }
        // 38 digits are less than 10^38: shifted by 39 places they are less than a tenth.
        if (exponent < -MaximumDigits) return true;
        UInt128 power = 1;
        for (int i = 0; i < -exponent; i++) power *= 10;
        UInt128 quotient = mantissa / power;
        UInt128 rest = mantissa - (quotient * power);
        UInt128 half = power / 2;
        if (rest > half || (rest == half && (isSticky || !UInt128.IsEvenInteger(quotient)))) quotient++;
        if (quotient > long.MaxValue) return false;
        magnitude = (ulong)quotient;
        return true;
    }

    private static ulong[] MakePowers()
    {
        var powers = new ulong[FastDigits + 2];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
