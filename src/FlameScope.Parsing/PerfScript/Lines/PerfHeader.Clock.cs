using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

internal sealed partial class PerfHeader
{
    // Both clocks, read at one moment: perf record -k. By hand, as a regular expression takes 6 ms to start.
    // reference time: 2026-11-22 06:36:48.123456 = 1795329408.123456 (TOD) = 12345.678901234 (monotonic)
    private WallClock? FindReferenceClock()
    {
        const string Before = "= ", Between = " (TOD) = ", After = " (";
        if (Find("reference time") is not { } text) return null;
        int between = text.IndexOf(Between, StringComparison.Ordinal);
        int start = between < 0 ? -1 : text[..between].LastIndexOf(Before, StringComparison.Ordinal);
        int end = between < 0 ? -1 : text.IndexOf(After, between + Between.Length, StringComparison.Ordinal);
        if (start < 0 || end < 0) return null;
        if (!TryReadTime(text[(start + Before.Length)..between], 11, 6, out long wall, out long micros)) return null;
        if (!TryReadTime(text[(between + Between.Length)..end], 9, 9, out long seconds, out long nanos)) return null;
        long time = (seconds * TimeRange.NanosecondsPerSecond) + nanos;
        long ticks = (wall * TimeSpan.TicksPerSecond) + (micros * TimeSpan.TicksPerMicrosecond);
        return ticks <= (DateTime.MaxValue - DateTime.UnixEpoch).Ticks ? new WallClock(time, DateTime.UnixEpoch.AddTicks(ticks), IsExact: true) : null;
    }

    // "captured on" is when the recording's file was last changed: when its last sample had been written.
    private WallClock? FindCaptureClock(long? lastTime)
    {
        string[] formats = ["ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];
        bool isDate = DateTime.TryParseExact(
            Find("captured on"), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime captured);
        return isDate && lastTime is { } time ? new WallClock(time, captured, IsExact: false) : null;
    }

    private static bool TryReadTime(string text, int mostDigits, int fractionDigits, out long seconds, out long fraction)
    {
        fraction = 0;
        int point = text.IndexOf('.');
        return TryReadDigits(point < 0 || point > mostDigits ? "" : text[..point], out seconds)
            && text.Length - point - 1 == fractionDigits
            && TryReadDigits(text[(point + 1)..], out fraction);
    }

    private static bool TryReadDigits(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
