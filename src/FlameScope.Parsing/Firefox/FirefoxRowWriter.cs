using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the samples of one thread, whose weights have one type, many at a time.</summary>
internal sealed class FirefoxRowWriter
{
    private const int RowsAtOnce = 1024;
    private const long WeightUnit = 1_000_000;

    private static readonly SampleValueType[] Nanoseconds = [new("duration", "nanoseconds")];
    private static readonly SampleValueType[] Bytes = [new("bytes", "bytes")];

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly ThreadId _thread;
    private readonly SampleEventId _event;
    private readonly bool _isCount;
    private readonly long _unit;
    private readonly long[] _times = new long[RowsAtOnce];
    private readonly StackId[] _stacks = new StackId[RowsAtOnce];
    private readonly long[] _weights = new long[RowsAtOnce];
    private readonly byte[] _idle = new byte[RowsAtOnce];
    private int _count;

    /// <summary>Initializes a writer of samples with a weight type of the format.</summary>
    public FirefoxRowWriter(ProfileBuilder builder, ReadContext context, ThreadId thread, string weightType)
        : this(builder, context, thread, EventOf(builder, weightType), weightType)
    {
    }

    /// <summary>Initializes a writer of allocations, whose weights are bytes.</summary>
    public static FirefoxRowWriter ForAllocations(ProfileBuilder builder, ReadContext context, ThreadId thread, string eventName) =>
        new(builder, context, thread, builder.AddEvent(eventName, Bytes, 0), "bytes");

    private FirefoxRowWriter(ProfileBuilder builder, ReadContext context, ThreadId thread, SampleEventId eventId, string weightType)
    {
        _builder = builder;
        _context = context;
        _thread = thread;
        _isCount = weightType is not ("tracing-ms" or "bytes");
        _unit = weightType == "tracing-ms" ? 1 : WeightUnit;
        _event = eventId;
    }

    /// <summary>The event of the samples.</summary>
    public SampleEventId Event => _event;

    /// <summary>Adds a sample.</summary>
    /// <param name="time">The time in nanoseconds; <c>null</c> if there is none.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="weight">The weight in millionths; <see cref="FirefoxColumn.None"/> for 1.</param>
    /// <param name="isIdle">Indicates whether the thread was idle.</param>
    public void Add(long? time, StackId stack, long weight, bool isIdle)
    {
        if (_count == RowsAtOnce) Flush();
        int row = _count++;
        _times[row] = time ?? SampleTable.NoTime;
        _stacks[row] = stack;
        _weights[row] = weight == FirefoxColumn.None ? WeightUnit / _unit : weight / _unit;
        _idle[row] = isIdle ? (byte)1 : (byte)0;
    }

    /// <summary>Adds the samples that are buffered. It is called after the last one.</summary>
    public void Flush()
    {
        int count = _count;
        _count = 0;
        var rows = new SampleRows
        {
            Times = _times.AsSpan(0, count),
            Stacks = _stacks.AsSpan(0, count),
            Values = _isCount ? default : _weights.AsSpan(0, count),
            Counts = _isCount ? _weights.AsSpan(0, count) : default,
            Idle = _idle.AsSpan(0, count),
            Thread = _thread,
            Event = _event,
        };
        if (_builder.TryAddSamples(rows)) return;
        for (int i = 0; i < count; i++) AddOne(i);
    }

    private static SampleEventId EventOf(ProfileBuilder builder, string weightType) => weightType switch
    {
        "tracing-ms" => builder.AddEvent("tracing", Nanoseconds, 0),
        "bytes" => builder.AddEvent("bytes", Bytes, 0),
        _ => builder.AddEvent("samples", []),
    };

    // Row by row only where a weight is negative or a sum does not fit.
    private void AddOne(int index)
    {
        var row = new SampleRow
        {
            Time = _times[index] == SampleTable.NoTime ? null : _times[index],
            Stack = _stacks[index],
            Thread = _thread,
            Event = _event,
            Value = _isCount ? 1 : _weights[index],
            Count = _isCount ? _weights[index] : 1,
            IsIdle = _idle[index] != 0,
        };
        if (_builder.CanAdd(row)) _builder.AddSample(row);
        else _context.Report("sample whose weight is negative or does not fit");
    }
}
