using System.Globalization;
using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// What one thread did, in time order: the samples' stacks side by side, equal frames of neighbours merged. Columns of equal length, a row a node.
/// </summary>
/// <remarks>
/// <para>
/// <b>Time.</b> A sample stands for the time up to the next one of the thread. Where the next one is farther away than two sampling intervals the thread
/// did not run, or was not sampled, in between: the sample stands for one interval, and nothing is drawn from there to the next. The interval is the
/// lower quartile of the distances between the thread's samples; the last sample stands for one interval.
/// </para>
/// <para>
/// <b>Merging.</b> Frames of neighbours are one node when no gap is between them, they are shown under the same name (<see cref="FrameLabels"/>), are of
/// the same kind, and their callers are one node. So a function that was called twice between two samples looks as if it was called once.
/// </para>
/// <para>Node 0 is the root, as wide as all of the time. The order is pre-order: parents before children, siblings by time.</para>
/// </remarks>
/// <example>
/// <code>
/// FlameChart chart = FlameChart.From(profile.Select().Within(range), tid: 4242);
/// for (int i = 1; i &lt; chart.Count; i++) Console.WriteLine(chart[i]);
/// </code>
/// </example>
public sealed class FlameChart
{
    private readonly FlameChartBuilder _nodes;

    private FlameChart(Profile profile, int tid, FlameChartBuilder nodes)
    {
        Profile = profile;
        Tid = tid;
        _nodes = nodes;
    }

    /// <summary>The profile the samples are of.</summary>
    public Profile Profile { get; }

    /// <summary>The thread.</summary>
    public int Tid { get; }

    /// <summary>The time of the first sample in nanoseconds on the recorder's clock; 0 when there is none.</summary>
    public long StartTime => _nodes.StartTime;

    /// <summary>The time from the first sample to the end of the last, in nanoseconds.</summary>
    public long Duration => _nodes.Durations[0];

    /// <summary>The time that samples stand for, in nanoseconds: the duration less the gaps.</summary>
    public long SampledDuration => _nodes.SampledDuration;

    /// <summary>The usual time between two samples of the thread, in nanoseconds; 0 when there are fewer than two.</summary>
    public long Interval => _nodes.Interval;

    /// <summary>The number of samples.</summary>
    public int SampleCount => _nodes.SampleCounts[0];

    /// <summary>The number of nodes, the root included.</summary>
    public int Count => _nodes.Depths.Count;

    /// <summary>For each node the number of its ancestors.</summary>
    public ReadOnlySpan<int> Depths => CollectionsMarshal.AsSpan(_nodes.Depths);

    /// <summary>For each node when it starts, in nanoseconds after <see cref="StartTime"/>.</summary>
    public ReadOnlySpan<long> Starts => CollectionsMarshal.AsSpan(_nodes.Starts);

    /// <summary>For each node how long it lasts, in nanoseconds.</summary>
    public ReadOnlySpan<long> Durations => CollectionsMarshal.AsSpan(_nodes.Durations);

    /// <summary>For each node the number of samples in it.</summary>
    public ReadOnlySpan<int> SampleCounts => CollectionsMarshal.AsSpan(_nodes.SampleCounts);

    /// <summary>For each node the frame of its first sample; an id of value -1 for the root.</summary>
    public ReadOnlySpan<FrameId> Frames => CollectionsMarshal.AsSpan(_nodes.Frames);

    /// <summary>One node.</summary>
    /// <param name="node">From 0, the root, to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public FlameChartNode this[int node] => new(
        node, _nodes.Depths[node], GetName(node), _nodes.Starts[node], _nodes.Durations[node], _nodes.SampleCounts[node], _nodes.Frames[node]);

    /// <summary>The chart of a thread.</summary>
    /// <param name="selection">Samples; those of other threads, and those without a time, are left out.</param>
    /// <param name="tid">The thread's id, whatever names the thread had.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A chart with no more than a root of no width when the thread has no sample with a time.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static FlameChart From(SampleSelection selection, int tid, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        Profile profile = selection.Profile;
        var samples = new List<int>();
        int seen = 0;
        foreach (int sample in selection)
        {
            if ((++seen & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (sample >= profile.Samples.UntimedCount && profile.Threads[profile.Samples.Threads[sample]].Tid == tid) samples.Add(sample);
        }
        var nodes = new FlameChartBuilder(profile);
        nodes.Add(samples, cancellationToken);
        return new FlameChart(profile, tid, nodes);
    }

    /// <summary>The name of a node: the one its frame is shown under; <c>thread</c> and its id for the root.</summary>
    /// <param name="node">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public string GetName(int node) =>
        _nodes.Frames[node].Value < 0 ? string.Create(CultureInfo.InvariantCulture, $"thread {Tid}") : Profile.Labels[_nodes.Frames[node]];
}
