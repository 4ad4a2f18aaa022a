using System.Buffers.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Makes a profile of the lines that a reader yields. Blocks may be cut anywhere: the profile is the same, down to its ids.
/// </summary>
internal sealed partial class PerfScriptAssembler
{
    private readonly PerfScriptOptions _options;
    private readonly ProfileBuilder _builder = new() { Format = "perf script" };
    private DiagnosticLog _log;
    private readonly PerfHeader _header = new();
    private readonly FrameLines _frameLines;
    private readonly EventMemo _events = new();
    private readonly ThreadCache _threads;
    private readonly CallchainReader _callchains;
    private readonly OpenSample _open;
    private byte[] _eventName = [];
    private EventId _event;
    private bool _hasEvent;
    private bool _hasRecord;
    private PerfScriptReaderState _state;
    private long _oddUntil; // the text before this has no call chain that can be read at once
    private bool _isStartChecked;
    private byte[] _start = [];

    public PerfScriptAssembler(PerfScriptOptions options)
    {
        options.Validate();
        _options = options;
        _log = new DiagnosticLog(options.Strict);
        _frameLines = new FrameLines(_builder, options);
        _threads = new ThreadCache(_builder);
        _callchains = new CallchainReader(_builder, _frameLines);
        _open = new OpenSample(_builder, _frameLines, options);
    }

    /// <summary>Reads a block.</summary>
    /// <param name="block">It starts with what the last call left.</param>
    /// <param name="isFinal">Whether the text ends with it.</param>
    /// <returns>The number of bytes that were read. What is left belongs before the next block.</returns>
    public int Read(ReadOnlySpan<byte> block, bool isFinal)
    {
        if (!_isStartChecked)
        {
            if (!isFinal && block.Length < ForeignFormat.StartLength && !ForeignFormat.ContainsPerf(block, isWhole: false)) return 0;
            CheckStart(block);
        }
        var reader = new PerfScriptReader(block, isFinal, _state);
        try
        {
            while (true)
            {
                if (TryTakeSample(ref reader)) continue;
                if (!reader.Read()) break;
                Take(ref reader);
            }
        }
        catch (ProfileLimitException limit)
        {
            throw new ProfileFormatException(limit.Message, reader.LineNumber, reader.LineStart);
        }
        LineLimit.CheckRest(block[reader.Consumed..], _options.MaximumLineLength, reader.LineNumber + 1, reader.State.BytesRead);
        _state = reader.State;
        return reader.Consumed;
    }

    /// <summary>Notes that the compressed input ends before its end, or is damaged.</summary>
    public void ReportDamage(string damage) =>
        _log.Add(PerfProblem.DamagedCompression, _state.LinesRead + 1, _state.BytesRead, System.Text.Encoding.UTF8.GetBytes(damage));

    /// <summary>Makes the profile.</summary>
    /// <exception cref="ProfileFormatException">There was neither a sample nor anything else of perf's.</exception>
    public Profile Finish()
    {
        _open.Close();
        if (_builder.SampleCount == 0 && !_header.IsPerfHeader && !_hasRecord) ThrowNothingFound();
        _builder.Header = _header.ToHeader(_open.LastTime);
        _builder.Diagnostics = _log.ToDiagnostics();
        return _builder.Build();
    }

    // What is known to be something else is refused at once; what is not, when no sample has come of it.
    // That takes a line of perf's or all of the start: what is refused must not depend on how the text is cut into blocks.
    private void CheckStart(ReadOnlySpan<byte> block)
    {
        _isStartChecked = true;
        _start = block[..Math.Min(block.Length, ForeignFormat.StartLength)].ToArray();
        if (ForeignFormat.Describe(_start) is { } description)
        {
            throw new ProfileFormatException(description);
        }
    }

    // A whole sample whose first line is known and whose call chain has nothing odd: most are.
    private bool TryTakeSample(ref PerfScriptReader reader)
    {
        if (reader.Kind != PerfLineKind.Blank || reader.BytesRead < _oddUntil || !_events.TryRead(reader.Rest, out EventMemo.Line line)) return false;
        if (line.Period >= long.MaxValue - _builder.TotalPeriod) return false;
        ReadOnlySpan<byte> fromLineEnd = reader.Rest[(line.Length - 1)..];
        if (!TryReadCallchain(fromLineEnd, reader.BytesRead + line.Length, line.Callchain, out StackId stack)) return false;
        reader.SkipSample(line.Length + _callchains.Length - 1, _callchains.LineCount + 1);
        _open.Begin(line.Time, line.Thread, line.Cpu, line.Event, line.Period);
        _open.Close(stack);
        return true;
    }

    private void Take(ref PerfScriptReader reader)
    {
        LineLimit.CheckLine(ref reader, _options.MaximumLineLength);
        switch (reader.Kind)
        {
            case PerfLineKind.Event:
                TakeEvent(ref reader);
                break;
            case PerfLineKind.Frame:
                _open.AddFrame(reader.Frame);
                break;
            case PerfLineKind.Source:
                _open.AddSource(reader.Source, reader.IsSourceOfInlined);
                break;
            case PerfLineKind.Blank:
                _open.Close();
                break;
            case PerfLineKind.Record:
                TakeRecord(ref reader);
                break;
            case PerfLineKind.Header:
                if (!_header.TryAdd(reader.Line)) Report(PerfProblem.HeaderTooLong, ref reader);
                break;
            case PerfLineKind.StrayFrame:
                Report(PerfProblem.StrayFrame, ref reader);
                break;
            case PerfLineKind.Message:
                Report(PerfProblem.Message, ref reader);
                break;
            case PerfLineKind.Unreadable:
                Report(PerfProblem.UnreadableLine, ref reader);
                break;
        }
    }

    private void TakeEvent(ref PerfScriptReader reader)
    {
        _open.Close();
        ref readonly PerfEventLine e = ref reader.Event;
        ThreadId thread = _threads.GetOrAdd(e, out CallchainMemo callchain);
        if (e.IsTimeOutOfRange) Report(PerfProblem.TimeOutOfRange, ref reader);
        EventId eventId = GetEvent(e.Name);
        _open.Begin(e.Time, thread, e.Cpu, eventId, GetPeriod(ref reader));
        if (e.TryGetFrame(out PerfFrameLine frame))
        {
            _open.AddFrame(frame);
            return;
        }
        if (!reader.HasLineEnd || reader.BytesRead < _oddUntil) return;
        _events.Learn(reader.LineWithEnd, e, thread, eventId, callchain);
        if (!TryReadCallchain(reader.FromLineEnd, reader.BytesRead, callchain, out StackId stack)) return;
        reader.SkipSample(_callchains.Length - 1, _callchains.LineCount);
        _open.Close(stack);
    }

    // Each byte is looked at once in this way, however many samples stand before a blank line.
    private bool TryReadCallchain(ReadOnlySpan<byte> fromLineEnd, long start, CallchainMemo last, out StackId stack)
    {
        bool isRead = _callchains.TryRead(fromLineEnd, last, out stack);
        if (!isRead) _oddUntil = start + _callchains.Length - 1;
        return isRead;
    }

    private EventId GetEvent(ReadOnlySpan<byte> name)
    {
        if (!_hasEvent || !name.SequenceEqual(_eventName))
        {
            _hasEvent = true;
            _eventName = name.ToArray();
            _event = AddEvent(name);
        }
        return _event;
    }

    private EventId AddEvent(ReadOnlySpan<byte> name)
    {
        try
        {
            return _builder.AddEvent(name);
        }
        catch (InvalidOperationException full)
        {
            throw new ProfileLimitException(full.Message);
        }
    }

    private long GetPeriod(ref PerfScriptReader reader)
    {
        ReadOnlySpan<byte> digits = reader.Event.Period;
        if (digits.IsEmpty) return 1;
        bool fits = Utf8Parser.TryParse(digits, out long period, out int length) && length == digits.Length && period < long.MaxValue - _builder.TotalPeriod;
        if (fits) return period;
        Report(PerfProblem.PeriodOutOfRange, ref reader);
        return 1;
    }

    private void TakeRecord(ref PerfScriptReader reader)
    {
        _hasRecord = true;
        ref readonly PerfEventLine e = ref reader.Event;
        if (!e.Name.StartsWith("PERF_RECORD_LOST"u8)) return;
        ReadOnlySpan<byte> tail = PerfText.TrimStart(e.Tail.TrimStart((byte)':'));
        if (tail.StartsWith("lost "u8)) tail = PerfText.TrimStart(tail[5..]);
        if (Utf8Parser.TryParse(tail, out long lost, out _) && lost >= 0 && lost <= long.MaxValue - _builder.LostCount) _builder.LostCount += lost;
        else Report(PerfProblem.LostOutOfRange, ref reader);
    }

    private void Report(PerfProblem problem, ref PerfScriptReader reader) => _log.Add(problem, reader.LineNumber, reader.LineStart, reader.Line);

    private void ThrowNothingFound() => throw new ProfileFormatException(
        ForeignFormat.Describe(_start) ?? $"not perf script output: none of its {_state.LinesRead} lines is a sample; the first reads \"{_log.FirstText}\"");
}
