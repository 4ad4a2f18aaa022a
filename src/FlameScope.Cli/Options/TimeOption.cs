using System.CommandLine;
using System.Globalization;

namespace FlameScope.Cli.Options;

/// <summary>Creates options that take a time of the wall clock, or a length of time.</summary>
internal static class TimeOption
{
    private const decimal NanosecondsPerSecond = 1_000_000_000;

    private static readonly (string Unit, decimal Nanoseconds)[] Units =
        [("ns", 1), ("us", 1000), ("ms", 1_000_000), ("s", NanosecondsPerSecond), ("m", 60 * NanosecondsPerSecond), ("h", 3600 * NanosecondsPerSecond)];

    /// <summary>Creates an option that takes a time in UTC, or in seconds since 1970, and gives nanoseconds since 1970.</summary>
    public static Option<long?> Utc(string name, string description) => new(name)
    {
        HelpName = "TIME",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (TryParseUtc(text, out long time)) return time;
            result.AddError($"{name} takes a time in UTC such as 2026-11-28T14:28:20Z, or seconds since 1970, not '{text}'");
            return null;
        },
    };

    /// <summary>Creates an option that takes a length of time in nanoseconds.</summary>
    public static Option<long?> Length(string name, string description) => new(name)
    {
        HelpName = "LENGTH",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (TryParseLength(text, out long length)) return length;
            result.AddError($"{name} takes a length of time such as 280ms, 1s, 10m or 1h, not '{text}'");
            return null;
        },
    };

    private static bool TryParseUtc(string text, out long time)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)) return TryConvert(seconds * NanosecondsPerSecond, out time);
        bool isDate = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date);
        return TryConvert(isDate ? (decimal)(date.UtcTicks - DateTime.UnixEpoch.Ticks) * 100 : -1, out time);
    }

    private static bool TryParseLength(string text, out long length)
    {
        int end = Array.FindIndex(text.ToCharArray(), c => !char.IsAsciiDigit(c) && c != '.');
        (_, decimal nanoseconds) = end < 0 ? ("s", NanosecondsPerSecond) : Array.Find(Units, unit => unit.Unit == text[end..]);
        bool isNumber = decimal.TryParse(end < 0 ? text : text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number);
        return TryConvert(isNumber && nanoseconds > 0 && number < 1_000_000_000 ? number * nanoseconds : -1, out length);
    }

    private static bool TryConvert(decimal nanoseconds, out long result)
    {
        bool fits = nanoseconds is >= 0 and < long.MaxValue;
        result = fits ? (long)nanoseconds : 0;
        return fits;
    }
}
