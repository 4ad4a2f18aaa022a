using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Builds a profile from blocks of text. The profile, including its ids, does not depend on where the blocks are split.</summary>
/// <remarks>
/// Most samples take the fast path: a scan finds them, and their lines are resolved from caches. All other lines are read one by one. Both paths
/// give the same profile.
/// </remarks>
internal sealed class PerfScriptParser : IProfileParser, IBlockParser
{
    // A scanned sample should still be in the second-level cache when its new lines are parsed.
    private static readonly int ScanLength = BufferSize.Choose(64 * 1024, small: 1024);

    // How many samples ahead the samples, their lines, and the cache entries of these are prefetched.
    private const int SamplesAhead = 9;
    private const int LinesAhead = 5;
    private const int FramesAhead = 2;

    private readonly ProfileReadOptions _options;
    private readonly ProfileBuilder _builder;
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
    private bool _hasRawDump;
    private bool _hasIds = true;
    private readonly PerfLosses _losses = new();
    private PerfScriptReaderState _state;
    private readonly SampleScanner _scanner = new();
    private readonly SampleScan _ownScan = new();
    private SampleScan _scan;
    private int _nextSample; // of the scan

    public PerfScriptParser(ProfileReadOptions options)
        : this(new ProfileBuilder { Format = PerfScriptFormat.FormatName }, options)
    {
    }

    public PerfScriptParser(ProfileBuilder builder, ProfileReadOptions options)
    {
        _builder = builder;
        _builder.IdleRule = LinuxIdleRule.Find;
        _options = options;
        _log = new DiagnosticLog(options.Strict);
        _frameLines = new FrameLineCache(_builder, options);
        _threads = new ThreadCache(_builder);
        _callchains = new CallchainReader(_builder, _frameLines);
        _open = new PendingSample(_builder, _frameLines, options);
        _scan = _ownScan;
    }

    /// <summary>Takes the start of the text before it is parsed, since later lines show which fields the first lines have.</summary>
    /// <param name="start">The first 16 KiB of the text, or all of it if it is shorter.</param>
    public void LookAhead(ReadOnlySpan<byte> start) => _state = new PerfScriptReaderState { Layout = PerfLayout.Of(start) };

    public int Parse(ReadOnlySpan<byte> block, bool isFinal) => Parse(block, isFinal, scan: null);

    /// <inheritdoc/>
    public int Parse(ReadOnlySpan<byte> block, bool isFinal, SampleScan? scan)
    {
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
            throw new ProfileFormatException(
                ProfileReadError.LimitExceeded, limit.Message, InputPosition.AtLine(reader.LineNumber, reader.LineStart), limit);
        }
        LineLimit.CheckRest(block[reader.Consumed..], _options.MaximumLineLength, reader.LineNumber + 1, reader.State.BytesRead);
        _state = reader.State;
        return reader.Consumed;
    }

    public void Complete() => Complete(damage: null);

    /// <summary>Builds the profile at the end of the input.</summary>
    /// <param name="damage">The fault of the compressed input that ended it; <c>null</c> if there is none.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="ProfileFormatException">The input contained neither a sample nor any other line of perf.</exception>
    public Profile Finish(string? damage)
    {
        Complete(damage);
        _builder.Diagnostics = _log.ToDiagnostics();
        return _builder.Build();
    }

    private void Complete(string? damage)
    {
        if (damage is not null) _log.Add(InputProblem.DamagedCompression, _state.LinesRead + 1, _state.BytesRead, Encoding.UTF8.GetBytes(damage));
        CloseLast();
        if (_builder.SampleCount == 0 && !_header.IsPerfHeader && !_hasRecord) ThrowNothingFound();
        _builder.Header = _header.ToHeader(_open.LastTime, _open.HasTimesOfDay, _losses.ToList());
    }

    private void CloseLast()
    {
        try
        {
            _open.Close();
        }
        catch (ProfileLimitException limit)
        {
            throw new ProfileFormatException(limit.Message, _state.LinesRead, _state.BytesRead);
        }
        for (long i = _open.CloseDeferred(); i > 0; i--) _log.Add(PerfProblem.NoDeferredCallchain, _state.LinesRead, _state.BytesRead, []);
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

    // Takes a complete sample whose first line is cached and whose call chain is regular, as in most samples.
    private bool TryTakeSample(ref PerfScriptReader reader, ReadOnlySpan<byte> block)
    {
        int start = reader.Consumed;
        if (start >= _scan.End && _scan == _ownScan)
        {
            _scanner.Scan(block, start, ScanLength, _scan);
            _nextSample = 0;
        }
        ReadOnlySpan<ScannedSample> samples = _scan.Samples;
        while (_nextSample < samples.Length && samples[_nextSample].Start < start) _nextSample++;
        if (_nextSample == samples.Length) return false;
        ref readonly ScannedSample sample = ref samples[_nextSample];
        if (sample.Start != start || sample.Event.Period >= RemainingPeriod) return false;
        if (sample.Chain - start > _options.MaximumLineLength) return false;
        if (!_events.TryFind(sample.Event, out ThreadId thread, out int? cpu, out SampleEventId eventId)) return false;
        if (!TryReadCallchain(block, out StackId stack)) return false;
        bool hasFrames = stack != StackId.Empty;
        reader.SkipSample(sample.End - start, sample.LineCount, hasFrames);
        _open.Begin(sample.Event.Time, thread, cpu, eventId, sample.Event.Period);
        if (hasFrames) _open.Close(stack);
        return true;
    }

    // Resolves the call chain of the next sample of the scan.
    private bool TryReadCallchain(ReadOnlySpan<byte> block, out StackId stack)
    {
        ReadOnlySpan<ScannedSample> samples = _scan.Samples;
        _scan.PrefetchSample(_nextSample + SamplesAhead);
        _scan.PrefetchLines(_nextSample + LinesAhead);
        if (_nextSample + FramesAhead < samples.Length) _callchains.Prefetch(_scan.GetLines(samples[_nextSample + FramesAhead]));
        ref readonly ScannedSample sample = ref samples[_nextSample++];
        if (_callchains.TryRead(block, sample, _scan.GetLines(sample), out stack)) return true;
        if (_scan == _ownScan) _scanner.Forget(sample.Slot);
        return false;
    }

    private void Take(ref PerfScriptReader reader, ReadOnlySpan<byte> block)
    {
        LineLimit.CheckLine(reader.LineLength, _options.MaximumLineLength, reader.LineNumber, reader.LineStart);
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
                _open.EndAtBlankLine();
                break;
            case PerfLineKind.Record:
                TakeRecord(ref reader);
                break;
            case PerfLineKind.Header:
                if (!_header.TryAdd(reader.Line)) Report(PerfProblem.HeaderTooLong, ref reader);
                break;
            case PerfLineKind.RawDump:
                TakeRawDump(ref reader);
                break;
            case PerfLineKind.Message:
                if (PerfMessages.GetLoss(reader.Line) is { } loss) _losses.Add(loss);
                break;
            case PerfLineKind.StrayFrame:
                Report(PerfProblem.StrayFrame, ref reader);
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
        bool hasIds = reader.State.Layout.HasIds;
        if (hasIds != _hasIds) _events.Clear(); // the same text is read in another way
        _hasIds = hasIds;
        ThreadId thread = _threads.GetOrAdd(e);
        if (e.IsTimeOutOfRange) Report(PerfProblem.TimeOutOfRange, ref reader);
        SampleEventId eventId = GetEvent(e.Name);
        _open.Begin(e.Time, thread, e.Cpu, eventId, GetPeriod(ref reader));
        if (e.IsTimeOfDay) _open.HasTimesOfDay = true;
        if (e.TryGetFrame(out PerfFrameLine frame)) _open.SetOwnFrame(frame);
        if (!reader.HasLineEnd) return;
        _events.Add(reader.LineWithEnd, e, thread, eventId);
        int chain = reader.Consumed - 1;
        ReadOnlySpan<ScannedSample> samples = _scan.Samples;
        while (_nextSample < samples.Length && samples[_nextSample].Chain < chain) _nextSample++;
        if (_nextSample == samples.Length || samples[_nextSample].Chain != chain) return;
        ref readonly ScannedSample sample = ref samples[_nextSample];
        if (!TryReadCallchain(block, out StackId stack) || stack == StackId.Empty) return;
        reader.SkipSample(sample.End - chain - 1, sample.LineCount - 1, hasFrames: true);
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
        long remaining = RemainingPeriod;
        if (digits.IsEmpty && remaining > 0) return 1;
        bool fits = Utf8Parser.TryParse(digits, out long period, out int length) && length == digits.Length && period < remaining;
        if (fits) return period;
        Report(PerfProblem.PeriodOutOfRange, ref reader);
        return Math.Min(1, remaining); // 0 if the sum is at its maximum
    }

    private long RemainingPeriod => long.MaxValue - _builder.TotalPeriod - _open.PendingPeriod;

    private void TakeRecord(ref PerfScriptReader reader)
    {
        _hasRecord = true;
        ref readonly PerfEventLine e = ref reader.Event;
        if (e.Name.SequenceEqual(PerfEventLine.DeferredCallchain)) _open.BeginDeferred(e.Tail);
        if (e.Name.StartsWith("PERF_RECORD_LOST"u8)) AddLost(e.Tail, ref reader, e.Time, e.Cpu);
    }

    // The fields of a raw dump are not read, except for losses, which may be nowhere else.
    private void TakeRawDump(ref PerfScriptReader reader)
    {
        _hasRecord = true;
        if (!_hasRawDump) Report(PerfProblem.RawDump, ref reader);
        _hasRawDump = true;
        bool isLost = PerfRawDump.TryGetRecord(reader.Line, out ReadOnlySpan<byte> record) && record.StartsWith("PERF_RECORD_LOST"u8);
        int lost = isLost ? record.LastIndexOf("lost"u8) : -1;
        if (lost >= 0) AddLost(record[lost..], ref reader, null, null);
    }

    // "lost 12", ": 12", "lost:12"
    private void AddLost(ReadOnlySpan<byte> tail, ref PerfScriptReader reader, long? time, int? cpu)
    {
        tail = PerfText.TrimStart(tail.TrimStart((byte)':'));
        if (tail.StartsWith("lost"u8)) tail = PerfText.TrimStart(tail[4..].TrimStart((byte)':'));
        if (!Utf8Parser.TryParse(tail, out long lost, out _) || lost < 0 || lost > long.MaxValue - _builder.LostCount)
        {
            Report(PerfProblem.LostOutOfRange, ref reader);
            return;
        }
        _builder.LostCount += lost;
        if (lost > 0 && time is >= 0 and < long.MaxValue) _builder.AddGap(new RecordingGap(new TimeRange(time.Value, time.Value), RecordingGapKind.Lost, lost, cpu));
    }

    private void Report(string problem, ref PerfScriptReader reader) => _log.Add(problem, reader.LineNumber, reader.LineStart, reader.Line);

    private void ThrowNothingFound()
    {
        string first = _log.GetFirstText(PerfProblem.UnreadableLine);
        throw new ProfileFormatException(ProfileReadError.UnknownFormat, string.Create(
            CultureInfo.InvariantCulture, $"not a profile of a format that is read, nor perf script output: none of its {_state.LinesRead} lines is a sample; the first reads \"{first}\""));
    }
}
