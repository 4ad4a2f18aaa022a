using System.Globalization;
using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.Parsing;

internal sealed partial class PerfHeader
{
    // reference time: 2026-11-22 06:36:48.123456 = 1795329408.123456 (TOD) = 12345.678901234 (monotonic)
    [GeneratedRegex(@"= (?<wall>[0-9]{1,11})\.(?<micros>[0-9]{6}) \(TOD\) = (?<seconds>[0-9]{1,9})\.(?<nanos>[0-9]{9}) \(", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceTime();

    // Both clocks, read at one moment: perf record -k.
    private WallClock? FindReferenceClock()
    {
        if (Find("reference time") is not { } text || ReferenceTime().Match(text) is not { Success: true } match) return null;
        long time = (Number(match, "seconds") * TimeRange.Second) + Number(match, "nanos");
        long ticks = (Number(match, "wall") * TimeSpan.TicksPerSecond) + (Number(match, "micros") * TimeSpan.TicksPerMicrosecond);
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

    private static long Number(Match match, string group) => long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
}
