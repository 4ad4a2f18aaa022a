using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// The log-likelihood ratio of a burst given the processes that run in it: a test stratified by process (the adjustment of a scan statistic for a
/// categorical covariate, Kulldorff 1997). In each process, the share of the series among the samples in the run is compared with its share among the
/// process's other samples. The ratios of the processes are independent and add up.
/// </summary>
internal sealed class ProcessTest
{
    private readonly int[] _processes;
    private readonly int[] _totals;
    private readonly int[] _hits;
    private readonly int[] _inRun;
    private readonly int[] _hitsInRun;
    private readonly List<int> _touched = [];
    private int[] _positions = [];

    public ProcessTest(MomentSamples samples)
    {
        Profile profile = samples.Profile;
        var processOf = new int[profile.Threads.Count];
        var known = new Dictionary<(bool HasPid, long Id), int>();
        for (int i = 0; i < processOf.Length; i++)
        {
            ThreadInfo thread = profile.Threads.Rows[i];
            // Without process ids, each thread is a process.
            (bool, long) key = thread.Pid is { } pid ? (true, pid) : (false, thread.Tid ?? -1);
            if (!known.TryGetValue(key, out int process)) known[key] = process = known.Count;
            processOf[i] = process;
        }
        ReadOnlySpan<ThreadId> threads = profile.Samples.Threads;
        _processes = new int[samples.Count];
        _totals = new int[known.Count];
        for (int i = 0; i < _processes.Length; i++)
        {
            _processes[i] = processOf[threads[samples.Rows[i]].Value];
            _totals[_processes[i]]++;
        }
        _hits = new int[known.Count];
        _inRun = new int[known.Count];
        _hitsInRun = new int[known.Count];
    }

    /// <summary>Selects the series that is tested.</summary>
    /// <param name="positions">The indexes of the series' samples, ascending.</param>
    public void Select(int[] positions)
    {
        foreach (int sample in _positions) _hits[_processes[sample]] = 0;
        _positions = positions;
        foreach (int sample in positions) _hits[_processes[sample]]++;
    }

    /// <summary>Returns the log-likelihood ratio of a run of the series.</summary>
    /// <param name="first">The first sample of the run.</param>
    /// <param name="last">The last sample of the run.</param>
    public double ScoreOf(int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            int process = _processes[i];
            if (_inRun[process]++ == 0) _touched.Add(process);
        }
        int from = Math.Max(0, SortedPositions.CountBefore(_positions, first)), to = SortedPositions.CountBefore(_positions, last + 1);
        for (int i = from; i < to; i++) _hitsInRun[_processes[_positions[i]]]++;

        double score = 0;
        int hitsElsewhere = _positions.Length - (to - from), sizeElsewhere = _processes.Length - (last - first + 1);
        foreach (int process in _touched)
        {
            score += ScoreOfProcess(process, hitsElsewhere, sizeElsewhere);
            _inRun[process] = _hitsInRun[process] = 0;
        }
        _touched.Clear();
        return score;
    }

    // A process without samples outside of the run has an unknown share of the series. That it runs the series at all is then one event, however many
    // samples it has: its ratio is at most that of one sample. Two processes that start to run the series at the same time are two events.
    private double ScoreOfProcess(int process, int hitsElsewhere, int sizeElsewhere)
    {
        int hits = _hitsInRun[process], size = _inRun[process];
        double oneEvent = Math.Log((sizeElsewhere + 1.0) / (hitsElsewhere + 1.0));
        return Math.Max(Ratio(hits, size, _hits[process] - hits, _totals[process] - size), Math.Min(oneEvent, Ratio(hits, size, hitsElsewhere, sizeElsewhere)));
    }

    // The Bernoulli model of the scan statistic: half of the G statistic of the two-by-two table, if the share in the run is higher.
    private static double Ratio(int hits, int size, int otherHits, int otherSize) =>
        (long)hits * otherSize <= (long)otherHits * size ? 0 : GTest.Of(hits, size, otherHits, otherSize) / 2;
}
