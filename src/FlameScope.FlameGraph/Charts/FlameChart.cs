using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The stacks of one thread in time order. Equal frames of consecutive samples are merged. The chart is stored as columns of equal length with one
/// row per node.
/// </summary>
/// <remarks>
/// <para>
/// <b>Time.</b> A sample covers the time until the next sample of the thread. If the next sample is more than two sampling intervals later, the
/// thread did not run or was not sampled: the sample covers one interval, and the remaining time is a gap. The sampling interval is the lower
/// quartile of the times between consecutive samples of the thread. The last sample covers one interval. The samples of spans, as in trace events and
/// evented speedscope profiles, cover exactly the time that is their value.
/// </para>
/// <para>
/// <b>Merging.</b> Frames of consecutive samples are one node if there is no gap between the samples, the frames are shown under the same name and
/// have the same kind, and their callers are one node. A function that was called twice between two samples therefore appears as one call.
/// </para>
/// <para>Node 0 is the root, which covers all of the time. The order is pre-order: parents precede their children, and siblings are ordered by time.</para>
/// </remarks>
/// <example>
/// <code>
/// FlameChart chart = FlameChart.From(profile.Select().Within(range), tid: 4242);
/// foreach (FlameChartNode node in chart.Skip(1)) Console.WriteLine($"{node.Start} {node.Duration} {node.Name}");
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FlameChart : IReadOnlyList<FlameChartNode>
{
    private readonly FlameChartBuilder _nodes;

    private FlameChart(Profile profile, long tid, FlameChartBuilder nodes)
    {
        Profile = profile;
        Tid = tid;
        _nodes = nodes;
    }

    /// <summary>The profile of the samples.</summary>
    public Profile Profile { get; }

    /// <summary>The id of the thread.</summary>
    public long Tid { get; }

    /// <summary>The time of the first sample, in nanoseconds on the recorder's clock; 0 if there are no samples.</summary>
    public long StartTime => _nodes.StartTime;

    /// <summary>The time from the first sample to the end of the last, in nanoseconds.</summary>
    public long Duration => _nodes.Durations[0];

    /// <summary>The time that samples cover, in nanoseconds: the duration without the gaps.</summary>
    public long SampledDuration => _nodes.SampledDuration;

    /// <summary>The sampling interval of the thread, in nanoseconds; 0 if there are fewer than two samples.</summary>
    public long Interval => _nodes.Interval;

    /// <summary>The number of samples.</summary>
    public long SampleCount => _nodes.SampleCounts[0];

    /// <summary>The number of nodes, including the root.</summary>
    public int Count => _nodes.Depths.Count;

    /// <summary>For each node, the number of its ancestors.</summary>
    public ReadOnlySpan<int> Depths => CollectionsMarshal.AsSpan(_nodes.Depths);

    /// <summary>For each node, its start, in nanoseconds after <see cref="StartTime"/>.</summary>
    public ReadOnlySpan<long> Starts => CollectionsMarshal.AsSpan(_nodes.Starts);

    /// <summary>For each node, its duration, in nanoseconds.</summary>
    public ReadOnlySpan<long> Durations => CollectionsMarshal.AsSpan(_nodes.Durations);

    /// <summary>For each node, the number of its samples.</summary>
    public ReadOnlySpan<long> SampleCounts => CollectionsMarshal.AsSpan(_nodes.SampleCounts);

    /// <summary>For each node, the frame of its first sample; an id with the value -1 for the root.</summary>
    public ReadOnlySpan<FrameId> Frames => CollectionsMarshal.AsSpan(_nodes.Frames);

    /// <summary>Returns one node.</summary>
    /// <param name="node">The index of a node, from 0 (the root) to <see cref="Count"/> - 1.</param>
    /// <returns>A copy of the node.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public FlameChartNode this[int node] => new(
        node, _nodes.Depths[node], GetName(node), _nodes.Starts[node], _nodes.Durations[node], _nodes.SampleCounts[node], _nodes.Frames[node]);

    /// <summary>Makes the chart of a thread.</summary>
    /// <param name="selection">The samples. Samples of other threads and samples without a time are ignored.</param>
    /// <param name="tid">The id of the thread, which may have had several names.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The chart. It has only a root of duration 0 if no selected sample of the thread has a time.</returns>
    /// <exception cref="ArgumentException">The profile has no thread with the id <paramref name="tid"/>.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static FlameChart From(SampleSelection selection, long tid, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        Profile profile = selection.Profile;
        bool[] isOfThread = FindThread(profile, tid);
        var samples = new List<int>();
        int visited = 0;
        foreach (int sample in selection)
        {
            if ((++visited & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (sample >= profile.Samples.UntimedCount && isOfThread[profile.Samples.Threads[sample].Value]) samples.Add(sample);
        }
        var nodes = new FlameChartBuilder(profile);
        nodes.Add(samples, cancellationToken);
        return new FlameChart(profile, tid, nodes);
    }

    /// <summary>Returns the name of a node: the name that its frame is shown under; for the root, <c>thread</c> and the id.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public string GetName(int node) =>
        _nodes.Frames[node].Value < 0 ? string.Create(CultureInfo.InvariantCulture, $"thread {Tid}") : Profile.GetFrameName(_nodes.Frames[node]);

    /// <summary>Returns an enumerator of the nodes, in order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<FlameChartNode> GetEnumerator()
    {
        for (int node = 0; node < Count; node++) yield return this[node];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns a summary: the thread, and the numbers of nodes and samples.</summary>
    /// <returns>The summary.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"thread {Tid}: {Count} nodes of {SampleCount} samples in {Duration / 1e9:0.###} s");

    private static bool[] FindThread(Profile profile, long tid)
    {
        var isOfThread = new bool[profile.Threads.Count];
        bool exists = false;
        for (int i = 0; i < isOfThread.Length; i++) exists |= isOfThread[i] = profile.Threads.Rows[i].Tid == tid;
        if (!exists) throw new ArgumentException(FormattableString.Invariant($"The profile has no thread with the id {tid}."), nameof(tid));
        return isOfThread;
    }
}
