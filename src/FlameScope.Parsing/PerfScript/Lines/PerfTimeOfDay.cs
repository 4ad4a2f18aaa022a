using System.Buffers.Text;

namespace FlameScope.Parsing;

/// <summary>Parses the time of day that <c>-F +tod</c> prints: <c>2026-11-28 16:20:45.902079</c>, with six or nine digits after the point.</summary>
internal static class PerfTimeOfDay
{
    private const int DateLength = 10;
    private const int WholeLength = 20; // up to and including the point

    /// <summary>Finds the first time of day in a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">The position of the date.</param>
    /// <param name="end">The position after the time.</param>
    /// <param name="time">The nanoseconds between the start of 1970 and the printed time, without regard to time zones.</param>
    public static bool TryFind(ReadOnlySpan<byte> line, out int start, out int end, out long time)
    {
        end = 0;
        time = 0;
        for (start = -1; start < line.Length;)
        {
            int dash = line[(start + 1)..].IndexOf((byte)'-');
            if (dash < 0) return false;
            dash += start + 1;
            int first = dash - 4;
            if (first >= 0 && (first == 0 || PerfText.IsBlank(line[first - 1])) && TryParse(line[first..], out int length, out time))
            {
                start = first;
                end = first + length;
                return true;
            }
            start = dash;
        }
        return false;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out int length, out long time)
    {
        length = 0;
        time = 0;
        if (text.Length < WholeLength + 6 || text[4] != '-' || text[7] != '-' || text[DateLength] != ' ' || text[13] != ':' || text[16] != ':' || text[19] != '.')
        {
            return false;
        }
        ReadOnlySpan<byte> rest = text[WholeLength..];
        ReadOnlySpan<byte> fraction = rest[..PerfText.EndOfFirstToken(rest)];
        if (fraction.Length is not (6 or 9) || !TryRead(fraction, out int part)) return false;
        bool isNumeric = TryRead(text[..4], out int year) & TryRead(text[5..7], out int month) & TryRead(text[8..10], out int day)
            & TryRead(text[11..13], out int hour) & TryRead(text[14..16], out int minute) & TryRead(text[17..19], out int second);
        bool isDate = isNumeric && year is >= 1970 and <= 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        if (!isDate || hour > 23 || minute > 59 || second > 59) return false;
        long ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).Ticks - DateTime.UnixEpoch.Ticks;
        time = (ticks * 100) + (fraction.Length == 9 ? part : part * 1000L);
        length = WholeLength + fraction.Length;
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        return PerfText.IsAllDigits(digits) && Utf8Parser.TryParse(digits, out number, out _);
    }
}
