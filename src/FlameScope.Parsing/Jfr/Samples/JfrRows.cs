using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Buffers the samples of a chunk as numbers and ids of the file. What they refer to is resolved for many rows at a time, so that the processor looks up
/// the constants of several rows at once, and the rows are added to the profile as columns.
/// </summary>
internal sealed class JfrRows(ProfileBuilder builder, ReadContext context, JfrStacks stacks, JfrReferences references)
{
    // 256 rows take 16 KiB, half of the first-level cache.
    private static readonly int Capacity = BufferSize.Choose(256, small: 3);

    private static readonly StackId Lost = new(-1);

    private readonly List<JfrSampleType> _types = [];
    private readonly long[] _slots = new long[Capacity * JfrSlots.EventCount];
    private readonly int[] _typeIndexes = new int[Capacity];
    private readonly int[] _offsets = new int[Capacity];
    private readonly long[] _times = new long[Capacity];
    private readonly StackId[] _stacks = new StackId[Capacity];
    private readonly ThreadId[] _threads = new ThreadId[Capacity];
    private readonly SampleEventId[] _events = new SampleEventId[Capacity];
    private readonly long[] _values = new long[Capacity];
    private readonly long[] _counts = new long[Capacity];
    private readonly LabelSetId[] _labels = new LabelSetId[Capacity];
    private readonly byte[] _idle = new byte[Capacity];
    private JfrClock _clock;
    private int _count;
    private bool _hasClasses;
    private bool _hasStates;
    private bool _hasCounts;

    /// <summary>Indicates whether no row can be added before <see cref="Flush"/>.</summary>
    public bool IsFull => _count == Capacity;

    /// <summary>The slots of the next row and of all rows after it.</summary>
    public Span<long> FreeSlots => _slots.AsSpan(_count * JfrSlots.EventCount);

    /// <summary>The number of types.</summary>
    public int TypeCount => _types.Count;

    /// <summary>Starts a chunk.</summary>
    public void Start(JfrClock clock)
    {
        _clock = clock;
        _types.Clear();
        _hasClasses = false;
        _hasStates = false;
        _hasCounts = false;
    }

    /// <summary>Adds a type of samples, which was started. Rows refer to it by its index.</summary>
    public void AddType(JfrSampleType type)
    {
        _types.Add(type);
        _hasClasses |= type.Class is not null;
        _hasStates |= type.State is not null;
        _hasCounts |= type.HasCount;
    }

    /// <summary>Adds the row whose values are at the start of <see cref="FreeSlots"/>.</summary>
    /// <param name="type">The index of the type.</param>
    /// <param name="offset">The offset of the event in the chunk.</param>
    public void Add(int type, int offset)
    {
        _typeIndexes[_count] = type;
        _offsets[_count] = offset;
        _count++;
    }

    /// <summary>Adds the rows to the profile.</summary>
    public void Flush(in JfrChunk chunk)
    {
        if (ResolveStacksAndThreads(chunk)) RemoveLost();
        int count = _count;
        if (count == 0) return;
        bool isUniform = _typeIndexes.AsSpan(0, count).IndexOfAnyExcept(_typeIndexes[0]) < 0;
        ReadValues(chunk);
        bool hasLabels = ReadLabels(chunk);
        bool hasIdle = ReadIdle(chunk);
        _count = 0;
        var rows = new SampleRows
        {
            Times = _times.AsSpan(0, count),
            Stacks = _stacks.AsSpan(0, count),
            Threads = _threads.AsSpan(0, count),
            Events = isUniform ? default : _events.AsSpan(0, count),
            Event = _events[0],
            Values = _values.AsSpan(0, count),
            Counts = _hasCounts ? _counts.AsSpan(0, count) : default,
            Labels = hasLabels ? _labels.AsSpan(0, count) : default,
            Idle = hasIdle ? _idle.AsSpan(0, count) : default,
        };
        if (!builder.TryAddSamples(rows)) AddOneByOne(chunk, rows);
    }

    // Returns whether rows have to be removed: in a chunk that is not complete, constants may be missing.
    private bool ResolveStacksAndThreads(in JfrChunk chunk)
    {
        bool hasLost = false;
        JfrSampleType? type = null;
        int typeIndex = -1;
        for (int i = 0; i < _count; i++)
        {
            if (typeIndex != _typeIndexes[i]) type = _types[typeIndex = _typeIndexes[i]];
            ReadOnlySpan<long> slots = _slots.AsSpan(i * JfrSlots.EventCount, JfrSlots.EventCount);
            if (type!.Stacks is { } stackConstants && stackConstants.TryGetResolved(slots[JfrSlots.Stack], out int known)) _stacks[i] = new StackId(known);
            else _stacks[i] = ResolveStack(chunk, type, slots[JfrSlots.Stack], _offsets[i]);
            if (type.Threads is { } threadConstants && threadConstants.TryGetResolved(slots[JfrSlots.Thread], out known)) _threads[i] = new ThreadId(known);
            else if (_stacks[i] != Lost) ResolveThread(chunk, type, slots[JfrSlots.Thread], i);
            hasLost |= _stacks[i] == Lost;
        }
        return hasLost;
    }

    private StackId ResolveStack(in JfrChunk chunk, JfrSampleType type, long id, int offset)
    {
        if (type.Stack is null) return StackId.Empty;
        if (stacks.TryResolve(chunk, type.Stack, id, out StackId stack)) return stack;
        context.Report(chunk.IsComplete ? JfrProblem.UnknownStack : JfrProblem.LostConstants, chunk.PositionOf(offset));
        return chunk.IsComplete ? StackId.Empty : Lost;
    }

    // The JDK writes no constant for some of its own threads, so that such a thread is not a fault.
    private void ResolveThread(in JfrChunk chunk, JfrSampleType type, long id, int row)
    {
        if (references.TryResolve(chunk, type.Thread, id, out _threads[row]) || chunk.IsComplete) return;
        context.Report(JfrProblem.LostConstants, chunk.PositionOf(_offsets[row]));
        _stacks[row] = Lost;
    }

    private void RemoveLost()
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_stacks[i] == Lost) continue;
            _slots.AsSpan(i * JfrSlots.EventCount, JfrSlots.EventCount).CopyTo(_slots.AsSpan(kept * JfrSlots.EventCount));
            _typeIndexes[kept] = _typeIndexes[i];
            _offsets[kept] = _offsets[i];
            _stacks[kept] = _stacks[i];
            _threads[kept] = _threads[i];
            kept++;
        }
        _count = kept;
    }

    private void ReadValues(in JfrChunk chunk)
    {
        for (int start = 0, end; start < _count; start = end)
        {
            int typeIndex = _typeIndexes[start];
            int next = _typeIndexes.AsSpan(start, _count - start).IndexOfAnyExcept(typeIndex);
            end = next < 0 ? _count : start + next;
            JfrSampleType type = _types[typeIndex];
            _events.AsSpan(start, end - start).Fill(type.Event);
            ReadTimes(chunk, type, start, end);
            ReadValues(chunk, type, start, end);
            ReadCounts(type, start, end);
        }
    }

    private void ReadTimes(in JfrChunk chunk, JfrSampleType type, int start, int end)
    {
        if (!type.HasTime)
        {
            _times.AsSpan(start, end - start).Fill(SampleTable.NoTime);
            return;
        }
        JfrClock clock = _clock;
        for (int i = start; i < end; i++)
        {
            _times[i] = clock.TryGetTime(_slots[(i * JfrSlots.EventCount) + JfrSlots.Time], out long time) ? time : NoTime(chunk, i);
        }
    }

    private void ReadValues(in JfrChunk chunk, JfrSampleType type, int start, int end)
    {
        if (type.Rule.ValueField is null || !type.HasValue)
        {
            _values.AsSpan(start, end - start).Fill(type.Rule.ValueField is null ? 1 : 0);
            return;
        }
        long scale = type.Scale;
        for (int i = start; i < end; i++)
        {
            long value = _slots[(i * JfrSlots.EventCount) + JfrSlots.Value];
            _values[i] = scale == 1 && value >= 0 ? value : ScaleValue(chunk, scale, value, i);
        }
    }

    private void ReadCounts(JfrSampleType type, int start, int end)
    {
        if (!type.HasCount)
        {
            _counts.AsSpan(start, end - start).Fill(1);
            return;
        }
        for (int i = start; i < end; i++) _counts[i] = Math.Max(0, _slots[(i * JfrSlots.EventCount) + JfrSlots.SampleCount]);
    }

    private long NoTime(in JfrChunk chunk, int row)
    {
        if (_clock.IsUsable) context.Report(JfrProblem.Time, chunk.PositionOf(_offsets[row]));
        return SampleTable.NoTime;
    }

    private long ScaleValue(in JfrChunk chunk, long scale, long value, int row)
    {
        bool fits = true;
        if (scale == JfrSampleType.TicksScale) fits = _clock.TryGetNanoseconds(value, out value) || !_clock.IsUsable;
        else if (scale > 1) fits = Math.BigMul(value, scale, out value) == value >> 63;
        if (fits && value >= 0) return value;
        context.Report(fits ? JfrProblem.NegativeValue : JfrProblem.Time, chunk.PositionOf(_offsets[row]));
        return 0;
    }

    private bool ReadLabels(in JfrChunk chunk)
    {
        if (!_hasClasses) return false;
        JfrSampleType? type = null;
        int typeIndex = -1;
        for (int i = 0; i < _count; i++)
        {
            if (typeIndex != _typeIndexes[i]) type = _types[typeIndex = _typeIndexes[i]];
            long id = _slots[(i * JfrSlots.EventCount) + JfrSlots.Class];
            if (type!.Classes is { } classes && classes.TryGetResolved(id, out int known)) _labels[i] = new LabelSetId(known);
            else _labels[i] = type.Class is { } field ? references.LabelsOf(chunk, field, id) : LabelSetId.None;
        }
        return true;
    }

    private bool ReadIdle(in JfrChunk chunk)
    {
        if (!_hasStates) return false;
        JfrSampleType? type = null;
        int typeIndex = -1;
        for (int i = 0; i < _count; i++)
        {
            if (typeIndex != _typeIndexes[i]) type = _types[typeIndex = _typeIndexes[i]];
            bool isIdle = type!.State is { } field && references.IsIdle(chunk, field, _slots[(i * JfrSlots.EventCount) + JfrSlots.State]);
            _idle[i] = isIdle ? (byte)1 : (byte)0;
        }
        return true;
    }

    // Row by row only where a sum does not fit.
    private void AddOneByOne(in JfrChunk chunk, in SampleRows rows)
    {
        for (int i = 0; i < rows.Times.Length; i++)
        {
            var row = new SampleRow
            {
                Time = rows.Times[i] == SampleTable.NoTime ? null : rows.Times[i],
                Stack = rows.Stacks[i],
                Thread = rows.Threads[i],
                Event = _events[i],
                Value = rows.Values[i],
                Count = _counts[i],
                Labels = rows.Labels.IsEmpty ? LabelSetId.None : rows.Labels[i],
                IsIdle = !rows.Idle.IsEmpty && rows.Idle[i] != 0,
            };
            if (!builder.TryAddSample(row)) context.Report(JfrProblem.Sum, chunk.PositionOf(_offsets[i]));
        }
    }
}
