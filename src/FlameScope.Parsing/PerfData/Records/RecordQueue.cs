using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A sample in the queue, without its time. 40 bytes.</summary>
internal struct QueuedSample
{
    public long Period;
    public ulong Cookie; // of the record with the user's part of the call chain; 0 if the call chain is complete
    public int Pid;
    public int Tid;
    public int Cpu;
    public int Event;
    public int Node; // of the call chain
    public int Payload; // of a tracepoint; 0 if there is none
}

/// <summary>Receives records in the order of time.</summary>
internal interface IRecordHandler
{
    /// <summary>Takes a sample.</summary>
    /// <param name="time">The time; <see cref="SampleTable.NoTime"/> if there is none.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="userState">What is needed to unwind the user stack; empty if the call chain is complete.</param>
    void TakeSample(long time, in QueuedSample sample, ReadOnlySpan<byte> userState);

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
    private int[] _items = new int[256]; // the index of a sample, or the complement of the index of an entry
    private QueuedSample[] _samples = new QueuedSample[256];
    private Entry[] _entries = new Entry[256];
    private byte[] _bytes = [];
    private int _count;
    private int _sampleCount;
    private int _entryCount;
    private int _byteCount;
    private int _remaining; // after the last flush
    private long _maximum = long.MinValue;
    private long _limit = long.MinValue;

    // What has bytes: a record that is not a sample, or a sample with user state.
    private struct Entry
    {
        public int Sample; // -1 for another record
        public int Start; // of the bytes
        public int Length;
        public RecordHeader Header;
    }

    public void Add(long time, in QueuedSample sample, ReadOnlySpan<byte> userState1, ReadOnlySpan<byte> userState2)
    {
        int length = userState1.Length + userState2.Length;
        if (length == 0)
        {
            AddItem(time, AddSample(sample));
            return;
        }
        MakeRoom(length);
        AddEntry(time, new Entry { Sample = AddSample(sample) }, userState1, userState2);
    }

    public void Add(long time, RecordHeader header, ReadOnlySpan<byte> body)
    {
        MakeRoom(body.Length);
        AddEntry(time, new Entry { Sample = -1, Header = header }, body, default);
    }

    /// <summary>Ends a round over the buffers.</summary>
    public void EndRound()
    {
        if (_count >= MinimumCount + (2L * _remaining)) Flush(_limit);
        _limit = _maximum;
    }

    /// <summary>Passes on all records.</summary>
    public void Flush() => Flush(long.MaxValue);

    private void MakeRoom(int length)
    {
        if (length > MaximumBytes - _byteCount) Flush();
    }

    private int AddSample(in QueuedSample sample)
    {
        if (_sampleCount == _samples.Length) Array.Resize(ref _samples, _sampleCount * 2);
        _samples[_sampleCount] = sample;
        return _sampleCount++;
    }

    private void AddItem(long time, int item)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
            Array.Resize(ref _times, _count * 2);
        }
        _times[_count] = time;
        _items[_count++] = item;
        _maximum = Math.Max(_maximum, time);
    }

    private void AddEntry(long time, Entry entry, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int length = first.Length + second.Length;
        entry.Start = _byteCount;
        entry.Length = length;
        if (length > _bytes.Length - _byteCount) Array.Resize(ref _bytes, (int)Math.Max(Math.Min(_bytes.Length * 2L, MaximumBytes), _byteCount + length));
        first.CopyTo(_bytes.AsSpan(_byteCount));
        second.CopyTo(_bytes.AsSpan(_byteCount + first.Length));
        _byteCount += length;
        if (_entryCount == _entries.Length) Array.Resize(ref _entries, _entryCount * 2);
        _entries[_entryCount] = entry;
        AddItem(time, ~_entryCount++);
    }

    private void Flush(long limit)
    {
        int[] order = StableOrder.Of(_times.AsSpan(0, _count));
        int done = 0;
        for (; done < order.Length && _times[order[done]] <= limit; done++)
        {
            int item = _items[order[done]];
            long time = _times[order[done]];
            if (item >= 0)
            {
                handler.TakeSample(time, _samples[item], default);
                continue;
            }
            ref readonly Entry entry = ref _entries[~item];
            ReadOnlySpan<byte> bytes = _bytes.AsSpan(entry.Start, entry.Length);
            if (entry.Sample >= 0) handler.TakeSample(time, _samples[entry.Sample], bytes);
            else handler.TakeRecord(entry.Header, bytes);
        }
        Keep(order.AsSpan(done));
    }

    // Moves the remaining records to the front. Samples and entries have the order of the file, so a move never replaces what is needed later.
    private void Keep(Span<int> rest)
    {
        rest.Sort(); // the order of the file
        _byteCount = _sampleCount = _entryCount = _count = 0;
        foreach (int index in rest)
        {
            int item = _items[index];
            if (item >= 0)
            {
                _samples[_sampleCount] = _samples[item];
                item = _sampleCount++;
            }
            else
            {
                item = KeepEntry(~item);
            }
            _times[_count] = _times[index];
            _items[_count++] = item;
        }
        _remaining = _count;
    }

    private int KeepEntry(int index)
    {
        Entry entry = _entries[index];
        _bytes.AsSpan(entry.Start, entry.Length).CopyTo(_bytes.AsSpan(_byteCount));
        entry.Start = _byteCount;
        _byteCount += entry.Length;
        if (entry.Sample >= 0)
        {
            _samples[_sampleCount] = _samples[entry.Sample];
            entry.Sample = _sampleCount++;
        }
        _entries[_entryCount] = entry;
        return ~_entryCount++;
    }
}
