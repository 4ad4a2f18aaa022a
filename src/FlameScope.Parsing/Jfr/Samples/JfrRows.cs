using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Collects the samples of a chunk as numbers and ids of the file. What they refer to is resolved for many rows at a time, so that the processor looks up
/// the constants of several rows at once, and the rows are added to the profile as columns.
/// </summary>
internal sealed class JfrRows(ProfileBuilder builder, ReadContext context, JfrStacks stacks, JfrReferences references)
{
    private static readonly StackId Lost = new(-1);

    private readonly List<JfrSampleType> _types = [];
    private readonly List<Run> _runs = [];
    private readonly long[] _times = new long[JfrRowBuffer.Capacity];
    private readonly StackId[] _stacks = new StackId[JfrRowBuffer.Capacity];
    private readonly ThreadId[] _threads = new ThreadId[JfrRowBuffer.Capacity];
    private readonly SampleEventId[] _events = new SampleEventId[JfrRowBuffer.Capacity];
    private readonly long[] _values = new long[JfrRowBuffer.Capacity];
    private readonly long[] _counts = new long[JfrRowBuffer.Capacity];
    private readonly LabelSetId[] _labels = new LabelSetId[JfrRowBuffer.Capacity];
    private readonly int[] _states = new int[JfrRowBuffer.Capacity];
    private readonly byte[] _idle = new byte[JfrRowBuffer.Capacity];
    private JfrClock _clock;

    /// <summary>The rows that were not added to the profile yet.</summary>
    public JfrRowBuffer Buffer { get; } = new();

    /// <summary>The number of types.</summary>
    public int TypeCount => _types.Count;

    /// <summary>Starts a chunk.</summary>
    public void Start(JfrClock clock)
    {
        _clock = clock;
        _types.Clear();
        Buffer.Clear();
    }

    /// <summary>Adds a type of samples, which was started. Rows refer to it by its index.</summary>
    public void AddType(JfrSampleType type)
    {
        _types.Add(type);
        Buffer.Join(type.ShortFields);
    }

    /// <summary>Adds the rows to the profile.</summary>
    public void Flush(in JfrChunk chunk)
    {
        FindRuns();
        if (ResolveStacksAndThreads(chunk))
        {
            RemoveLost();
            FindRuns();
        }
        int count = Buffer.Count;
        if (count == 0) return;
        ReadTimes(chunk);
        var rows = new SampleRows
        {
            Times = _times.AsSpan(0, count),
            Stacks = _stacks.AsSpan(0, count),
            Threads = _threads.AsSpan(0, count),
            Events = ReadEvents(),
            Event = _runs[0].Type.Event,
            Values = ReadValues(chunk),
            Counts = ReadCounts(),
            Labels = ReadLabels(chunk),
            Idle = ReadIdle(chunk),
        };
        Buffer.Count = 0;
        if (!builder.TryAddSamples(rows)) AddOneByOne(chunk, rows);
    }

    private void FindRuns()
    {
        _runs.Clear();
        for (int start = 0, end; start < Buffer.Count; start = end)
        {
            end = Buffer.EndOfType(start);
            _runs.Add(new Run(TypeOf(start), start, end));
        }
    }

    // Looks up what a slot refers to. Rows whose type has no constants get -1, as those do whose constant was not resolved. Returns whether there are any.
    private bool LookUp(int slot, Func<JfrSampleType, JfrIdTable?> constantsOf, Span<int> resolved)
    {
        ReadOnlySpan<long> ids = Buffer.Column(slot);
        bool isComplete = true;
        for (int run = 0; run < _runs.Count;)
        {
            int start = _runs[run].Start;
            JfrIdTable? constants = constantsOf(_runs[run].Type);
            do run++;
            while (run < _runs.Count && constantsOf(_runs[run].Type) == constants);
            int end = _runs[run - 1].End;
            if (constants is not null)
            {
                isComplete &= constants.TryGetResolved(ids[start..end], resolved[start..end]);
                continue;
            }
            resolved[start..end].Fill(JfrIdTable.Unresolved);
            isComplete = false;
        }
        return !isComplete;
    }

    private JfrSampleType TypeOf(int row) => _types[Buffer.TypeOf(row)];

    // Returns whether rows have to be removed: in a chunk that is not complete, constants may be missing.
    private bool ResolveStacksAndThreads(in JfrChunk chunk)
    {
        Span<int> foundStacks = MemoryMarshal.Cast<StackId, int>(_stacks.AsSpan());
        Span<int> foundThreads = MemoryMarshal.Cast<ThreadId, int>(_threads.AsSpan());
        bool hasNewStacks = LookUp(JfrSlots.Stack, static type => type.Stacks, foundStacks);
        bool hasNewThreads = LookUp(JfrSlots.Thread, static type => type.Threads, foundThreads);
        if (!hasNewStacks && !hasNewThreads) return false;
        Span<long> stackIds = Buffer.Column(JfrSlots.Stack);
        Span<long> threadIds = Buffer.Column(JfrSlots.Thread);
        bool hasLost = false;
        for (int i = 0; i < stackIds.Length; i++)
        {
            if (foundStacks[i] < 0) _stacks[i] = ResolveStack(chunk, TypeOf(i), stackIds[i], i);
            if (foundThreads[i] < 0 && _stacks[i] != Lost) ResolveThread(chunk, TypeOf(i), threadIds[i], i);
            hasLost |= _stacks[i] == Lost;
        }
        return hasLost;
    }

    private StackId ResolveStack(in JfrChunk chunk, JfrSampleType type, long id, int row)
    {
        if (type.Stack is null) return StackId.Empty;
        if (stacks.TryResolve(chunk, type.Stack, id, out StackId stack)) return stack;
        context.Report(chunk.IsComplete ? JfrProblem.UnknownStack : JfrProblem.LostConstants, PositionOf(chunk, row));
        return chunk.IsComplete ? StackId.Empty : Lost;
    }

    // The JDK writes no constant for some of its own threads, so that such a thread is not a fault.
    private void ResolveThread(in JfrChunk chunk, JfrSampleType type, long id, int row)
    {
        if (references.TryResolve(chunk, type.Thread, id, out _threads[row]) || chunk.IsComplete) return;
        context.Report(JfrProblem.LostConstants, PositionOf(chunk, row));
        _stacks[row] = Lost;
    }

    private void RemoveLost()
    {
        int kept = 0;
        for (int i = 0; i < Buffer.Count; i++)
        {
            if (_stacks[i] == Lost) continue;
            Buffer.Move(i, kept);
            _stacks[kept] = _stacks[i];
            _threads[kept] = _threads[i];
            kept++;
        }
        Buffer.Count = kept;
    }

    private void ReadTimes(in JfrChunk chunk)
    {
        ReadOnlySpan<long> ticks = Buffer.Column(JfrSlots.Time);
        JfrClock clock = _clock;
        foreach ((JfrSampleType type, int start, int end) in _runs)
        {
            if (!type.HasTime)
            {
                _times.AsSpan(start, end - start).Fill(SampleTable.NoTime);
            }
            else if (!clock.TryAddStart(ticks[start..end], _times.AsSpan(start)))
            {
                for (int i = start; i < end; i++) _times[i] = clock.TryGetTime(ticks[i], out long time) ? time : NoTime(chunk, i);
            }
        }
    }

    private long NoTime(in JfrChunk chunk, int row)
    {
        if (_clock.IsUsable) context.Report(JfrProblem.Time, PositionOf(chunk, row));
        return SampleTable.NoTime;
    }

    // Returns no events if all rows have the same.
    private ReadOnlySpan<SampleEventId> ReadEvents()
    {
        if (_runs.Count == 1) return default;
        foreach ((JfrSampleType type, int start, int end) in _runs) _events.AsSpan(start, end - start).Fill(type.Event);
        return _events.AsSpan(0, Buffer.Count);
    }

    private ReadOnlySpan<long> ReadValues(in JfrChunk chunk)
    {
        ReadOnlySpan<long> found = Buffer.Column(JfrSlots.Value);
        foreach ((JfrSampleType type, int start, int end) in _runs)
        {
            ReadOnlySpan<long> values = found[start..end];
            Span<long> target = _values.AsSpan(start, end - start);
            if (type.Rule.ValueField is null || !type.HasValue)
            {
                target.Fill(type.Rule.ValueField is null ? 1 : 0);
            }
            else if (type.Scale == 1 && !values.ContainsAnyExceptInRange(0, long.MaxValue))
            {
                if (values.Length == found.Length) return values;
                values.CopyTo(target);
            }
            else
            {
                for (int i = 0; i < values.Length; i++) target[i] = ScaleValue(chunk, type.Scale, values[i], start + i);
            }
        }
        return _values.AsSpan(0, found.Length);
    }

    private long ScaleValue(in JfrChunk chunk, long scale, long value, int row)
    {
        bool fits = true;
        if (scale == JfrSampleType.TicksScale) fits = _clock.TryGetNanoseconds(value, out value) || !_clock.IsUsable;
        else if (scale > 1) fits = Math.BigMul(value, scale, out value) == value >> 63;
        if (fits && value >= 0) return value;
        context.Report(fits ? JfrProblem.NegativeValue : JfrProblem.Time, PositionOf(chunk, row));
        return 0;
    }

    // Returns no counts if each row counts once.
    private ReadOnlySpan<long> ReadCounts()
    {
        if (!_runs.Exists(static run => run.Type.HasCount)) return default;
        ReadOnlySpan<long> found = Buffer.Column(JfrSlots.SampleCount);
        foreach ((JfrSampleType type, int start, int end) in _runs)
        {
            for (int i = start; i < end; i++) _counts[i] = type.HasCount ? Math.Max(0, found[i]) : 1;
        }
        return _counts.AsSpan(0, found.Length);
    }

    // Returns no labels if no row has any.
    private ReadOnlySpan<LabelSetId> ReadLabels(in JfrChunk chunk)
    {
        if (!_runs.Exists(static run => run.Type.Class is not null)) return default;
        Span<int> found = MemoryMarshal.Cast<LabelSetId, int>(_labels.AsSpan(0, Buffer.Count));
        if (LookUp(JfrSlots.Class, static type => type.Classes, found))
        {
            ReadOnlySpan<long> ids = Buffer.Column(JfrSlots.Class);
            for (int i = 0; i < found.Length; i++)
            {
                if (found[i] < 0) _labels[i] = references.LabelsOf(chunk, TypeOf(i).Class, ids[i]);
            }
        }
        return _labels.AsSpan(0, found.Length);
    }

    // Returns nothing if no row can be idle.
    private ReadOnlySpan<byte> ReadIdle(in JfrChunk chunk)
    {
        if (!_runs.Exists(static run => run.Type.State is not null)) return default;
        Span<int> found = _states.AsSpan(0, Buffer.Count);
        LookUp(JfrSlots.State, static type => type.States, found);
        ReadOnlySpan<long> ids = Buffer.Column(JfrSlots.State);
        for (int i = 0; i < found.Length; i++)
        {
            bool isIdle = found[i] < 0 ? references.IsIdle(chunk, TypeOf(i).State, ids[i]) : found[i] != 0;
            _idle[i] = isIdle ? (byte)1 : (byte)0;
        }
        return _idle.AsSpan(0, found.Length);
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
                Event = rows.Events.IsEmpty ? rows.Event : rows.Events[i],
                Value = rows.Values[i],
                Count = rows.Counts.IsEmpty ? 1 : rows.Counts[i],
                Labels = rows.Labels.IsEmpty ? LabelSetId.None : rows.Labels[i],
                IsIdle = !rows.Idle.IsEmpty && rows.Idle[i] != 0,
            };
            if (!builder.TryAddSample(row)) context.Report(JfrProblem.Sum, PositionOf(chunk, i));
        }
    }

    private InputPosition PositionOf(in JfrChunk chunk, int row) => chunk.PositionOf(Buffer.OffsetOf(row));

    // Rows of one type that follow each other.
    private readonly record struct Run(JfrSampleType Type, int Start, int End);
}
