using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// The selected samples that have a time, in order, and how far the profile has gone at each: both by its time and by its samples, whichever went
/// farther, so that neither a busy stretch nor a quiet one makes what runs in it look rarer than it is.
/// </summary>
internal sealed class MomentSamples
{
    private const int MostIntervals = 1 << 16;

    private readonly long[] _times;

    private MomentSamples(SampleSelection selection, long[] times, int[] rows, double[] progress, long interval)
    {
        Profile = selection.Profile;
        _times = times;
        Rows = rows;
        Progress = progress;
        Interval = interval;
    }

    public Profile Profile { get; }

    public int Count => _times.Length;

    public long[] Times => _times;

    /// <summary>The row of each sample in the profile.</summary>
    public int[] Rows { get; }

    /// <summary>Rising, from 0: no step is shorter than its part of all time, nor than one part of all samples.</summary>
    public double[] Progress { get; }

    /// <summary>The usual time between two samples of one processor, or of one thread where processors are not known, in nanoseconds.</summary>
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
        return new MomentSamples(selection, times, rows, ProgressOf(times), IntervalOf(selection.Profile, times, rows));
    }

    /// <summary>The index of the first sample at or after a time.</summary>
    public int FirstAtOrAfter(long time)
    {
        int at = Array.BinarySearch(_times, time);
        if (at < 0) return ~at;
        while (at > 0 && _times[at - 1] == time) at--;
        return at;
    }

    private static double[] ProgressOf(long[] times)
    {
        var progress = new double[times.Length];
        double step = 1.0 / times.Length, second = times.Length < 2 ? 0 : 1.0 / Math.Max(1, times[^1] - times[0]);
        for (int i = 1; i < times.Length; i++) progress[i] = progress[i - 1] + Math.Max(step, (times[i] - times[i - 1]) * second);
        return progress;
    }

    // The lower quartile: a processor that has been idle, or a thread that slept, makes some of the distances longer.
    private static long IntervalOf(Profile profile, long[] times, int[] rows)
    {
        var last = new Dictionary<int, long>();
        var intervals = new List<long>();
        ReadOnlySpan<int> cpus = profile.Samples.Cpus;
        ReadOnlySpan<ThreadId> threads = profile.Samples.Threads;
        for (int i = 0; i < times.Length && intervals.Count < MostIntervals; i++)
        {
            int cpu = cpus[rows[i]];
            int key = cpu >= 0 ? cpu : -1 - threads[rows[i]].Value;
            if (last.TryGetValue(key, out long before) && times[i] > before) intervals.Add(times[i] - before);
            last[key] = times[i];
        }
        if (intervals.Count == 0) return 10_000_000;
        intervals.Sort();
        return intervals[intervals.Count / 4];
    }
}
