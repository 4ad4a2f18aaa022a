using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Builds the columns of a <see cref="FlameChart"/>. It keeps the nodes of the last sample's path; the next sample extends those that it shares.
/// </summary>
internal sealed class FlameChartBuilder(Profile profile)
{
    private readonly List<int> _path = [];
    private readonly List<FrameId> _stack = [];

    public List<int> Depths { get; } = [0];

    public List<long> Starts { get; } = [0];

    public List<long> Durations { get; } = [0];

    public List<long> SampleCounts { get; } = [0];

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
        bool[] areSpans = FindSpans();
        long end = StartTime;
        for (int i = 0; i < samples.Count; i++)
        {
            if ((i & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            long time = times[samples[i]];
            if (time > end) _path.Clear();
            long next = i + 1 < samples.Count ? times[samples[i + 1]] : time + Interval;
            if (areSpans[profile.Samples.Events[samples[i]].Value]) end = EndOfSpan(samples[i], time, i + 1 < samples.Count ? next : long.MaxValue);
            else end = next - time <= 2 * Interval ? next : time + Interval;
            Add(profile.Samples.Stacks[samples[i]], time - StartTime, end - time, profile.Samples.CountAt(samples[i]));
        }
        Durations[0] = end - StartTime;
        foreach (int sample in samples) SampleCounts[0] += profile.Samples.CountAt(sample);
    }

    // The samples of spans have their length as value. All others are points in time.
    private bool[] FindSpans()
    {
        var areSpans = new bool[profile.Events.Count];
        for (int i = 0; i < areSpans.Length; i++)
        {
            var id = new SampleEventId(i);
            areSpans[i] = profile.Events[id] == "span" && profile.GetDefaultValueType(id) is 0 && profile.GetValueTypes(id)[0].Unit == "nanoseconds";
        }
        return areSpans;
    }

    private long EndOfSpan(int sample, long time, long next)
    {
        ReadOnlySpan<long> values = profile.Samples.GetValues(0);
        long length = values.IsEmpty ? 1 : values[sample];
        return length < next - time ? time + length : Math.Max(time, next);
    }

    private long IntervalOf(List<int> samples)
    {
        ReadOnlySpan<long> times = profile.Samples.Times;
        var gaps = new List<long>(samples.Count);
        for (int i = 1; i < samples.Count; i++)
        {
            long gap = times[samples[i]] - times[samples[i - 1]];
            if (gap > 0) gaps.Add(gap);
        }
        return SamplingInterval.Estimate(gaps);
    }

    private void Add(StackId stack, long start, long duration, long count)
    {
        SampledDuration += duration;
        _stack.Clear();
        for (StackId s = stack; s != StackId.Empty; s = profile.Stacks.GetParent(s)) _stack.Add(profile.Stacks.Frames[s.Value]);
        _stack.Reverse();
        int shared = 0;
        while (shared < _stack.Count && shared < _path.Count && IsSame(Frames[_path[shared]], _stack[shared])) shared++;
        _path.RemoveRange(shared, _path.Count - shared);
        for (int depth = shared; depth < _stack.Count; depth++)
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
            SampleCounts[node] += count;
        }
    }

    private bool IsSame(FrameId a, FrameId b) =>
        a == b || (profile.Labels.ByFrame[a.Value] == profile.Labels.ByFrame[b.Value] && profile.Frames[a].DisplayKind == profile.Frames[b].DisplayKind);
}
