using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Turns spans, which have a begin and an end, into samples. Each lane is a thread. A lane's stack is constant between two changes; each such interval is
/// cut at the multiples of a grid, and each slice becomes a sample whose time is the slice's start and whose value is its length.
/// </summary>
/// <remarks>
/// The sum of the values of a stack is exact. A heat map is exact to the grid. Intervals are collected first, because the grid becomes coarser until the
/// samples are not more than the limit. Time that no span covers has no samples. A span without length has no sample.
/// </remarks>
internal sealed class SpanSampler
{
    // A short input can have a span of hours. Its samples say no more than the few changes that the input has.
    private const int FreeSamples = 1_000_000;
    private const int SamplesPerInterval = 100;

    private static ReadOnlySpan<byte> Steps => [2, 5, 10];

    private readonly ProfileBuilder _builder;
    private readonly int _maximumSamples;
    private readonly List<Interval> _intervals = [];
    private readonly List<SpanLane> _lanes = [];

    /// <summary>Initializes a sampler.</summary>
    /// <param name="builder">The builder that receives the samples.</param>
    /// <param name="grid">The grid in nanoseconds.</param>
    /// <param name="maximumSamples">
    /// The maximum number of samples, unless there are more intervals. If there are few intervals, the maximum is a million or 100 per interval.
    /// </param>
    public SpanSampler(ProfileBuilder builder, long grid, int maximumSamples)
    {
        _builder = builder;
        _maximumSamples = maximumSamples;
        Grid = grid;
    }

    /// <summary>The grid in nanoseconds. <see cref="Complete(ReadContext)"/> makes it coarser where there would be too many samples.</summary>
    public long Grid { get; private set; }

    /// <summary>The number of changes whose time was before an earlier change of the same lane. They take the time of that change.</summary>
    public long ReversedCount { get; private set; }

    /// <summary>The number of slices that were left out because the sum of all values would not fit.</summary>
    public long OverflowCount { get; private set; }

    /// <summary>Adds a lane.</summary>
    /// <param name="thread">The thread of the samples.</param>
    /// <param name="eventId">The event of the samples.</param>
    /// <param name="isTimed">
    /// Indicates whether spans are measured in nanoseconds. Otherwise they are measured in another unit, such as bytes: their samples have no times, and
    /// they are not cut.
    /// </param>
    public SpanLane AddLane(ThreadId thread, SampleEventId eventId, bool isTimed = true)
    {
        var lane = new SpanLane(this, _builder, _lanes.Count, thread, eventId, isTimed);
        _lanes.Add(lane);
        return lane;
    }

    /// <summary>Adds the samples to the builder, and reports what was corrected. Spans that are open end at the last change of their lane.</summary>
    public void Complete(ReadContext context)
    {
        long wanted = Grid;
        Complete();
        if (ReversedCount > 0) context.Report("event with an earlier time than the event before it", count: ReversedCount);
        if (OverflowCount > 0) context.Report("part of a span whose length does not fit", count: OverflowCount);
        // In strict mode, too, a coarser grid is no fault: all totals are exact.
        if (Grid > wanted && !context.Options.Strict)
        {
            context.Report("spans cut at a coarser grid", text: Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Grid} ns")));
        }
    }

    /// <summary>Adds the samples to the builder. Spans that are open end at the last change of their lane.</summary>
    public void Complete()
    {
        ReadOnlySpan<Interval> intervals = CollectionsMarshal.AsSpan(_intervals);
        Grid = ChooseGrid(intervals);
        foreach (ref readonly Interval interval in intervals)
        {
            SpanLane lane = _lanes[interval.Lane];
            long start = interval.Start;
            if (!lane.IsTimed)
            {
                Add(lane, null, interval.End - start, interval.Stack);
                continue;
            }
            while (true)
            {
                // The next multiple of the grid. Beyond the range of a long there is none.
                long boundary = FloorDivide(start, Grid) + 1;
                long end = boundary <= interval.End / Grid ? Math.Min(boundary * Grid, interval.End) : interval.End;
                Add(lane, start, end - start, interval.Stack);
                if (end == interval.End) break;
                start = end;
            }
        }
        _intervals.Clear();
    }

    internal void AddInterval(int lane, StackId stack, long start, long end) => _intervals.Add(new Interval(lane, stack, start, end));

    internal void CountReversed() => ReversedCount++;

    // The counts of samples for the grids g, 2g, 5g, 10g, 20g, ... decrease towards the count of intervals.
    private long ChooseGrid(ReadOnlySpan<Interval> intervals)
    {
        long grid = Grid;
        int timed = 0;
        Int128 covered = 0;
        foreach (ref readonly Interval interval in intervals)
        {
            if (!_lanes[interval.Lane].IsTimed) continue;
            covered += interval.End - interval.Start;
            timed++;
        }
        long maximum = Math.Min(_maximumSamples, Math.Max(FreeSamples, (long)SamplesPerInterval * timed));
        long decade = grid;
        while (true)
        {
            foreach (byte step in Steps)
            {
                // A grid has at least covered / grid samples: most candidates need no counting.
                if (covered / grid <= maximum)
                {
                    Int128 samples = 0;
                    foreach (ref readonly Interval interval in intervals)
                    {
                        if (!_lanes[interval.Lane].IsTimed) continue;
                        samples += FloorDivide(interval.End - 1, grid) - (Int128)FloorDivide(interval.Start, grid) + 1;
                    }
                    if (samples <= maximum || samples == timed) return grid;
                }
                if (decade > long.MaxValue / step) return grid;
                grid = decade * step;
            }
            decade = grid;
        }
    }

    private void Add(SpanLane lane, long? time, long length, StackId stack)
    {
        var row = new SampleRow { Time = time, Stack = stack, Thread = lane.Thread, Event = lane.Event, Value = length };
        if (_builder.CanAdd(row)) _builder.AddSample(row);
        else OverflowCount++;
    }

    private static long FloorDivide(long value, long divisor)
    {
        (long quotient, long rest) = Math.DivRem(value, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }

    private readonly record struct Interval(int Lane, StackId Stack, long Start, long End);
}
