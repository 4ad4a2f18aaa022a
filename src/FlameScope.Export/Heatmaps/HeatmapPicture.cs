using System.Globalization;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Draws a heat map: title, axes, cells, legend. Positions are integers; row 0 is at the bottom.</summary>
internal sealed partial class HeatmapPicture
{
    private const int Left = 64;
    private const int Right = 24;
    private const int LeastWidth = 520;
    private const int ClockHeight = 14;
    private const int LegendHeight = 56;

    // Cells of at least this size have a gap of one pixel.
    private const int LeastGapped = 5;

    private const int SwatchWidth = 36;
    private const int Steps = 11;

    // Numbers up to this one fit below every swatch.
    private const long Labeled = 9_999;

    private readonly SubsecondHeatmap _map;
    private readonly HeatmapSvgOptions _options;
    private readonly Utf8Output _output;
    private readonly int _cellWidth;
    private readonly int _cellHeight;
    private readonly int _mapWidth;
    private readonly int _mapHeight;
    private readonly int _top;
    private readonly WallClock? _clock;
    private readonly int _axisHeight;

    public HeatmapPicture(SubsecondHeatmap map, HeatmapSvgOptions options, Utf8Output output)
    {
        _map = map;
        _options = options;
        _output = output;
        _cellWidth = options.CellWidth > 0 ? options.CellWidth : Math.Clamp(1100 / map.ColumnCount, 2, 22);
        _cellHeight = options.CellHeight > 0 ? options.CellHeight : Math.Clamp(450 / map.RowCount, 2, 20);
        _mapWidth = checked(_cellWidth * map.ColumnCount);
        _mapHeight = _cellHeight * map.RowCount;
        _clock = map.Selection.Profile.Header.Clock;
        _axisHeight = 44 + (_clock is null ? 0 : ClockHeight);
        _top = string.IsNullOrEmpty(options.Subtitle) ? 46 : 64;
    }

    private string Title => string.IsNullOrEmpty(_options.Title) ? "Subsecond heat map" : _options.Title;

    private int Bottom => _top + _mapHeight;

    public void Write()
    {
        int width = Math.Max(LeastWidth, Left + _mapWidth + Right);
        int height = Bottom + _axisHeight + LegendHeight;
        _output.Write("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\""u8);
        _output.Write(width);
        _output.Write("\" height=\""u8);
        _output.Write(height);
        _output.Write("\" viewBox=\"0 0 "u8);
        _output.Write(width);
        _output.WriteByte((byte)' ');
        _output.Write(height);
        _output.Write("\">\n<title>"u8);
        _output.WriteXml(Title);
        _output.Write("</title>\n<style>\n"u8);
        _output.WriteAsset("heatmap.css");
        _output.Write("</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n<text class=\"title\" x=\""u8);
        _output.Write(Left);
        _output.Write("\" y=\"28\">"u8);
        _output.WriteXml(Title);
        _output.Write("</text>\n"u8);
        if (!string.IsNullOrEmpty(_options.Subtitle))
        {
            WriteText("subtitle"u8, Left, 48);
            _output.WriteXml(_options.Subtitle);
            _output.Write("</text>\n"u8);
        }
        WriteBackground();
        WriteTimes();
        WriteTimesOfRows();
        WriteCells();
        WriteHighlight();
        WriteLegend();
        _output.Write("</svg>\n"u8);
    }

    // One rectangle draws all empty cells and the frame around the map.
    private void WriteBackground()
    {
        WriteRect(Left, _top, _mapWidth, _mapHeight);
        _output.Write(" fill=\""u8);
        _output.WriteColor(_options.ColorScale.ColorOf(0, _map.Maximum));
        _output.Write("\" class=\"frame\"/>\n"u8);
    }

    private void WriteTick(int x, int y, int dx, int dy)
    {
        _output.Write("<path class=\"tick\" d=\"M"u8);
        _output.Write(x);
        _output.WriteByte((byte)' ');
        _output.Write(y);
        _output.WriteByte((byte)'l');
        _output.Write(dx);
        _output.WriteByte((byte)' ');
        _output.Write(dy);
        _output.Write("\"/>"u8);
    }

    private void WriteText(ReadOnlySpan<byte> cssClass, int x, int y)
    {
        _output.Write("<text"u8);
        if (!cssClass.IsEmpty)
        {
            _output.Write(" class=\""u8);
            _output.Write(cssClass);
            _output.WriteByte((byte)'"');
        }
        _output.Write(" x=\""u8);
        _output.Write(x);
        _output.Write("\" y=\""u8);
        _output.Write(y);
        _output.Write("\">"u8);
    }

    // The element remains open for more attributes.
    private void WriteRect(int x, int y, int width, int height)
    {
        _output.Write("<rect x=\""u8);
        _output.Write(x);
        _output.Write("\" y=\""u8);
        _output.Write(y);
        _output.Write("\" width=\""u8);
        _output.Write(width);
        _output.Write("\" height=\""u8);
        _output.Write(height);
        _output.WriteByte((byte)'"');
    }

    private void WriteLegend()
    {
        long maximum = _map.Maximum;
        // Small maxima have one swatch per value, others one per tenth of the maximum.
        int count = (int)Math.Min(maximum + 1, Steps);
        int top = Bottom + _axisHeight + 12;
        string unit = HeatmapAxes.Unit(_map);
        bool isScaled = UnitText.IsScaled(unit);
        _output.Write("<g class=\"legend\">"u8);
        for (int i = 0; i < count; i++)
        {
            long value = count < Steps ? i : (long)((Int128)maximum * i / (Steps - 1));
            int x = Left + (i * SwatchWidth);
            WriteRect(x, top, SwatchWidth, 12);
            _output.Write(" fill=\""u8);
            _output.WriteColor(_options.ColorScale.ColorOf(value, maximum));
            _output.Write("\"/>"u8);
            if ((maximum > Labeled || isScaled) && i != 0 && i != (count - 1) / 2 && i != count - 1) continue;
            WriteText(default, x + (SwatchWidth / 2), top + 26);
            _output.WriteXml(UnitText.FormatNumber(value, unit));
            _output.Write("</text>"u8);
        }
        WriteText("unit"u8, Left + (count * SwatchWidth) + 10, top + 10);
        if (!isScaled) _output.WriteXml(unit + " ");
        _output.Write("per cell</text></g>\n"u8);
    }
}
