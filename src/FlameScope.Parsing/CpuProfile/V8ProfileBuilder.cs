using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Collects the nodes and the samples of one V8 CPU profile, that is, of one thread, and adds the samples to a profile.</summary>
/// <remarks>
/// A time delta counts from the previous sample, the first one from the start of the profile. It can be negative: V8 delivers some samples late. Samples
/// are therefore sorted by time, and the value of each is the time until the next; the last one lasts until the end of the profile.
/// </remarks>
internal sealed class V8ProfileBuilder(ProfileBuilder builder, ReadContext context)
{
    /// <summary>Stands for a node id or a delta that is not a number.</summary>
    public const long NoNumber = long.MinValue;

    private const int MaximumMove = 32;
    private const int SliceLength = SlicedColumn<long>.SliceLength;

    private static readonly SampleValueType[] CpuTime = [new("cpu", "nanoseconds")];

    // 12 bytes per sample until all are known: the id of the node, and the time since the start.
    private V8NodeIds _nodes = new();
    private SlicedColumn<long> _times = new();
    private long _time;
    private bool _isSorted = true;

    /// <summary>The nodes.</summary>
    public V8NodeTree Nodes { get; } = new(builder, context);

    /// <summary>The number of samples so far.</summary>
    public int SampleCount => _nodes.Count;

    /// <summary>Adds the ids of the nodes of the next samples. The nodes can be added later.</summary>
    public void AddSamples(ReadOnlySpan<long> nodes) => _nodes.AddRange(nodes);

    /// <summary>Adds a part of other ids.</summary>
    public void AddSamples(V8NodeIds nodes, int first, int count) => _nodes.AddRange(nodes, first, count);

    /// <summary>Adds the times between the next samples.</summary>
    /// <param name="nanoseconds">The deltas in nanoseconds, or <see cref="NoNumber"/>.</param>
    public void AddDeltas(ReadOnlySpan<long> nanoseconds)
    {
        while (!nanoseconds.IsEmpty)
        {
            Span<long> rows = _times.Reserve(nanoseconds.Length);
            AddUp(nanoseconds[..rows.Length], rows);
            nanoseconds = nanoseconds[rows.Length..];
        }
    }

    /// <summary>Takes all samples. The columns must not be used again: their memory becomes that of the profile.</summary>
    /// <param name="nodes">The ids of the nodes.</param>
    /// <param name="nanoseconds">The deltas in nanoseconds, or <see cref="NoNumber"/>.</param>
    public void Take(V8NodeIds nodes, SlicedColumn<long> nanoseconds)
    {
        _nodes = nodes;
        _times = nanoseconds;
        for (int first = 0; first < nanoseconds.Count; first += SliceLength)
        {
            Span<long> rows = nanoseconds.GetSlice(first);
            AddUp(rows, rows);
        }
    }

    /// <summary>Adds the times of the next samples since the start of the profile, instead of deltas.</summary>
    /// <param name="nanoseconds">The times in nanoseconds, or <see cref="NoNumber"/>.</param>
    public void AddTimes(ReadOnlySpan<long> nanoseconds)
    {
        foreach (long time in nanoseconds)
        {
            if (time == NoNumber) context.Report("sample time that is not a number");
            else _time = time;
            _isSorted &= _times.Count == 0 || _time >= _times[_times.Count - 1];
            _times.Reserve(1)[0] = _time;
        }
    }

    /// <summary>Adds the samples to the profile.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="start">The start of the profile in nanoseconds.</param>
    /// <param name="end">The end of the profile in nanoseconds; <c>null</c> if it is unknown.</param>
    /// <param name="isCut">
    /// Indicates whether the input was cut. The last sample is then left out, because its length is unknown, and samples without a time are no fault.
    /// </param>
    public void Complete(ThreadId thread, long start, long? end, bool isCut = false)
    {
        Nodes.Connect(isCut);
        bool hasTimes = _times.Count > 0;
        int count = hasTimes || isCut ? Math.Min(_nodes.Count, _times.Count) : _nodes.Count;
        if (hasTimes && _nodes.Count != _times.Count && !isCut)
        {
            context.Report("sample without a time, or time without a sample", count: Math.Abs((long)_nodes.Count - _times.Count));
        }
        if (!hasTimes)
        {
            AddUntimed(count, thread);
            return;
        }
        if (!_isSorted && !TrySortInPlace(count)) Sort(count);
        // The values of all samples but the last come from times.
        long last = count == 0 ? 0 : TimeAt(count - 1, start);
        AddTimed(isCut ? count - 1 : count, thread, start, isCut ? last : Math.Max(end ?? last, last));
    }

    // The two spans may be the same memory.
    private void AddUp(ReadOnlySpan<long> deltas, Span<long> times)
    {
        long time = _time;
        bool isSorted = _isSorted;
        for (int i = 0; i < times.Length; i++)
        {
            long delta = deltas[i];
            long next = unchecked(time + delta);
            if (delta <= 0)
            {
                isSorted &= delta == 0;
                if (delta == NoNumber || next > time) next = Refuse(delta, time);
            }
            else if (next < time)
            {
                next = Refuse(delta, time);
            }
            times[i] = time = next;
        }
        _time = time;
        _isSorted = isSorted;
    }

    // Late samples precede few others. Moves each one back by at most some rows, which is a step of a stable sort even if that does not suffice.
    private bool TrySortInPlace(int count)
    {
        long previous = long.MinValue;
        for (int first = 0; first < count; first += SliceLength)
        {
            Span<long> slice = _times.GetSlice(first);
            slice = slice[..Math.Min(slice.Length, count - first)];
            for (int i = 0; i < slice.Length; i++)
            {
                if (slice[i] < previous && !TryMoveBack(first, slice, i)) return false;
                previous = slice[i];
            }
        }
        return true;
    }

    private bool TryMoveBack(int first, Span<long> times, int i)
    {
        if (i <= MaximumMove) return TryMoveBack(first + i);
        long time = times[i];
        int target = i - 1;
        while (i - target < MaximumMove && times[target - 1] > time) target--;
        int length = i - target;
        times.Slice(target, length).CopyTo(times.Slice(target + 1, length));
        times[target] = time;
        Span<int> nodes = _nodes.Codes.GetSlice(first).Slice(target, length + 1);
        int node = nodes[^1];
        nodes[..length].CopyTo(nodes[1..]);
        nodes[0] = node;
        return times[target - 1] <= time;
    }

    // The rows before may be in another slice.
    private bool TryMoveBack(int row)
    {
        long time = _times[row];
        SlicedColumn<int> nodes = _nodes.Codes;
        int node = nodes[row];
        int target = row;
        while (target > 0 && row - target < MaximumMove && _times[target - 1] > time)
        {
            _times[target] = _times[target - 1];
            nodes[target] = nodes[target - 1];
            target--;
        }
        _times[target] = time;
        nodes[target] = node;
        return target == 0 || _times[target - 1] <= time;
    }

    private void Sort(int count)
    {
        var times = new long[count];
        for (int i = 0; i < count; i++) times[i] = _times[i];
        int[] order = StableOrder.Of(times);
        _nodes.Codes.Reorder(order);
        _times.Reorder(order);
    }

    private void AddTimed(int count, ThreadId thread, long start, long end)
    {
        if (count <= 0) return;
        SampleEventId eventId = builder.AddEvent("cpu", CpuTime, 0);
        builder.ReserveSamples(count);
        var times = new long[SliceLength];
        var values = new long[SliceLength];
        var stacks = new StackId[SliceLength];
        var idle = new byte[SliceLength];
        for (int first = 0; first < count; first += SliceLength)
        {
            int length = Math.Min(SliceLength, count - first);
            ReadOnlySpan<long> slice = _times.GetSlice(first);
            SetTimes(slice[..length], start, times, values);
            bool isLast = first + length == count;
            long next = first + length < _times.Count && !isLast ? TimeAt(first + length, start) : end;
            values[length - 1] = Difference(times[length - 1], next);
            AddStacks(_nodes.Codes.GetSlice(first)[..length], stacks, idle);
            AddRows(new SampleRows
            {
                Times = times.AsSpan(0, length),
                Stacks = stacks.AsSpan(0, length),
                Values = values.AsSpan(0, length),
                Idle = idle.AsSpan(0, length),
                Thread = thread,
                Event = eventId,
            });
            _times.Release(first);
            _nodes.Codes.Release(first);
            context.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    // All values but the last.
    private static void SetTimes(ReadOnlySpan<long> slice, long start, Span<long> times, Span<long> values)
    {
        times = times[..slice.Length];
        values = values[..slice.Length];
        long first = slice[0];
        long last = slice[^1];
        // The times are sorted, so that nothing overflows if the outermost do not, and their difference does not.
        if (Add(first, start) == unchecked(first + start) && Add(last, start) == unchecked(last + start) && last - (Int128)first <= long.MaxValue)
        {
            for (int i = 0; i < slice.Length; i++) times[i] = slice[i] + start;
            for (int i = 1; i < slice.Length; i++) values[i - 1] = slice[i] - slice[i - 1];
            return;
        }
        for (int i = 0; i < slice.Length; i++) times[i] = Add(slice[i], start);
        for (int i = 1; i < slice.Length; i++) values[i - 1] = Difference(times[i - 1], times[i]);
    }

    private void AddUntimed(int count, ThreadId thread)
    {
        if (count == 0) return;
        SampleEventId eventId = builder.AddEvent("cpu", []);
        var stack = new StackId[1];
        var idle = new byte[1];
        for (int i = 0; i < count; i++)
        {
            AddStacks([_nodes.Codes[i]], stack, idle);
            builder.AddSample(new SampleRow { Stack = stack[0], Thread = thread, Event = eventId, IsIdle = idle[0] != 0 });
        }
    }

    private void AddStacks(ReadOnlySpan<int> nodes, StackId[] stacks, byte[] idle)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            if (!Nodes.TryGetSample(_nodes.Decode(nodes[i]), out stacks[i], out idle[i])) context.Report("sample of a node that is missing");
        }
    }

    // Row by row only where a sum does not fit.
    private void AddRows(in SampleRows rows)
    {
        if (builder.TryAddSamples(rows)) return;
        for (int i = 0; i < rows.Times.Length; i++)
        {
            var row = new SampleRow
            {
                Time = rows.Times[i],
                Stack = rows.Stacks[i],
                Thread = rows.Thread,
                Event = rows.Event,
                Value = rows.Values[i],
                IsIdle = rows.Idle[i] != 0,
            };
            if (builder.CanAdd(row)) builder.AddSample(row);
            else context.Report("sample whose value does not fit");
        }
    }

    private long TimeAt(int row, long start) => Add(_times[row], start);

    // Sample times exclude the two ends of the range.
    private static long Add(long time, long start)
    {
        long sum = unchecked(time + start);
        if (((time ^ sum) & (start ^ sum)) < 0) sum = time < 0 ? long.MinValue : long.MaxValue;
        return Math.Clamp(sum, long.MinValue + 1, long.MaxValue - 1);
    }

    private static long Difference(long from, long to) => (long)Math.Min(unchecked((ulong)to - (ulong)from), long.MaxValue);

    private long Refuse(long delta, long time)
    {
        context.Report(delta == NoNumber ? "time delta that is not a number" : "time delta that does not fit");
        return time;
    }
}
