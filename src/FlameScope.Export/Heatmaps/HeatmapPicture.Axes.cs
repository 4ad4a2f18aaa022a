using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>The axes: the start of columns in seconds or in hours and minutes, the wall clock below it, and the time within a column.</summary>
internal sealed partial class HeatmapPicture
{
    // The width of a time of day with tenths of a second, and a gap.
    private const double ClockWidth = 70;

    private const long NanosecondsPerMinute = 60 * TimeRange.NanosecondsPerSecond;

    private bool HasWholeMinutes => _map.ColumnNanoseconds % NanosecondsPerMinute == 0;

    private void WriteTimes()
    {
        long first = HeatmapAxes.FirstColumn(_map);
        int digits = (first + _map.ColumnCount - 1).ToString(CultureInfo.InvariantCulture).Length + (HasWholeMinutes ? 2 : 0);
        long step = HeatmapAxes.NiceStep((14.0 + (8 * digits)) / _cellWidth);
        // A time of day is wider than a number of seconds, so that not all ticks have one.
        long clockStep = step;
        while (clockStep * _cellWidth < ClockWidth) clockStep += step;
        int column = (int)((step - (first % step)) % step);
        _output.Write("<g class=\"seconds\">"u8);
        for (; column < _map.ColumnCount; column += (int)Math.Min(step, int.MaxValue / 2))
        {
            int x = Left + (column * _cellWidth);
            WriteTick(x, Bottom, 0, 5);
            WriteText(default, x, Bottom + 18);
            WriteStart(HeatmapAxes.ColumnStart(_map, column));
            _output.Write("</text>"u8);
            if (_clock is not null && (first + column) % clockStep == 0) WriteClock(_clock, x, column);
        }
        WriteText("axis"u8, Left + (Math.Max(_mapWidth, 120) / 2), Bottom + _axisHeight - 8);
        _output.WriteXml((HasWholeMinutes ? "hours:minutes" : "seconds") + ZoneText());
        _output.Write("</text></g>\n"u8);
    }

    private void WriteStart(long nanoseconds)
    {
        long minutes = nanoseconds / NanosecondsPerMinute;
        if (HasWholeMinutes) _output.WriteXml(string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}"));
        else _output.WriteDecimal(nanoseconds, 9);
    }

    private void WriteClock(WallClock clock, int x, int column)
    {
        if (clock.At(_map.Origin + (column * _map.ColumnNanoseconds)) is not { } time) return;
        WriteText("clock"u8, x, Bottom + 18 + ClockHeight);
        if (!clock.IsExact) time = time.AddSeconds(0.5);
        _output.WriteXml(time.ToString(clock.IsExact && time.Millisecond >= 100 ? "HH:mm:ss.f" : "HH:mm:ss", CultureInfo.InvariantCulture));
        _output.Write("</text>"u8);
    }

    private string ZoneText()
    {
        if (_clock?.At(_map.Origin) is not { } start) return "";
        string zone = _clock.Wall.Kind == DateTimeKind.Utc ? "UTC" : "local time of the recording";
        return string.Create(CultureInfo.InvariantCulture, $"; time of day on {start:yyyy-MM-dd}, {zone}{(_clock.IsExact ? "" : ", to about one second")}");
    }

    private void WriteTimesOfRows()
    {
        (string unit, double length) = (_map.ColumnNanoseconds / 1e6) switch
        {
            var milliseconds and < 10_000 => ("milliseconds", milliseconds),
            var milliseconds and < 600_000 => ("seconds", milliseconds / 1000),
            var milliseconds => ("minutes", milliseconds / 60_000),
        };
        // At least 22 pixels per label, and at most 10 labels.
        double minimum = Math.Max(length / 10, length * 22 / _mapHeight);
        // An hour and a minute have sixty parts.
        long step = length is 60 && minimum is > 2 and <= 15 ? (minimum <= 5 ? 5 : minimum <= 10 ? 10 : 15) : HeatmapAxes.NiceStep(minimum);
        _output.Write("<g class=\"milliseconds\">"u8);
        for (long at = 0; at <= length; at += step)
        {
            int y = Bottom - (int)Math.Round(at / length * _mapHeight);
            WriteTick(Left, y, -5, 0);
            WriteText(default, Left - 8, y + 4);
            _output.Write(at);
            _output.Write("</text>"u8);
        }
        _output.Write("<text class=\"axis\" transform=\"translate(16 "u8);
        _output.Write(_top + (_mapHeight / 2));
        _output.Write(") rotate(-90)\">"u8);
        _output.WriteXml(unit);
        _output.Write("</text></g>\n"u8);
    }
}
