namespace FlameScope.Export;

// What stands above and below the frames.
internal sealed partial class FlameGraphPicture
{
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
        _output.Write(_height - BottomHeight);
        _output.Write(")\"><rect class=\"bar\" width=\"100%\" height=\""u8);
        _output.Write(BottomHeight);
        _output.Write("\"/><text class=\"details\" x=\"10\" y=\"17\" aria-live=\"polite\"></text><text class=\"note\" x=\"10\" y=\"36\">"u8);
        WriteNote();
        _output.Write("</text>"u8);
        WriteLegend();
        _output.Write("</g>\n"u8);
    }

    private void WriteNote()
    {
        _content.WriteNote(_output);
        if (_content.OmittedCount == 0) return;
        _output.Write(". Left out as too narrow: "u8);
        _output.WriteGrouped(_content.OmittedCount);
        _output.Write(_content.OmittedCount == 1 ? " frame with "u8 : " frames with "u8);
        _output.WritePercent(_frames.OmittedWeight, _total);
        _output.Write("%"u8);
    }

    // Against the right edge: the group moves with it when the script fits the picture to a window.
    private void WriteLegend()
    {
        IReadOnlyList<PaletteEntry> entries = _content.Legend;
        if (entries.Count == 0) return;
        _output.Write("<g class=\"legend\" transform=\"translate("u8);
        _output.Write(_options.Width - Padding);
        _output.Write(" 36)\">"u8);
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
