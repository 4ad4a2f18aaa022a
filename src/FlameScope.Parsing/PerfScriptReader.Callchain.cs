namespace FlameScope.Parsing;

public ref partial struct PerfScriptReader
{
    /// <summary>
    /// Looks ahead at the lines between the sample just read and the next blank line, for callers that know stacks by their text.
    /// </summary>
    /// <param name="lines">The lines, each with its line end. They start with a tab; that all of them are frames is for the caller to find out.</param>
    /// <returns>
    /// Whether there are such lines and the block holds the blank line behind them. Of several samples before one blank line only the first is
    /// given them: its lines hold the others and are not all frames.
    /// </returns>
    /// <remarks>Nothing has been read by it: go on with <see cref="SkipCallchain"/> or <see cref="Read"/>.</remarks>
    public bool TryPeekCallchain(out ReadOnlySpan<byte> lines)
    {
        lines = default;
        if (Kind != PerfLineKind.Event || _next == _block.Length || _block[_next] != '\t') return false;
        if (_blankLine < _next)
        {
            // Searched for once, however many samples have to look: a text without blank lines must not be searched again and again.
            int found = _block[_next..].IndexOf("\n\n"u8);
            _blankLine = found < 0 ? int.MaxValue : _next + found + 1;
            _callchain = _next;
        }
        // A caller walks the lines: to be walked for each of the samples among them would cost the square of their number.
        if (_blankLine == int.MaxValue || _callchain != _next) return false;
        lines = _block[_next.._blankLine];
        return true;
    }

    /// <summary>Goes on behind the lines that <see cref="TryPeekCallchain"/> gave and the blank line that ends them.</summary>
    /// <param name="lineCount">The number of the lines, the blank one not included.</param>
    public void SkipCallchain(int lineCount)
    {
        _start = _blankLine;
        _next = _blankLine + 1;
        _linesRead += lineCount + 1;
        Line = default;
        Kind = PerfLineKind.Blank;
        _isInEvent = false;
    }
}
