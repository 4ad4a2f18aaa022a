using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

// The cells and the outline of the highlighted range.
internal sealed partial class HeatmapPicture
{
    private void WriteCells()
    {
        int filled = 0;
        foreach (long value in _map.Values) filled += value > 0 ? 1 : 0;
        bool hasTitles = filled <= HeatmapSvg.MaximumTitledCells;
        var unit = new Unit(HeatmapAxes.Unit(_map));
        _output.Write("<g class=\"cells\">\n"u8);
        for (int column = 0; column < _map.ColumnCount; column++)
        {
            ReadOnlySpan<long> values = _map.Values.Slice(column * _map.RowCount, _map.RowCount);
            if (values.IndexOfAnyExcept(0) < 0) continue;
            _output.Write("<g transform=\"translate("u8);
            _output.Write(Left + (column * _cellWidth));
            _output.Write(" 0)\">"u8);
            if (hasTitles) WriteTitledCells(column, values, unit);
            else WriteColumn(column, values, unit);
            _output.Write("</g>\n"u8);
        }
        _output.Write("</g>\n"u8);
    }

    private int Gapped(int size) => _cellWidth >= LeastGapped && _cellHeight >= LeastGapped ? size - 1 : size;

    private int TopOf(int row) => Bottom - ((row + 1) * _cellHeight);

    private void WriteTitledCells(int column, ReadOnlySpan<long> values, Unit unit)
    {
        long start = _map.RangeOfColumn(column).Start;
        for (int row = 0; row < values.Length; row++)
        {
            if (values[row] == 0) continue;
            _output.Write("<rect y=\""u8);
            _output.Write(TopOf(row));
            _output.Write("\" width=\""u8);
            _output.Write(Gapped(_cellWidth));
            _output.Write("\" height=\""u8);
            _output.Write(Gapped(_cellHeight));
            _output.Write("\" fill=\""u8);
            _output.WriteColor(_options.ColorScale.ColorOf(values[row], _map.Maximum));
            _output.Write("\"><title>"u8);
            WriteColumnName(column);
            _output.Write(", "u8);
            WriteMillisecondsOf(_map.RangeOf(new HeatmapCell(column, row)), start);
            _output.Write(": "u8);
            unit.Write(_output, values[row]);
            _output.Write("</title></rect>"u8);
        }
    }

    // Writes one path per run of adjacent cells with the same value.
    private void WriteColumn(int column, ReadOnlySpan<long> values, Unit unit)
    {
        long total = 0, most = 0;
        foreach (long value in values)
        {
            total += value;
            most = Math.Max(most, value);
        }
        _output.Write("<title>"u8);
        WriteColumnName(column);
        _output.Write(": "u8);
        unit.Write(_output, total);
        _output.Write(", at most "u8);
        _output.WriteGrouped(most);
        _output.Write(" per cell</title>"u8);
        for (int row = 0; row < values.Length;)
        {
            int first = row;
            while (row < values.Length && values[row] == values[first]) row++;
            if (values[first] == 0) continue;
            _output.Write("<path fill=\""u8);
            _output.WriteColor(_options.ColorScale.ColorOf(values[first], _map.Maximum));
            _output.Write("\" d=\"M0 "u8);
            _output.Write(TopOf(row - 1));
            _output.WriteByte((byte)'h');
            _output.Write(Gapped(_cellWidth));
            _output.WriteByte((byte)'v');
            _output.Write(Gapped((row - first) * _cellHeight));
            _output.Write("H0z\"/>"u8);
        }
    }

    private void WriteColumnName(int column)
    {
        _output.WriteDecimal(HeatmapAxes.ColumnStart(_map, column), 9);
        _output.Write(" s"u8);
    }

    // Rounded to microseconds, since the boundaries of 49 rows have infinitely many digits.
    private void WriteMillisecondsOf(TimeRange range, long start)
    {
        _output.WriteDecimal((range.Start - start + 500) / 1000, 3);
        _output.Write("–"u8);
        _output.WriteDecimal((range.End - start + 500) / 1000, 3);
        _output.Write(" ms"u8);
    }

    private void WriteHighlight()
    {
        if (_options.Highlight is not { } highlight) return;
        TimeRange range = highlight.Intersect(_map.Range);
        if (range.IsEmpty) return;
        HeatmapCell first = _map.CellAt(range.Start), last = _map.CellAt(range.End - 1);
        // A light line below a dark one is visible on every color.
        foreach (bool light in (ReadOnlySpan<bool>)[true, false])
        {
            _output.Write(light ? "<path class=\"halo\" d=\""u8 : "<path class=\"outline\" d=\""u8);
            WriteOutline(first, last);
            _output.Write("\"/>\n"u8);
        }
    }

    private void WriteOutline(HeatmapCell first, HeatmapCell last)
    {
        int left = Left + (first.Column * _cellWidth), right = Left + ((last.Column + 1) * _cellWidth);
        int from = Bottom - (first.Row * _cellHeight), to = TopOf(last.Row);
        int afterFirst = left + _cellWidth, beforeLast = right - _cellWidth;
        if (first.Column == last.Column)
        {
            WriteLoop([left, from, left, to, right, to, right, from]);
        }
        else if (last.Column == first.Column + 1 && to >= from)
        {
            // The columns are adjacent but their parts do not touch.
            WriteLoop([left, from, left, _top, afterFirst, _top, afterFirst, from]);
            WriteLoop([beforeLast, Bottom, beforeLast, to, right, to, right, Bottom]);
        }
        else
        {
            WriteLoop([left, from, left, _top, beforeLast, _top, beforeLast, to, right, to, right, Bottom, afterFirst, Bottom, afterFirst, from]);
        }
    }

    private void WriteLoop(ReadOnlySpan<int> points)
    {
        for (int i = 0; i < points.Length; i += 2)
        {
            _output.WriteByte(i == 0 ? (byte)'M' : (byte)'L');
            _output.Write(points[i]);
            _output.WriteByte((byte)' ');
            _output.Write(points[i + 1]);
        }
        _output.WriteByte((byte)'Z');
    }
}
