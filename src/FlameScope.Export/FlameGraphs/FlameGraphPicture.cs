using FlameScope.Heatmap;

namespace FlameScope.Export;

/// <summary>
/// Draws a layout: a bar with the title, the frames, and a bar with the details of the hovered frame. The bars are last in the markup, so that
/// they cover the frames when the script keeps them in place.
/// </summary>
internal sealed class FlameGraphPicture
{
    private const int Padding = 10;
    private const int DetailsHeight = 46;
    private const int AxisHeight = 24;

    // Labels have 12 px of a monospaced font, whose cells are 0.602 em wide in the requested fonts. The script measures the actual font.
    private const double CellWidth = 12 * 0.602;
    private const int LabelPadding = 3;
    private const int LeastCells = 3;

    // Adjacent frames have a gap of one pixel. Frames below this width, in hundredths of a pixel, have none.
    private const int LeastGapped = 400;

    private readonly FlameGraphSource _content;
    private readonly FlameGraphLayout _frames;
    private readonly FlameGraphSvgOptions _options;
    private readonly Utf8Output _output;
    private readonly long _total;
    private readonly int _topHeight;
    private readonly int _framesHeight;
    private readonly int _bottomHeight;
    private readonly int _height;

    public FlameGraphPicture(FlameGraphSource content, FlameGraphSvgOptions options, Utf8Output output)
    {
        _content = content;
        _frames = content.Frames;
        _options = options;
        _output = output;
        _total = content.Widths[0];
        _topHeight = string.IsNullOrEmpty(options.Subtitle) ? 42 : 60;
        _framesHeight = (_frames.MaximumDepth + 1) * options.FrameHeight;
        _bottomHeight = DetailsHeight + (content.AxisStart is null ? 0 : AxisHeight);
        _height = _topHeight + _framesHeight + 4 + _bottomHeight;
    }

    public static int InnerWidth(FlameGraphSvgOptions options) => options.Width - (2 * Padding);

    public void Write()
    {
        WriteStart();
        WriteFrames();
        WriteTop();
        WriteBottom();
        _output.Write("<script><![CDATA[\n"u8);
        _output.WriteAsset("flamegraph.js");
        _output.Write("]]></script>\n</svg>\n"u8);
    }

    private void WriteStart()
    {
        _output.Write("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"flamegraph\" width=\""u8);
        _output.Write(_options.Width);
        _output.Write("\" height=\""u8);
        _output.Write(_height);
        _output.Write("\" viewBox=\"0 0 "u8);
        _output.Write(_options.Width);
        _output.WriteByte((byte)' ');
        _output.Write(_height);
        _output.Write("\" data-padding=\""u8);
        _output.Write(Padding);
        _output.Write("\" data-icicle=\""u8);
        _output.Write(_options.Icicle ? 1 : 0);
        _output.Write("\" data-total=\""u8);
        _output.Write(_total);
        if (_content.AxisStart is { } axisStart)
        {
            _output.Write("\" data-axis=\""u8);
            _output.Write(axisStart);
        }
        _output.Write("\">\n<title>"u8);
        _output.WriteXml(Title);
        _output.Write("</title>\n<style>\n"u8);
        _output.WriteAsset("flamegraph.css");
        _output.Write("</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n"u8);
    }

    private string Title => string.IsNullOrEmpty(_options.Title) ? _content.DefaultTitle : _options.Title;

    private void WriteFrames()
    {
        _output.Write("<g class=\"frames\" role=\"group\" tabindex=\"0\" aria-label=\"Frames. Arrow keys move between frames, Enter zooms.\">\n"u8);
        ReadOnlySpan<int> nodes = _frames.Nodes;
        ReadOnlySpan<long> starts = _frames.Starts;
        ReadOnlySpan<int> depths = _content.Depths;
        ReadOnlySpan<long> totals = _content.Widths;
        // Hundredths of a pixel. Both edges are rounded in the same way, so adjacent frames touch.
        double scale = _total == 0 ? 0 : InnerWidth(_options) * 100.0 / _total;
        for (int i = 0; i < nodes.Length; i++)
        {
            int node = nodes[i];
            long left = (long)Math.Round(starts[i] * scale);
            long right = _total == 0 ? InnerWidth(_options) * 100 : (long)Math.Round((starts[i] + totals[node]) * scale);
            WriteFrame(node, depths[node], starts[i], totals[node], left, right - left);
        }
        _output.Write("</g>\n"u8);
    }

    private void WriteFrame(int node, int depth, long start, long total, long left, long width)
    {
        Utf8Output output = _output;
        ReadOnlySpan<byte> name = _content.NameOf(node);
        Rgb color = _content.ColorOf(node);
        bool white = Contrast.NeedsWhite(color);
        int top = _topHeight + ((_options.Icicle ? depth : _frames.MaximumDepth - depth) * _options.FrameHeight);

        output.Write(white ? "<g class=\"w\" data-f=\""u8 : "<g data-f=\""u8);
        output.Write(start);
        output.WriteByte((byte)' ');
        output.Write(total);
        output.WriteByte((byte)' ');
        output.Write(depth);
        output.Write("\"><title>"u8);
        XmlText.Write(output, name, _options.NameLimit);
        output.WriteByte((byte)'\n');
        _content.WriteValue(output, node);
        output.Write("</title><rect x=\""u8);
        output.WriteHundredths(left + (Padding * 100));
        output.Write("\" y=\""u8);
        output.Write(top);
        output.Write("\" width=\""u8);
        output.WriteHundredths(width >= LeastGapped ? width - 100 : width);
        output.Write("\" height=\""u8);
        output.Write(_options.FrameHeight - 1);
        output.Write("\" fill=\""u8);
        output.WriteColor(color);
        output.Write("\"/>"u8);
        int cells = (int)(((width / 100.0) - (2 * LabelPadding)) / CellWidth);
        if (cells >= LeastCells)
        {
            output.Write("<text x=\""u8);
            output.WriteHundredths(left + ((Padding + LabelPadding) * 100));
            output.Write("\" y=\""u8);
            output.Write(top + (_options.FrameHeight / 2) + 4);
            output.Write("\">"u8);
            XmlText.WriteFitting(output, name, Math.Min(cells, _options.NameLimit));
            output.Write("</text>"u8);
        }
        output.Write("</g>\n"u8);
    }

    private void WriteTop()
    {
        _output.Write("<g class=\"top\"><rect class=\"bar\" width=\"100%\" height=\""u8);
        _output.Write(_topHeight - 4);
        _output.Write("\"/><text class=\"title\" x=\"50%\" y=\"26\">"u8);
        _output.WriteXml(Title);
        _output.Write("</text>"u8);
        if (!string.IsNullOrEmpty(_options.Subtitle))
        {
            _output.Write("<text class=\"subtitle\" x=\"50%\" y=\"46\">"u8);
            _output.WriteXml(_options.Subtitle);
            _output.Write("</text>"u8);
        }
        _output.Write("</g>\n"u8);
    }

    private void WriteBottom()
    {
        _output.Write("<g class=\"bottom\" transform=\"translate(0 "u8);
        _output.Write(_height - _bottomHeight);
        _output.Write(")\"><rect class=\"bar\" width=\"100%\" height=\""u8);
        _output.Write(_bottomHeight);
        _output.Write("\"/>"u8);
        if (_content.AxisStart is { } axisStart) TimeAxis.Write(_output, axisStart, _total, Padding, InnerWidth(_options));
        int top = _bottomHeight - DetailsHeight;
        _output.Write("<text class=\"details\" x=\"10\" y=\""u8);
        _output.Write(top + 17);
        _output.Write("\" aria-live=\"polite\"></text><text class=\"note\" x=\"10\" y=\""u8);
        _output.Write(top + 36);
        _output.Write("\">"u8);
        WriteNote();
        _output.Write("</text>"u8);
        WriteLegend();
        _output.Write("</g>\n"u8);
    }

    private void WriteNote()
    {
        _content.WriteNote(_output);
        if (_content.OmittedCount == 0) return;
        _output.Write(". Omitted because too narrow: "u8);
        _output.WriteGrouped(_content.OmittedCount);
        _output.Write(_content.OmittedCount == 1 ? " frame with "u8 : " frames with "u8);
        _output.WritePercent(_frames.OmittedWeight, _total);
        _output.Write("%"u8);
    }

    // The legend is aligned with the right edge and moves with it when the script resizes the picture.
    private void WriteLegend()
    {
        IReadOnlyList<PaletteEntry> entries = _content.Legend;
        if (entries.Count == 0) return;
        _output.Write("<g class=\"legend\" transform=\"translate("u8);
        _output.Write(_options.Width - Padding);
        _output.WriteByte((byte)' ');
        _output.Write(_bottomHeight - DetailsHeight + 36);
        _output.Write(")\">"u8);
        double x = 0;
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            x -= (entries[i].Label.Length * 6.7) + 6;
            _output.Write("<text x=\""u8);
            _output.WriteHundredths((long)(x * 100));
            _output.Write("\">"u8);
            _output.WriteXml(entries[i].Label);
            _output.Write("</text><rect x=\""u8);
            x -= 15;
            _output.WriteHundredths((long)(x * 100));
            _output.Write("\" y=\"-10\" width=\"11\" height=\"11\" fill=\""u8);
            _output.WriteColor(entries[i].Color);
            _output.Write("\"/>"u8);
            x -= 8;
        }
        _output.Write("</g>"u8);
    }
}
