using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The event whose stacks BPF tools count, and the unit of the counts.</summary>
internal readonly struct BpfValue
{
    private readonly SampleEventId _event;
    private readonly long _scale;

    private BpfValue(SampleEventId sampleEvent, long scale)
    {
        _event = sampleEvent;
        _scale = scale;
    }

    /// <summary>Returns the event of counts.</summary>
    public static BpfValue Count(ProfileBuilder builder, string name) => new(builder.AddEvent(name, []), 0);

    /// <summary>Returns the event of durations.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the event.</param>
    /// <param name="nanoseconds">The nanoseconds of the unit.</param>
    public static BpfValue Duration(ProfileBuilder builder, string name, long nanoseconds) =>
        new(builder.AddEvent(name, [new SampleValueType("duration", "nanoseconds")], 0), nanoseconds);

    /// <summary>Returns the event of a map of bpftrace. The last word of its name may be a unit.</summary>
    public static BpfValue OfMap(ProfileBuilder builder, string name)
    {
        if (name.Length == 0) return Count(builder, "samples");
        return name[(name.LastIndexOf('_') + 1)..] switch
        {
            "ns" or "nsecs" => Duration(builder, name, 1),
            "us" or "usecs" => Duration(builder, name, 1_000),
            "ms" or "msecs" => Duration(builder, name, 1_000_000),
            "bytes" => new BpfValue(builder.AddEvent(name, [new SampleValueType("size", "bytes")], 0), 1),
            _ => Count(builder, name),
        };
    }

    /// <summary>Returns the row of a number.</summary>
    /// <returns><c>false</c> if the value does not fit in 64 bits.</returns>
    public bool TryCreateRow(long number, StackId stack, ThreadId thread, out SampleRow row)
    {
        if (_scale == 0)
        {
            row = new SampleRow { Stack = stack, Thread = thread, Event = _event, Count = number };
            return true;
        }
        bool fits = number <= long.MaxValue / _scale;
        row = new SampleRow { Stack = stack, Thread = thread, Event = _event, Value = fits ? number * _scale : 0 };
        return fits;
    }
}
