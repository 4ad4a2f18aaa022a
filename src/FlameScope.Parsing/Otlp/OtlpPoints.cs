using System.Buffers.Binary;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the points of samples to a profile, many at a time.</summary>
internal sealed class OtlpPoints(ProfileBuilder builder, ReadContext context)
{
    private static readonly int BufferedRows = BufferSize.Choose(1024, small: 3);

    private readonly long[] _times = new long[BufferedRows];
    private readonly StackId[] _stacks = new StackId[BufferedRows];
    private readonly ThreadId[] _threads = new ThreadId[BufferedRows];
    private readonly LabelSetId[] _labels = new LabelSetId[BufferedRows];
    private readonly int[] _cpus = new int[BufferedRows];
    private readonly long[] _values = new long[BufferedRows];
    private readonly long[] _positions = new long[BufferedRows];
    private SampleEventId _event;
    private bool _isCount;
    private int _count;

    /// <summary>Indicates whether a sample had a time.</summary>
    public bool HasTimes { get; private set; }

    /// <summary>Begins a profile.</summary>
    /// <param name="eventId">The event of its samples.</param>
    /// <param name="isCount">Indicates whether a value is the number of samples.</param>
    public void Begin(SampleEventId eventId, bool isCount)
    {
        Flush();
        _event = eventId;
        _isCount = isCount;
    }

    /// <summary>Adds the points of a sample.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="found">The thread, the labels and the processor.</param>
    /// <param name="values">The values; empty if each is 1.</param>
    /// <param name="times">The times, eight bytes each; empty if there are none.</param>
    /// <param name="position">The position of the sample in the input.</param>
    public void Add(StackId stack, in OtlpContext found, ReadOnlySpan<long> values, ReadOnlySpan<byte> times, long position)
    {
        int count = times.Length / sizeof(long);
        if (count > 0 && !values.IsEmpty && values.Length != count)
        {
            // Which value belongs to which time is not known.
            context.Report("a sample with another number of values than of times", InputPosition.AtByte(position));
            times = default;
        }
        if (times.IsEmpty) count = values.Length;
        for (int i = 0; i < count; i++)
        {
            long value = values.IsEmpty ? 1 : values[i];
            if (value < 0) throw Negative(value, position);
            if (_count == BufferedRows) Flush();
            int row = _count++;
            _times[row] = times.IsEmpty ? SampleTable.NoTime : ToTime(BinaryPrimitives.ReadUInt64LittleEndian(times[(i * sizeof(long))..]), position);
            _stacks[row] = stack;
            _threads[row] = found.Thread;
            _labels[row] = found.Labels;
            _cpus[row] = found.Cpu;
            _values[row] = value;
            _positions[row] = position;
        }
    }

    /// <summary>Adds the points that are buffered to the profile.</summary>
    public void Flush()
    {
        int count = _count;
        if (count == 0) return;
        _count = 0;
        ReadOnlySpan<long> values = _values.AsSpan(0, count);
        var rows = new SampleRows
        {
            Times = _times.AsSpan(0, count),
            Stacks = _stacks.AsSpan(0, count),
            Threads = _threads.AsSpan(0, count),
            Event = _event,
            Cpus = _cpus.AsSpan(0, count),
            Labels = _labels.AsSpan(0, count),
            Values = values,
            Counts = _isCount ? values : default,
        };
        if (builder.TryAddSamples(rows)) HasTimes |= rows.Times.ContainsAnyExcept(SampleTable.NoTime);
        else AddOneByOne(rows);
    }

    // Row by row only where a sum does not fit.
    private void AddOneByOne(in SampleRows rows)
    {
        for (int i = 0; i < rows.Times.Length; i++)
        {
            bool hasTime = rows.Times[i] != SampleTable.NoTime;
            var row = new SampleRow
            {
                Time = hasTime ? rows.Times[i] : null,
                Stack = rows.Stacks[i],
                Thread = rows.Threads[i],
                Cpu = rows.Cpus[i] == SampleTable.NoCpu ? null : rows.Cpus[i],
                Event = rows.Event,
                Value = rows.Values[i],
                Count = _isCount ? rows.Values[i] : 1,
                Labels = rows.Labels[i],
            };
            if (builder.TryAddSample(row)) HasTimes |= hasTime;
            else context.Report("a value that exceeds the range of a sum", InputPosition.AtByte(_positions[i]));
        }
    }

    private long ToTime(ulong nanoseconds, long position)
    {
        if (nanoseconds is > 0 and < long.MaxValue) return (long)nanoseconds;
        context.Report("a time that is out of range", InputPosition.AtByte(position));
        return SampleTable.NoTime;
    }

    private ProfileFormatException Negative(long value, long position) => context.Unsupported(
        FormattableString.Invariant($"a sample has the negative value {value}: the profile is a difference of two profiles; read both and compare them instead"),
        InputPosition.AtByte(position));
}
