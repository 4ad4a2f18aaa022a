using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>The columns of a <see cref="FlameChart"/> while they grow. The path that is open is kept, and each sample goes along it as far as it agrees.</summary>
internal sealed class FlameChartBuilder(Profile profile)
{
    private readonly List<int> _path = [];
    private readonly List<FrameId> _stack = [];

    public List<int> Depths { get; } = [0];

    public List<long> Starts { get; } = [0];

    public List<long> Durations { get; } = [0];

    public List<int> SampleCounts { get; } = [0];

    public List<FrameId> Frames { get; } = [new FrameId(-1)];

    public long StartTime { get; private set; }

    public long SampledDuration { get; private set; }

    public long Interval { get; private set; }

    public void Add(List<int> samples, CancellationToken cancellationToken)
    {
        if (samples.Count == 0) return;
        ReadOnlySpan<long> times = profile.Samples.Times;
        StartTime = times[samples[0]];
        Interval = IntervalOf(samples);
        long end = StartTime;
        for (int i = 0; i < samples.Count; i++)
        {
            if ((i & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            long time = times[samples[i]];
            if (time > end) _path.Clear();
            long next = i + 1 < samples.Count ? times[samples[i + 1]] : time + Interval;
            end = next - time <= 2 * Interval ? next : time + Interval;
            Add(profile.Samples.Stacks[samples[i]], time - StartTime, end - time);
        }
        Durations[0] = end - StartTime;
        SampleCounts[0] = samples.Count;
    }

    // The lower quartile: where the thread slept, the distances are longer.
    private long IntervalOf(List<int> samples)
    {
        ReadOnlySpan<long> times = profile.Samples.Times;
        var distances = new List<long>(samples.Count);
        for (int i = 1; i < samples.Count; i++)
        {
            long distance = times[samples[i]] - times[samples[i - 1]];
            if (distance > 0) distances.Add(distance);
        }
        if (distances.Count == 0) return 0;
        distances.Sort();
        return distances[distances.Count / 4];
    }

    private void Add(StackId stack, long start, long duration)
    {
        SampledDuration += duration;
        _stack.Clear();
        for (StackId s = stack; s != StackId.Empty; s = profile.Stacks.GetParent(s)) _stack.Add(profile.Stacks.Frames[s.Value]);
        _stack.Reverse();
        int same = 0;
        while (same < _stack.Count && same < _path.Count && IsSame(Frames[_path[same]], _stack[same])) same++;
        _path.RemoveRange(same, _path.Count - same);
        for (int depth = same; depth < _stack.Count; depth++)
        {
            _path.Add(Depths.Count);
            Depths.Add(depth + 1);
            Starts.Add(start);
            Durations.Add(0);
            SampleCounts.Add(0);
            Frames.Add(_stack[depth]);
        }
        foreach (int node in _path)
        {
            Durations[node] += duration;
            SampleCounts[node]++;
        }
    }

    private bool IsSame(FrameId a, FrameId b) =>
        a == b || (profile.Labels.ByFrame[a.Value] == profile.Labels.ByFrame[b.Value] && profile.Frames[a].Kind == profile.Frames[b].Kind);
}
