using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// The selected samples that have a time, in order, and for each the elapsed part of the profile. Elapsed advances by the share of time or the share
/// of samples, whichever is greater, so that neither a busy nor a quiet phase makes a feature look more frequent than it is.
/// </summary>
internal sealed class MomentSamples
{
    private const int MaximumIntervals = 1 << 16;

    private const long DefaultInterval = 10_000_000;

    private readonly long[] _times;

    private MomentSamples(SampleSelection selection, long[] times, int[] rows, double[] elapsed, long interval)
    {
        Profile = selection.Profile;
        _times = times;
        Rows = rows;
        Elapsed = elapsed;
        Interval = interval;
    }

    public Profile Profile { get; }

    public int Count => _times.Length;

    public long[] Times => _times;

    /// <summary>For each sample, its row in the profile.</summary>
    public int[] Rows { get; }

    /// <summary>For each sample, the elapsed part of the profile, ascending from 0.</summary>
    public double[] Elapsed { get; }

    /// <summary>The sampling interval of one processor, or of one thread if processors are not known, in nanoseconds.</summary>
    public long Interval { get; }

    public long Span => _times[^1] - _times[0];

    public static MomentSamples From(SampleSelection selection, CancellationToken cancellationToken)
    {
        ReadOnlySpan<long> all = selection.Profile.Samples.Times;
        int untimed = selection.Profile.Samples.UntimedCount;
        int count = selection.Count;
        var times = new long[count];
        var rows = new int[count];
        int n = 0;
        foreach (int row in selection)
        {
            if (row < untimed) continue;
            times[n] = all[row];
            rows[n++] = row;
        }
        Array.Resize(ref times, n);
        Array.Resize(ref rows, n);
        cancellationToken.ThrowIfCancellationRequested();
        return new MomentSamples(selection, times, rows, ElapsedOf(times), IntervalOf(selection.Profile, times, rows));
    }

    /// <summary>Returns the index of the first sample at or after a time.</summary>
    public int FirstAtOrAfter(long time)
    {
        int at = Array.BinarySearch(_times, time);
        if (at < 0) return ~at;
        while (at > 0 && _times[at - 1] == time) at--;
        return at;
    }

    private static double[] ElapsedOf(long[] times)
    {
        var elapsed = new double[times.Length];
        double step = 1.0 / times.Length, share = times.Length < 2 ? 0 : 1.0 / Math.Max(1, times[^1] - times[0]);
        for (int i = 1; i < times.Length; i++) elapsed[i] = elapsed[i - 1] + Math.Max(step, (times[i] - times[i - 1]) * share);
        return elapsed;
    }

    private static long IntervalOf(Profile profile, long[] times, int[] rows)
    {
        var last = new Dictionary<int, long>();
        var intervals = new List<long>();
        ReadOnlySpan<int> cpus = profile.Samples.Cpus;
        ReadOnlySpan<ThreadId> threads = profile.Samples.Threads;
        for (int i = 0; i < times.Length && intervals.Count < MaximumIntervals; i++)
        {
            int cpu = cpus[rows[i]];
            int key = cpu >= 0 ? cpu : -1 - threads[rows[i]].Value;
            if (last.TryGetValue(key, out long before) && times[i] > before) intervals.Add(times[i] - before);
            last[key] = times[i];
        }
        return intervals.Count == 0 ? DefaultInterval : SamplingInterval.Estimate(intervals);
    }
}
