using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A sample in the queue.</summary>
internal struct QueuedSample
{
    public long Time; // SampleTable.NoTime if there is none
    public long Period;
    public int Pid;
    public int Tid;
    public int Cpu;
    public int Event;
    public int Node; // of the call chain
    public int Payload; // of a tracepoint; 0 if there is none
    public ulong Cookie; // of the record with the user's part of the call chain; 0 if the call chain is complete
    public CpuMode Mode;
}

/// <summary>Receives records in the order of time.</summary>
internal interface IRecordHandler
{
    /// <summary>Takes a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="userState">What is needed to unwind the user stack; empty if the call chain is complete.</param>
    void TakeSample(in QueuedSample sample, ReadOnlySpan<byte> userState);

    /// <summary>Takes another record.</summary>
    void TakeRecord(RecordHeader header, ReadOnlySpan<byte> body);
}

/// <summary>
/// Orders records by time, since each processor's buffer is written separately. Records of equal times keep the order of the file.
/// </summary>
/// <remarks>
/// perf writes a mark after each round over the buffers: what was recorded before the previous round ended cannot be preceded by a later record, so it
/// leaves the queue. The queue is sorted when it has doubled since the last time, so that marks after every record do not cost a sort each.
/// </remarks>
internal sealed class RecordQueue(IRecordHandler handler)
{
    private const int MinimumCount = 16 * 1024;
    private const int MaximumBytes = 512 * 1024 * 1024;

    private long[] _times = new long[256];
    private Entry[] _entries = new Entry[256];
    private QueuedSample[] _samples = new QueuedSample[256];
    private byte[] _bytes = [];
    private int _count;
    private int _sampleCount;
    private int _byteCount;
    private int _remaining; // after the last flush
    private long _maximum = long.MinValue;
    private long _limit = long.MinValue;

    private struct Entry
    {
        public int Sample; // -1 for another record
        public int Start; // of the bytes
        public int Length;
        public RecordHeader Header;
    }

    public void Add(in QueuedSample sample, ReadOnlySpan<byte> userState1, ReadOnlySpan<byte> userState2)
    {
        if (_sampleCount == _samples.Length) Array.Resize(ref _samples, _sampleCount * 2);
        _samples[_sampleCount] = sample;
        Add(sample.Time, new Entry { Sample = _sampleCount++ }, userState1, userState2);
    }

    public void Add(long time, RecordHeader header, ReadOnlySpan<byte> body) => Add(time, new Entry { Sample = -1, Header = header }, body, default);

    /// <summary>Ends a round over the buffers.</summary>
    public void EndRound()
    {
        if (_count >= MinimumCount + (2L * _remaining)) Flush(_limit);
        _limit = _maximum;
    }

    /// <summary>Passes on all records.</summary>
    public void Flush() => Flush(long.MaxValue);

    private void Add(long time, Entry entry, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int length = first.Length + second.Length;
        if (length > MaximumBytes - _byteCount)
        {
            QueuedSample sample = entry.Sample >= 0 ? _samples[entry.Sample] : default;
            if (entry.Sample >= 0) _sampleCount--;
            Flush();
            if (entry.Sample >= 0)
            {
                entry.Sample = _sampleCount;
                _samples[_sampleCount++] = sample;
            }
        }
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
            Array.Resize(ref _times, _count * 2);
        }
        entry.Start = _byteCount;
        entry.Length = length;
        if (length > 0)
        {
            if (length > _bytes.Length - _byteCount) Array.Resize(ref _bytes, (int)Math.Max(Math.Min(_bytes.Length * 2L, MaximumBytes), _byteCount + length));
            first.CopyTo(_bytes.AsSpan(_byteCount));
            second.CopyTo(_bytes.AsSpan(_byteCount + first.Length));
            _byteCount += length;
        }
        _times[_count] = time;
        _entries[_count++] = entry;
        _maximum = Math.Max(_maximum, time);
    }

    private void Flush(long limit)
    {
        int[] order = StableOrder.Of(_times.AsSpan(0, _count));
        int done = 0;
        for (; done < order.Length && _times[order[done]] <= limit; done++)
        {
            ref readonly Entry entry = ref _entries[order[done]];
            ReadOnlySpan<byte> bytes = _bytes.AsSpan(entry.Start, entry.Length);
            if (entry.Sample >= 0) handler.TakeSample(_samples[entry.Sample], bytes);
            else handler.TakeRecord(entry.Header, bytes);
        }
        Keep(order.AsSpan(done));
    }

    // Moves the remaining records to the front.
    private void Keep(Span<int> rest)
    {
        rest.Sort(); // the order of the file
        byte[] bytes = _bytes;
        if (rest.Length > 0 && _byteCount > 0) _bytes = new byte[_bytes.Length];
        _byteCount = _sampleCount = _count = 0;
        foreach (int index in rest)
        {
            Entry entry = _entries[index];
            bytes.AsSpan(entry.Start, entry.Length).CopyTo(_bytes.AsSpan(_byteCount));
            entry.Start = _byteCount;
            _byteCount += entry.Length;
            if (entry.Sample >= 0)
            {
                _samples[_sampleCount] = _samples[entry.Sample];
                entry.Sample = _sampleCount++;
            }
            _times[_count] = _times[index];
            _entries[_count++] = entry;
        }
        _remaining = _count;
    }
}
