namespace FlameScope.Export;

// The legend: what the colours stand for.
internal sealed partial class HeatmapPicture
{
    private const int SwatchWidth = 36;
    private const int Steps = 11;

    // Numbers up to this fit under every swatch.
    private const long Labelled = 9_999;

    private void WriteLegend()
    {
        long maximum = _map.Maximum;
        // Small maxima have a swatch for every value, others one for every tenth of the maximum.
        int count = (int)Math.Min(maximum + 1, Steps);
        int top = Bottom + AxisHeight + 12;
        _output.Write("<g class=\"legend\">"u8);
        for (int i = 0; i < count; i++)
        {
            long value = count < Steps ? i : (long)((Int128)maximum * i / (Steps - 1));
            int x = Left + (i * SwatchWidth);
            WriteRect(x, top, SwatchWidth, 12);
            _output.Write(" fill=\""u8);
            _output.WriteColor(_options.Colors.ColorOf(value, maximum));
            _output.Write("\"/>"u8);
            if (maximum > Labelled && i != 0 && i != (count - 1) / 2 && i != count - 1) continue;
            WriteText(default, x + (SwatchWidth / 2), top + 26);
            _output.WriteGrouped(value);
            _output.Write("</text>"u8);
        }
        WriteText("unit"u8, Left + (count * SwatchWidth) + 10, top + 10);
        _output.WriteXml(HeatmapAxes.Unit(_map));
        _output.Write(" a cell</text></g>\n"u8);
    }
}
