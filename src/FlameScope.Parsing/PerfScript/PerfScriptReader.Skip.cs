namespace FlameScope.Parsing;

public ref partial struct PerfScriptReader
{
    /// <summary>Whether a line has been read that has an end; the last of a text may have none.</summary>
    internal readonly bool HasLineEnd => _next > _start && _block[_next - 1] == '\n';

    /// <summary>The line that was read last, with its end.</summary>
    internal readonly ReadOnlySpan<byte> LineWithEnd => _block[_start.._next];

    /// <summary>Goes on behind a blank line, for callers that know samples by their text.</summary>
    /// <param name="length">The number of bytes up to there.</param>
    /// <param name="lineCount">The number of lines, the blank one included.</param>
    internal void SkipSample(int length, int lineCount)
    {
        _next += length;
        _start = _next - 1;
        _linesRead += lineCount;
        Line = default;
        Kind = PerfLineKind.Blank;
        _isInEvent = false;
    }
}
