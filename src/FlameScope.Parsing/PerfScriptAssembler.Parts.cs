namespace FlameScope.Parsing;

internal sealed partial class PerfScriptAssembler
{
    /// <summary>Whether the text's start has been found to be perf's.</summary>
    public bool IsStartChecked => _isStartChecked;

    /// <summary>Whether any sample so far had a time.</summary>
    public bool HasTimes => _state.HasTimes;

    /// <summary>An assembler of parts of a text; see <see cref="PartReader"/>.</summary>
    public static PerfScriptAssembler OfParts(PerfScriptOptions options) => new(options with { Strict = false }) { _isStartChecked = true };

    /// <summary>Reads a part on its own.</summary>
    /// <returns>What it holds; <c>null</c> where that takes more than adding it to what stands before.</returns>
    public PerfScriptPart? ReadPart(TextBlock block, bool assumeTimes, PartReader source)
    {
        _state = new PerfScriptReaderState { BytesRead = block.Start, LastKind = PerfLineKind.Blank, HasTimes = assumeTimes };
        Read(block.Text.Span, isFinal: true);
        _open.Close();
        if (_header.HasAny) return null;
        var part = new PerfScriptPart(source, _builder.TakeBatch(), _log, assumeTimes, _state, _open.LastTime, _hasRecord);
        _log = new DiagnosticLog(isStrict: false);
        return part;
    }

    /// <summary>
    /// Adds a part that was read on its own, as if its text had been read here: the same ids, the same diagnostics. What was read so far ends at
    /// the border where the part starts.
    /// </summary>
    /// <returns>Whether it was added. If not, nothing has changed and its text has to be read.</returns>
    public bool TryAppend(PerfScriptPart part)
    {
        bool isSame = part.AssumedTimes == _state.HasTimes && !(_options.Strict && part.Log.HasAny) && FitsLimits(part.Batch);
        if (!isSame) return false;
        _open.Close();
        _builder.Append(part.Batch);
        _log.Append(part.Log, _state.LinesRead);
        _open.NoteTime(part.LastTime);
        _hasRecord |= part.HasRecord;
        _state = part.State with { LinesRead = _state.LinesRead + part.State.LinesRead };
        return true;
    }

    // Whether each limit over the whole text holds at the part's end: then it has held at each of its lines, and none was met. The sums only grow.
    private bool FitsLimits(Model.ProfileBatch batch) =>
        batch.NewSymbolCount <= _options.MaximumSymbols - _builder.SymbolCount
        && batch.NewEventCount <= ushort.MaxValue + 1 - _builder.EventCount
        && batch.TotalPeriod < long.MaxValue - _builder.TotalPeriod
        && batch.LostCount <= long.MaxValue - _builder.LostCount;
}
