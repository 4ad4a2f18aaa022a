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

    private static readonly SampleValueType[] CpuTime = [new("cpu", "nanoseconds")];

    private readonly ChunkedColumn<long> _samples = new();  // the ids of the nodes
    private readonly ChunkedColumn<long> _times = new();    // since the start of the profile
    private long _time;

    /// <summary>The nodes.</summary>
    public V8NodeTree Nodes { get; } = new(builder, context);

    /// <summary>The number of samples so far.</summary>
    public int SampleCount => _samples.Count;

    /// <summary>Adds the ids of the nodes of the next samples.</summary>
    public void AddSamples(ReadOnlySpan<long> nodes)
    {
        foreach (long node in nodes) _samples.Add(node);
    }

    /// <summary>Adds the times between the next samples.</summary>
    /// <param name="nanoseconds">The deltas in nanoseconds, or <see cref="NoNumber"/>.</param>
    public void AddDeltas(ReadOnlySpan<long> nanoseconds)
    {
        long time = _time;
        foreach (long delta in nanoseconds)
        {
            long next = unchecked(time + delta);
            if (delta == NoNumber || (next > time) != (delta > 0)) Refuse(delta, ref next, time);
            time = next;
            _times.Add(time);
        }
        _time = time;
    }

    /// <summary>Adds the times of the next samples since the start of the profile, instead of deltas.</summary>
    /// <param name="nanoseconds">The times in nanoseconds, or <see cref="NoNumber"/>.</param>
    public void AddTimes(ReadOnlySpan<long> nanoseconds)
    {
        foreach (long time in nanoseconds)
        {
            if (time == NoNumber) context.Report("sample time that is not a number");
            else _time = time;
            _times.Add(_time);
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
        long[] nodes = _samples.MoveTo(null);
        long[] times = _times.MoveTo(null);
        bool hasTimes = times.Length > 0;
        int count = hasTimes || isCut ? Math.Min(nodes.Length, times.Length) : nodes.Length;
        if (hasTimes && nodes.Length != times.Length && !isCut)
        {
            context.Report("sample without a time, or time without a sample", count: Math.Abs((long)nodes.Length - times.Length));
        }
        if (count == 0) return;
        if (hasTimes) AddTimed(nodes, times.AsSpan(0, count), thread, start, end, isCut);
        else AddUntimed(nodes, thread);
    }

    private void AddTimed(long[] nodes, Span<long> times, ThreadId thread, long start, long? end, bool isCut)
    {
        bool isSorted = true;
        for (int i = 0; i < times.Length; i++)
        {
            long time = unchecked(times[i] + start);
            // A sum that does not fit. Sample times exclude the two ends of the range.
            if ((time > times[i]) != (start > 0) && start != 0) time = start > 0 ? long.MaxValue : long.MinValue;
            times[i] = Math.Clamp(time, long.MinValue + 1, long.MaxValue - 1);
            isSorted &= i == 0 || times[i] >= times[i - 1];
        }
        int[]? order = isSorted ? null : StableOrder.Of(times);
        SampleEventId eventId = builder.AddEvent("cpu", CpuTime, 0);
        long time0 = times[order is null ? 0 : order[0]];
        for (int i = 0; i < times.Length - (isCut ? 1 : 0); i++)
        {
            int next = i + 1;
            long time1 = next == times.Length ? Math.Max(end ?? time0, time0) : times[order is null ? next : order[next]];
            ulong value = unchecked((ulong)time1 - (ulong)time0);
            Add(nodes[order is null ? i : order[i]], time0, (long)Math.Min(value, long.MaxValue), thread, eventId);
            time0 = time1;
        }
    }

    private void AddUntimed(long[] nodes, ThreadId thread)
    {
        SampleEventId eventId = builder.AddEvent("cpu", []);
        foreach (long node in nodes) Add(node, null, 1, thread, eventId);
    }

    private void Add(long id, long? time, long value, ThreadId thread, SampleEventId eventId)
    {
        int node = Nodes.Find(id);
        if (node < 0) context.Report("sample of a node that is missing");
        var row = new SampleRow
        {
            Time = time,
            Stack = node < 0 ? StackId.Empty : Nodes.GetStack(node),
            Thread = thread,
            Event = eventId,
            Value = value,
            IsIdle = node >= 0 && Nodes.IsIdle(node),
        };
        if (builder.CanAdd(row)) builder.AddSample(row);
        else context.Report("sample whose value does not fit");
    }

    private void Refuse(long delta, ref long next, long time)
    {
        if (delta == 0) return;
        next = time;
        context.Report(delta == NoNumber ? "time delta that is not a number" : "time delta that does not fit");
    }
}
