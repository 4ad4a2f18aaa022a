namespace FlameScope.Parsing;

public ref partial struct PerfScriptReader
{
    // What a line is. False when the next line decides and is not there yet.
    private bool TryClassify(ReadOnlySpan<byte> line, int next, out PerfLineKind kind)
    {
        kind = PerfLineKind.Blank;
        if (line.IsEmpty) return true;
        bool isIndented = PerfText.IsBlank(line[0]);
        if (line[0] == '\t' && TryFrame(line, out kind)) return true;
        if (IsHeader(line) && !PerfEventParser.IsSampleOfHash(line))
        {
            kind = PerfLineKind.Header;
            return true;
        }
        if (TryEvent(PerfEventParser.TryParseTimed(line, out PerfEventLine result), result, out kind)) return true;
        // Where there are no call chains a comm is aligned to the right, and a line that starts with blanks may be a sample.
        if (TryEvent(PerfEventParser.TryParseTimedWithoutIds(line, out result), result, out kind)) return true;
        bool mayBeUntimed = !_hasTimes && !PerfMessages.IsMessage(line);
        if (mayBeUntimed && TryEvent(PerfEventParser.TryParseUntimed(line, out result), result, out kind)) return true;
        if (isIndented && _isInEvent && (TryFrame(line, out kind) || TryBelonging(line, out kind))) return true;
        if (mayBeUntimed && PerfEventParser.TryParseBare(line, out result))
        {
            if (!TryFindLine(next, out int end, out _) && !_isFinalBlock) return false;
            if (TryEvent(StartsLikeFrame(_block[next..end]), result, out kind)) return true;
        }
        kind = PerfMessages.IsMessage(line) ? PerfLineKind.Message : PerfLineKind.Unreadable;
        if (kind == PerfLineKind.Unreadable && !TryFrame(line, out kind) && !TryBelonging(line, out kind)) kind = PerfLineKind.Unreadable;
        return true;
    }

    private bool TryEvent(bool isEvent, PerfEventLine result, out PerfLineKind kind)
    {
        kind = result.IsRecord ? PerfLineKind.Record : PerfLineKind.Event;
        if (!isEvent) return false;
        _event = result;
        if (kind == PerfLineKind.Event) _hasTimes |= result.Time is not null || result.IsTimeOutOfRange;
        return true;
    }

    // Without indentation only what also has a module is taken for a frame, and only within a sample.
    private bool TryFrame(ReadOnlySpan<byte> line, out PerfLineKind kind)
    {
        kind = _isInEvent ? PerfLineKind.Frame : PerfLineKind.StrayFrame;
        if (!PerfFrameLine.TryParse(line, out PerfFrameLine frame)) return false;
        if (!PerfText.IsBlank(line[0]) && (!_isInEvent || frame.Module.IsEmpty || frame.Symbol.IsEmpty)) return false;
        if (PerfDetailLine.IsInstruction(line))
        {
            kind = PerfLineKind.Detail;
            return true;
        }
        _frame = frame;
        return true;
    }

    // The lines that belong to the one before them.
    private readonly bool TryBelonging(ReadOnlySpan<byte> line, out PerfLineKind kind)
    {
        if (PerfDetailLine.IsDetail(line))
        {
            kind = PerfLineKind.Detail;
            return true;
        }
        kind = PerfLineKind.Source;
        return Kind is PerfLineKind.Frame or PerfLineKind.Event && PerfSourceLine.IsSource(line);
    }

    private static bool IsHeader(ReadOnlySpan<byte> line) => line[0] == '#' && (line.Length == 1 || PerfText.IsBlank(line[1]) || line[1] == '#');

    private static bool StartsLikeFrame(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[0] == '\t' && PerfFrameLine.TryParse(line, out _);
}
