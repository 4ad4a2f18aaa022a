using System.Runtime.InteropServices;
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
    private static ReadOnlySpan<byte> Steps => [2, 5, 10];

    private readonly ProfileBuilder _builder;
    private readonly int _maximumSamples;
    private readonly List<Interval> _intervals = [];
    private readonly List<SpanLane> _lanes = [];

    /// <summary>Initializes a sampler.</summary>
    /// <param name="builder">The builder that receives the samples.</param>
    /// <param name="grid">The grid in nanoseconds.</param>
    /// <param name="maximumSamples">The maximum number of samples, unless there are more intervals.</param>
    public SpanSampler(ProfileBuilder builder, long grid, int maximumSamples)
    {
        _builder = builder;
        _maximumSamples = maximumSamples;
        Grid = grid;
    }

    /// <summary>The grid in nanoseconds. <see cref="Complete"/> makes it coarser where there would be too many samples.</summary>
    public long Grid { get; private set; }

    /// <summary>The number of changes whose time was before an earlier change of the same lane. They take the time of that change.</summary>
    public long ReversedCount { get; private set; }

    /// <summary>The number of slices that were left out because the sum of all values would not fit.</summary>
    public long OverflowCount { get; private set; }

    /// <summary>Adds a lane.</summary>
    public SpanLane AddLane(ThreadId thread, SampleEventId eventId)
    {
        var lane = new SpanLane(this, _builder, _lanes.Count, thread, eventId);
        _lanes.Add(lane);
        return lane;
    }

    /// <summary>Adds the samples to the builder. Spans that are open end at the last change of their lane.</summary>
    public void Complete()
    {
        ReadOnlySpan<Interval> intervals = CollectionsMarshal.AsSpan(_intervals);
        Grid = ChooseGrid(intervals, Grid, _maximumSamples);
        foreach (ref readonly Interval interval in intervals)
        {
            SpanLane lane = _lanes[interval.Lane];
            long start = interval.Start;
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
    private static long ChooseGrid(ReadOnlySpan<Interval> intervals, long grid, int maximumSamples)
    {
        Int128 covered = 0;
        foreach (ref readonly Interval interval in intervals) covered += (Int128)interval.End - interval.Start;
        long decade = grid;
        while (true)
        {
            foreach (byte step in Steps)
            {
                // A grid has at least covered / grid samples: most candidates need no counting.
                if (covered / grid <= maximumSamples)
                {
                    Int128 samples = 0;
                    foreach (ref readonly Interval interval in intervals)
                    {
                        samples += FloorDivide(interval.End - 1, grid) - (Int128)FloorDivide(interval.Start, grid) + 1;
                    }
                    if (samples <= maximumSamples || samples == intervals.Length) return grid;
                }
                if (decade > long.MaxValue / step) return grid;
                grid = decade * step;
            }
            decade = grid;
        }
    }

    private void Add(SpanLane lane, long time, long length, StackId stack)
    {
        if (length > long.MaxValue - _builder.TotalPeriod) OverflowCount++;
        else _builder.AddSample(time, stack, lane.Thread, cpu: null, lane.Event, length);
    }

    private static long FloorDivide(long value, long divisor)
    {
        (long quotient, long rest) = Math.DivRem(value, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }

    private readonly record struct Interval(int Lane, StackId Stack, long Start, long End);
}
