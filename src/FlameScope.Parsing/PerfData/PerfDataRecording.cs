using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Takes the records of a recording in the order of the file, and builds the profile at the end.</summary>
internal sealed class PerfDataRecording
{
    private const int EventUpdateName = 2;

    private readonly PerfDataReader _options;
    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly EventTable _events = new();
    private readonly CallchainTable _chains = new();
    private readonly RawSamples _samples;
    private readonly TracepointPayloads _payloads = new();
    private readonly SampleDecoder _decoder;
    private readonly CallchainDecoder _callchains;
    private readonly RecordedMachine _machine;
    private readonly RecordQueue _queue;
    private readonly RecordingFeatures _features;
    private readonly SymbolFinder _finder;
    private CompressedRecords? _compressed;
    private bool _isCompressionBroken;
    private readonly RecordingGaps _gaps = new();
    private byte[] _userState = [];
    private ulong _lostInBuffers;
    private ulong _lostOfEvents;
    private ulong _lostElsewhere;

    public PerfDataRecording(PerfDataReader options, ProfileBuilder builder, ReadContext context, PerfByteOrder order)
    {
        _options = options;
        _builder = builder;
        _context = context;
        Order = order;
        _samples = new RawSamples(_events, context);
        _decoder = new SampleDecoder(_events, order);
        _callchains = new CallchainDecoder(_chains, order);
        _features = new RecordingFeatures(_events, order);
        _finder = new SymbolFinder(options, context.Options.MaximumThreads, context.CancellationToken);
        _machine = new RecordedMachine(context, order, builder, _chains, _samples, new UserUnwinder(_events, order, _finder));
        _queue = new RecordQueue(_machine);
    }

    public PerfByteOrder Order { get; }

    /// <summary>Adds an event.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="ids">The identifiers of the event.</param>
    /// <returns><c>false</c> if the event cannot be read.</returns>
    public bool AddEvent(ReadOnlySpan<byte> attribute, ReadOnlySpan<byte> ids)
    {
        if (_events.IsFull || EventAttribute.Read(attribute, Order) is not { } added) return false;
        _events.Add(added);
        _events.AddIds(_events.Count - 1, ids, Order);
        return true;
    }

    /// <summary>Takes a header section.</summary>
    /// <returns><c>false</c> if it cannot be read.</returns>
    public bool TakeFeature(int feature, ReadOnlySpan<byte> data) => _features.TryRead(feature, data);

    /// <summary>Takes a record.</summary>
    /// <param name="header">The header.</param>
    /// <param name="body">The record without the header.</param>
    /// <param name="position">The offset of the record in the input.</param>
    /// <returns>The number of bytes that follow the record and belong to it.</returns>
    public ulong Take(RecordHeader header, ReadOnlySpan<byte> body, long position)
    {
        switch (header.Type)
        {
            case RecordType.Compressed:
                Decompress(body, position);
                return 0;
            case RecordType.Compressed2:
                Decompress2(body, position);
                return 0;
            case RecordType.TracingData when body.Length >= 4:
                return ((ulong)Order.ReadUInt32(body) + 7) & ~7UL;
            case RecordType.AuxTrace when body.Length >= 8:
                return Order.ReadUInt64(body);
            default:
                TakeUncompressed(header, body, position);
                return 0;
        }
    }

    /// <summary>Ends the recording: resolves the remaining samples, finds the names of the functions, and builds the profile.</summary>
    public void Complete()
    {
        if (_compressed is { Bytes.Length: > 0 }) _context.Report(PerfDataProblem.CutCompression);
        _compressed?.Dispose();
        _finder.HostName = _features.HostNameOfMachine;
        _queue.Flush();
        // The files are missing, which is no fault of the input.
        if (_machine.NotUnwoundCount > 0 && !_context.Options.Strict) _context.Report(PerfDataProblem.NotUnwound, count: _machine.NotUnwoundCount);
        if (_machine.DeferredCount > 0 && !_context.Options.Strict) _context.Report(PerfDataProblem.DeferredCallchain, count: _machine.DeferredCount);
        if (_payloads.DroppedCount > 0) _context.Report(PerfDataProblem.TooManyPayloads, count: _payloads.DroppedCount);
        _machine.Modules.SetBuildIds(_features.BuildIds);
        ulong lost = Math.Max(_lostInBuffers, _lostOfEvents) + _lostElsewhere;
        if (lost <= long.MaxValue) _builder.LostCount = (long)lost;
        else _context.Report(PerfDataProblem.LostOutOfRange);
        _gaps.AddTo(_builder);
        new SymbolizedSamples(_options, _builder, _context, _events, _machine, _features, _finder).Write(_samples, _payloads, Order);
    }

    private void TakeUncompressed(RecordHeader header, ReadOnlySpan<byte> body, long position)
    {
        switch (header.Type)
        {
            case RecordType.Sample:
                TakeSample(header, body, position);
                break;
            case RecordType.Mmap or RecordType.Mmap2 or RecordType.Comm or RecordType.Fork or RecordType.Exit or RecordType.KernelSymbol or RecordType.CallchainDeferred:
                Enqueue(header, body);
                break;
            case RecordType.Lost:
            case RecordType.LostSamples:
                if (!TakeLost(header, body)) Short(position);
                break;
            case RecordType.Throttle or RecordType.Unthrottle when body.Length >= 24:
                _gaps.TakeThrottle(header.Type == RecordType.Throttle, Order.ReadUInt64(body), Order.ReadUInt64(body[16..]), _decoder.ReadTrailer(body).Cpu);
                break;
            case RecordType.HeaderAttribute:
                if (!TakeEvent(body)) _context.Report(PerfDataProblem.BadAttribute, InputPosition.AtByte(position));
                break;
            case RecordType.EventUpdate:
                if (body.Length < 16) Short(position);
                else if (Order.ReadUInt64(body) == EventUpdateName) _events.SetName(Order.ReadUInt64(body[8..]), Text(body[16..]));
                break;
            case RecordType.BuildId:
                if (!_features.TakeBuildId(header, body)) Short(position);
                break;
            case RecordType.HeaderFeature:
                if (body.Length < 8) Short(position);
                else if (!_features.TryRead((int)Math.Min(Order.ReadUInt64(body), 1000), body[8..])) _context.Report(PerfDataProblem.BadFeature, InputPosition.AtByte(position));
                break;
            case RecordType.FinishedRound:
                _queue.EndRound();
                break;
            case RecordType.Compressed or RecordType.Compressed2:
                _context.Report(PerfDataProblem.NestedCompression, InputPosition.AtByte(position));
                break;
            default:
                if (!RecordType.IsKnown(header.Type)) _context.Report(PerfDataProblem.UnknownRecord, InputPosition.AtByte(position));
                break;
        }
    }

    private void Short(long position) => _context.Report(PerfDataProblem.ShortRecord, InputPosition.AtByte(position));

    private void TakeSample(RecordHeader header, ReadOnlySpan<byte> body, long position)
    {
        SampleRecord sample = default;
        if (!_decoder.TryRead(header, body, ref sample, out string problem))
        {
            _context.Report(problem, InputPosition.AtByte(position));
            return;
        }
        EventAttribute attribute = _events[sample.Event];
        int node = _callchains.GetNode(sample, attribute, _context.Options.MaximumFrames);
        if (node < 0) _context.CheckFrames(int.MaxValue, InputPosition.AtByte(position));
        if (_callchains.Problem is { } chainProblem) _context.Report(chainProblem, InputPosition.AtByte(position));
        long time = GetTime(sample.HasTime, sample.Time, position);
        var queued = new QueuedSample
        {
            Pid = sample.Pid,
            Tid = sample.Tid,
            Cpu = sample.Cpu,
            Event = sample.Event,
            Node = node,
            Cookie = _callchains.Cookie,
            Payload = attribute.IsTracepoint ? _payloads.Add(sample.Event, sample.Raw) : 0,
        };
        if (time != SampleTable.NoTime) _gaps.TakeSample(time);
        if (!sample.Counters.IsEmpty) EnqueueCounters(attribute, sample, time, queued, position);
        else Enqueue(sample, time, queued, sample.Period, position);
    }

    private long GetTime(bool hasTime, ulong time, long position)
    {
        if (!hasTime) return SampleTable.NoTime;
        if (time < long.MaxValue) return (long)time;
        _context.Report(PerfDataProblem.TimeOutOfRange, InputPosition.AtByte(position));
        return SampleTable.NoTime;
    }

    // A sample with counters stands for the events that each of them has counted since the last such sample.
    private void EnqueueCounters(EventAttribute attribute, scoped in SampleRecord sample, long time, QueuedSample queued, long position)
    {
        ReadFields format = attribute.ReadFields;
        ReadOnlySpan<byte> words = sample.Counters;
        int times = ((format & ReadFields.TotalTimeEnabled) != 0 ? 8 : 0) + ((format & ReadFields.TotalTimeRunning) != 0 ? 8 : 0);
        if ((format & ReadFields.Group) == 0)
        {
            ulong id = (format & ReadFields.Id) != 0 ? Order.ReadUInt64(words[(8 + times)..]) : sample.Id;
            EnqueueCounter(sample, time, queued, Order.ReadUInt64(words), id, position);
            return;
        }
        int each = SampleDecoder.CounterWords(format) * 8;
        for (words = words[(8 + times)..]; words.Length >= each; words = words[each..])
        {
            ulong id = (format & ReadFields.Id) != 0 ? Order.ReadUInt64(words[8..]) : sample.Id;
            EnqueueCounter(sample, time, queued, Order.ReadUInt64(words), id, position);
        }
    }

    private void EnqueueCounter(scoped in SampleRecord sample, long time, QueuedSample queued, ulong count, ulong id, long position)
    {
        ulong period = _events.Subtract(id, count);
        if (period == 0) return; // the event did not occur
        queued.Event = _events.Find(id);
        if (queued.Event < 0) _context.Report(PerfDataProblem.UnknownEvent, InputPosition.AtByte(position));
        else Enqueue(sample, time, queued, period, position);
    }

    private void Enqueue(scoped in SampleRecord sample, long time, QueuedSample queued, ulong period, long position)
    {
        queued.Period = (long)period;
        if (period > long.MaxValue)
        {
            _context.Report(PerfDataProblem.PeriodOutOfRange, InputPosition.AtByte(position));
            queued.Period = 1;
        }
        ReadOnlySpan<byte> state = GetUserState(sample, out ReadOnlySpan<byte> stack);
        if (time != SampleTable.NoTime)
        {
            _queue.Add(time, queued, state, stack);
            return;
        }
        byte[] together = state.IsEmpty ? [] : [.. state, .. stack];
        _machine.TakeSample(time, queued, together);
    }

    // The call chain, since the unwound frames are appended to it, and the registers, each with its length; the stack follows.
    private ReadOnlySpan<byte> GetUserState(scoped in SampleRecord sample, out ReadOnlySpan<byte> stack)
    {
        stack = default;
        if (sample.Registers.IsEmpty || sample.UserStack.IsEmpty) return default;
        stack = sample.UserStack;
        int registers = sizeof(ulong) + sample.Registers.Length;
        int length = (2 * sizeof(int)) + sample.Callchain.Length + registers;
        if (_userState.Length < length) _userState = new byte[length * 2];
        Span<byte> state = _userState.AsSpan(0, length);
        MemoryMarshal.Write(state, sample.Callchain.Length);
        MemoryMarshal.Write(state[sizeof(int)..], registers);
        sample.Callchain.CopyTo(state[(2 * sizeof(int))..]);
        Order.WriteUInt64(state[^registers..], sample.RegisterAbi);
        sample.Registers.CopyTo(state[^sample.Registers.Length..]);
        return state;
    }

    // Records without a time were written by the recorder about what existed before, and are taken at once.
    private void Enqueue(RecordHeader header, ReadOnlySpan<byte> body)
    {
        RecordTrailer trailer = _decoder.ReadTrailer(body);
        // The record with a call chain keeps the first field of its trailer, the thread.
        bool keepsThread = header.Type == RecordType.CallchainDeferred && trailer.HasTid;
        body = body[..^(trailer.Length - (keepsThread ? sizeof(ulong) : 0))];
        if (trailer.HasTime && trailer.Time is > 0 and < long.MaxValue) _queue.Add((long)trailer.Time, header, body);
        else _machine.TakeRecord(header, body);
        if (_machine.Anchor is not null) _finder.PrefetchKernel(_machine.Modules[_machine.Resolver.KernelModule].BuildId);
    }

    // The same losses are counted when a buffer was full and again for each event by the recorder at its end, in records without a time.
    private bool TakeLost(RecordHeader header, ReadOnlySpan<byte> body)
    {
        RecordTrailer trailer = _decoder.ReadTrailer(body);
        body = body[..^trailer.Length];
        if (header.IsFiltered && header.Type == RecordType.LostSamples) return true;
        if (body.Length < (header.Type == RecordType.Lost ? 16 : 8)) return false;
        if (header.Type == RecordType.Lost) _lostInBuffers = Sum(_lostInBuffers, Order.ReadUInt64(body[8..]));
        if (header.Type == RecordType.Lost && trailer.HasTime) _gaps.TakeLost(trailer.Time, Order.ReadUInt64(body[8..]), trailer.Cpu);
        if (header.Type == RecordType.Lost) return true;
        if (trailer is { HasTime: true, Time: 0 }) _lostOfEvents = Sum(_lostOfEvents, Order.ReadUInt64(body));
        else _lostElsewhere = Sum(_lostElsewhere, Order.ReadUInt64(body));
        return true;
    }

    private static ulong Sum(ulong a, ulong b) => Math.Min(a, long.MaxValue) + Math.Min(b, long.MaxValue);

    private bool TakeEvent(ReadOnlySpan<byte> body)
    {
        if (body.Length < EventAttribute.MinimumLength) return false;
        uint length = Order.ReadUInt32(body[4..]);
        return length <= (uint)body.Length && AddEvent(body[..(int)length], body[(int)length..]);
    }

    private void Decompress2(ReadOnlySpan<byte> body, long position)
    {
        if (body.Length < 8 || Order.ReadUInt64(body) > (ulong)(body.Length - 8)) Short(position);
        else Decompress(body.Slice(8, (int)Order.ReadUInt64(body)), position);
    }

    private void Decompress(ReadOnlySpan<byte> body, long position)
    {
        if (_isCompressionBroken)
        {
            _context.Report(PerfDataProblem.BadCompression, InputPosition.AtByte(position));
            return;
        }
        _compressed ??= new CompressedRecords();
        try
        {
            bool hasMore = true;
            while (hasMore)
            {
                _context.CancellationToken.ThrowIfCancellationRequested();
                hasMore = _compressed.Read(ref body);
                if (_compressed.IsSuspicious(_context.Options.MaximumCompressionRatio))
                {
                    throw _context.Limit($"the compressed records expand by more than {_context.Options.MaximumCompressionRatio} ({nameof(ProfileReadOptions.MaximumCompressionRatio)})", InputPosition.AtByte(position));
                }
                TakeDecompressed(position);
            }
        }
        catch (Exception bad) when (bad is ZstdSharp.ZstdException or InvalidDataException)
        {
            _isCompressionBroken = true;
            _context.Report(PerfDataProblem.BadCompression, InputPosition.AtByte(position));
        }
    }

    private void TakeDecompressed(long position)
    {
        ReadOnlySpan<byte> bytes = _compressed!.Bytes;
        int consumed = 0;
        while (bytes.Length - consumed >= RecordHeader.Length)
        {
            ReadOnlySpan<byte> rest = bytes[consumed..];
            RecordHeader header = RecordHeader.Read(rest, Order);
            if (header.Size is < RecordHeader.Length or > ushort.MaxValue) throw new InvalidDataException("The decompressed records are not valid.");
            if (header.Size > rest.Length) break;
            TakeUncompressed(header, rest[RecordHeader.Length..header.Size], position);
            consumed += header.Size;
        }
        _compressed.Consume(consumed);
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }
}
