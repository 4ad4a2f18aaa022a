using System.Buffers.Text;
using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Makes a profile of the lines that a reader yields. Blocks may be cut anywhere: the profile is the same, down to its ids.
/// </summary>
internal sealed class PerfScriptParser
{
    // A scanned sample should still be in the cache of second level when its new lines are read.
    private static readonly int ScanLength = BufferSize.Choose(64 * 1024, small: 1024);

    // How many samples ahead is asked for them, for their lines, and for what is known of these.
    private const int SamplesAhead = 9;
    private const int LinesAhead = 5;
    private const int FramesAhead = 2;

    private readonly ProfileReadOptions _options;
    private readonly ProfileBuilder _builder = new() { Format = "perf script" };
    private readonly DiagnosticLog _log;
    private readonly PerfHeader _header = new();
    private readonly FrameLineCache _frameLines;
    private readonly EventLineCache _events = new();
    private readonly ThreadCache _threads;
    private readonly CallchainReader _callchains;
    private readonly PendingSample _open;
    private byte[] _eventName = [];
    private SampleEventId _event;
    private bool _hasEvent;
    private bool _hasRecord;
    private PerfScriptReaderState _state;
    private readonly SampleScanner _scanner = new();
    private readonly SampleScan _ownScan = new();
    private SampleScan _scan;
    private int _nextSample; // of the scan
    private bool _isStartChecked;
    private byte[] _start = [];

    public PerfScriptParser(ProfileReadOptions options)
    {
        options.Validate();
        _options = options;
        _log = new DiagnosticLog(options.Strict);
        _frameLines = new FrameLineCache(_builder, options);
        _threads = new ThreadCache(_builder);
        _callchains = new CallchainReader(_builder, _frameLines);
        _open = new PendingSample(_builder, _frameLines, options);
        _scan = _ownScan;
    }

    /// <summary>Whether the text's start has been found to be perf's.</summary>
    public bool IsStartChecked => _isStartChecked;

    /// <summary>Reads a block.</summary>
    /// <param name="block">It starts with what the last call left.</param>
    /// <param name="isFinal">Whether the text ends with it.</param>
    /// <returns>The number of bytes that were read. What is left belongs before the next block.</returns>
    public int Read(ReadOnlySpan<byte> block, bool isFinal) => Read(block, isFinal, null);

    /// <summary>Reads a block.</summary>
    /// <param name="block">It starts with what the last call left.</param>
    /// <param name="isFinal">Whether the text ends with it.</param>
    /// <param name="scan">What a scan of the whole block found, if it has been scanned.</param>
    /// <returns>The number of bytes that were read. What is left belongs before the next block.</returns>
    public int Read(ReadOnlySpan<byte> block, bool isFinal, SampleScan? scan)
    {
        if (!_isStartChecked)
        {
            if (!isFinal && block.Length < UnreadableFormat.StartLength && !UnreadableFormat.ContainsPerf(block, isWhole: false)) return 0;
            CheckStart(block);
        }
        StartScan(scan);
        var reader = new PerfScriptReader(block, isFinal, _state);
        try
        {
            while (true)
            {
                if (reader.Kind == PerfLineKind.Blank && TryTakeSample(ref reader, block)) continue;
                if (!reader.Read()) break;
                Take(ref reader, block);
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
        _start = block[..Math.Min(block.Length, UnreadableFormat.StartLength)].ToArray();
        if (UnreadableFormat.Describe(_start) is { } description)
        {
            throw new ProfileFormatException(description);
        }
    }

    private void StartScan(SampleScan? scan)
    {
        _scan = scan ?? _ownScan;
        _nextSample = 0;
        _callchains.Start();
        if (scan is not null) return;
        _scanner.Start();
        _ownScan.Clear();
    }

    // A whole sample whose first line is known and whose call chain has nothing odd: most are.
    private bool TryTakeSample(ref PerfScriptReader reader, ReadOnlySpan<byte> block)
    {
        int start = reader.Consumed;
        if (start >= _scan.End && _scan == _ownScan)
        {
            _scanner.Scan(block, start, ScanLength, _scan);
            _nextSample = 0;
        }
        ReadOnlySpan<SampleScan.Sample> samples = _scan.Samples;
        while (_nextSample < samples.Length && samples[_nextSample].Start < start) _nextSample++;
        if (_nextSample == samples.Length) return false;
        ref readonly SampleScan.Sample sample = ref samples[_nextSample];
        if (sample.Start != start || sample.Event.Period >= long.MaxValue - _builder.TotalPeriod) return false;
        if (sample.Chain - start > _options.MaximumLineLength) return false;
        if (!_events.TryFind(sample.Event, out ThreadId thread, out int? cpu, out SampleEventId eventId)) return false;
        if (!TryReadCallchain(block, out StackId stack)) return false;
        reader.SkipSample(sample.End - start, sample.LineCount);
        _open.Begin(sample.Event.Time, thread, cpu, eventId, sample.Event.Period);
        _open.Close(stack);
        return true;
    }

    // The call chain of the next sample of the scan.
    private bool TryReadCallchain(ReadOnlySpan<byte> block, out StackId stack)
    {
        ReadOnlySpan<SampleScan.Sample> samples = _scan.Samples;
        _scan.PrefetchSample(_nextSample + SamplesAhead);
        _scan.PrefetchLines(_nextSample + LinesAhead);
        if (_nextSample + FramesAhead < samples.Length) _callchains.Prefetch(_scan.LinesOf(samples[_nextSample + FramesAhead]));
        ref readonly SampleScan.Sample sample = ref samples[_nextSample++];
        if (_callchains.TryRead(block, sample, _scan.LinesOf(sample), out stack)) return true;
        if (_scan == _ownScan) _scanner.Forget(sample.Slot);
        return false;
    }

    private void Take(ref PerfScriptReader reader, ReadOnlySpan<byte> block)
    {
        LineLimit.CheckLine(ref reader, _options.MaximumLineLength);
        switch (reader.Kind)
        {
            case PerfLineKind.Event:
                TakeEvent(ref reader, block);
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

    private void TakeEvent(ref PerfScriptReader reader, ReadOnlySpan<byte> block)
    {
        _open.Close();
        ref readonly PerfEventLine e = ref reader.Event;
        ThreadId thread = _threads.GetOrAdd(e);
        if (e.IsTimeOutOfRange) Report(PerfProblem.TimeOutOfRange, ref reader);
        SampleEventId eventId = GetEvent(e.Name);
        _open.Begin(e.Time, thread, e.Cpu, eventId, GetPeriod(ref reader));
        if (e.TryGetFrame(out PerfFrameLine frame))
        {
            _open.AddFrame(frame);
            return;
        }
        if (!reader.HasLineEnd) return;
        _events.Learn(reader.LineWithEnd, e, thread, eventId);
        int chain = reader.Consumed - 1;
        ReadOnlySpan<SampleScan.Sample> samples = _scan.Samples;
        while (_nextSample < samples.Length && samples[_nextSample].Chain < chain) _nextSample++;
        if (_nextSample == samples.Length || samples[_nextSample].Chain != chain) return;
        ref readonly SampleScan.Sample sample = ref samples[_nextSample];
        if (!TryReadCallchain(block, out StackId stack)) return;
        reader.SkipSample(sample.End - chain - 1, sample.LineCount - 1);
        _open.Close(stack);
    }

    private SampleEventId GetEvent(ReadOnlySpan<byte> name)
    {
        if (!_hasEvent || !name.SequenceEqual(_eventName))
        {
            _hasEvent = true;
            _eventName = name.ToArray();
            _event = AddEvent(name);
        }
        return _event;
    }

    private SampleEventId AddEvent(ReadOnlySpan<byte> name)
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
        long room = long.MaxValue - _builder.TotalPeriod;
        if (digits.IsEmpty && room > 0) return 1;
        bool fits = Utf8Parser.TryParse(digits, out long period, out int length) && length == digits.Length && period < room;
        if (fits) return period;
        Report(PerfProblem.PeriodOutOfRange, ref reader);
        return Math.Min(1, room); // 0 where nothing fits any more
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
        UnreadableFormat.Describe(_start) ?? string.Create(
            CultureInfo.InvariantCulture, $"not perf script output: none of its {_state.LinesRead} lines is a sample; the first reads \"{_log.FirstText}\""));
}
