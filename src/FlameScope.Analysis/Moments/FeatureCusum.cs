namespace FlameScope.Analysis;

/// <summary>A run of samples in which a series is more frequent than in all of the profile.</summary>
/// <param name="Series">The series; -1 for the number of samples.</param>
/// <param name="First">The first sample of the run.</param>
/// <param name="Last">The last sample of the run.</param>
/// <param name="Count">The number of samples of the series in the run.</param>
/// <param name="Score">The log-likelihood ratio of a burst.</param>
internal sealed record Run(int Series, int First, int Last, int Count, double Score);

/// <summary>
/// CUSUM (Page 1954) over the log-likelihood ratio of a Poisson process: one pass over the samples keeps a sum per series and factor <c>r</c> by
/// which the series may have become more frequent. The sum grows by <c>ln r</c> per sample of the series and falls by <c>r - 1</c> times the expected
/// number of samples. The run from the start of a sum at 0 to its peak has the maximum likelihood (the maximal segments of Karlin and Altschul 1990).
/// </summary>
internal sealed class FeatureCusum
{
    // A sum that has fallen this far from its peak has left the burst: the odds against a continuation are e^10 to 1.
    private const double MaximumDrop = 10;

    private static readonly double[] Factors = [1.5, 2, 3, 4, 8, 16, 64, 256, 1024, 4096, 16384];
    private static readonly double[] LogFactors = Array.ConvertAll(Factors, Math.Log);
    private static readonly long[] WindowLengths = [20_000_000, 80_000_000, 320_000_000, 1_280_000_000];

    private readonly MomentSamples _samples;
    private readonly FeatureSeries _features;
    private readonly double _minimumScore;
    private readonly int _minimumCount;
    private readonly SeriesState[] _states;
    private readonly CusumState[] _sums;
    private readonly int[] _windows;
    private readonly int[] _occupied;
    private readonly long _clusterGap;

    public FeatureCusum(MomentSamples samples, FeatureSeries features, double minimumScore, int minimumCount)
    {
        _samples = samples;
        _features = features;
        _minimumScore = minimumScore;
        _minimumCount = minimumCount;
        _clusterGap = Math.Max(60_000_000, 4 * samples.Interval);
        _states = new SeriesState[features.Counts.Length];
        int sums = 0;
        for (int series = 0; series < _states.Length; series++)
        {
            double maximum = 2.0 * samples.Count / features.Counts[series];
            int factors = 1;
            while (factors < Factors.Length && Factors[factors] <= maximum) factors++;
            _states[series] = new SeriesState { Rate = features.Counts[series] / samples.Elapsed[^1], FirstState = sums, LastTime = long.MinValue };
            sums += factors;
            _states[series].EndState = sums;
        }
        _sums = new CusumState[sums];
        _windows = new int[_states.Length * WindowLengths.Length];
        _occupied = new int[_windows.Length];
        _windows.AsSpan().Fill(-1);
    }

    /// <summary>The runs that were found, in no particular order.</summary>
    public List<Run> Runs { get; } = [];

    /// <summary>The minimum gap between two clusters of a series, in nanoseconds.</summary>
    public long ClusterGap => _clusterGap;

    public int ClusterCount(int series) => _states[series].Clusters;

    public double Rate(int series) => _states[series].Rate;

    public void Scan(CancellationToken cancellationToken)
    {
        var windows = new int[WindowLengths.Length];
        int current = -1;
        void Visit(int series, int sample)
        {
            if (sample != current)
            {
                current = sample;
                for (int w = 0; w < windows.Length; w++) windows[w] = (int)((_samples.Times[sample] - _samples.Times[0]) / WindowLengths[w]);
            }
            Step(series, sample, windows);
        }
        _features.Visit(_samples, Visit, cancellationToken);
        for (int series = 0; series < _states.Length; series++)
        {
            for (int w = _states[series].FirstState; w < _states[series].EndState; w++) Emit(series, _sums[w]);
        }
    }

    /// <summary>
    /// Returns the index of dispersion of a series: the mean number of its samples per occupied window, divided by the number that a Poisson process
    /// gives. A series that is present in fewer than 5% of the windows has too little data for an estimate; 1 is returned.
    /// </summary>
    public double DispersionOf(int series)
    {
        double dispersion = 1, nearest = double.MaxValue;
        for (int w = 0; w < WindowLengths.Length; w++)
        {
            double windows = Math.Max(1, (double)_samples.Span / WindowLengths[w]);
            double occupied = _occupied[(series * WindowLengths.Length) + w];
            double mean = _features.Counts[series] / windows;
            double distance = Math.Abs(Math.Log(mean));
            if (distance >= nearest) continue;
            nearest = distance;
            double byChance = mean / (1 - Math.Exp(-mean));
            dispersion = occupied < windows / 20 || occupied < 20 ? 1 : Math.Max(1, _features.Counts[series] / occupied / byChance);
        }
        return dispersion;
    }

    private void Step(int series, int sample, int[] windows)
    {
        ref SeriesState state = ref _states[series];
        double elapsed = _samples.Elapsed[sample];
        double expected = (elapsed - state.LastElapsed) * state.Rate;
        state.LastElapsed = elapsed;
        long time = _samples.Times[sample];
        if (state.LastTime == long.MinValue || time - state.LastTime > _clusterGap) state.Clusters++;
        state.LastTime = time;
        for (int w = 0, at = series * windows.Length; w < windows.Length; w++, at++)
        {
            if (_windows[at] == windows[w]) continue;
            _windows[at] = windows[w];
            _occupied[at]++;
        }
        int end = state.EndState;
        for (int w = state.FirstState, factor = 0; w < end; w++, factor++)
        {
            ref CusumState cusum = ref _sums[w];
            double sum = cusum.Sum - ((Factors[factor] - 1) * expected);
            if (sum <= 0 || sum < cusum.Peak - MaximumDrop)
            {
                Emit(series, cusum);
                double start = LogFactors[factor];
                cusum = new CusumState { Sum = start, Peak = start, First = sample, Last = sample, Count = 1, PeakCount = 1 };
                continue;
            }
            cusum.Sum = sum + LogFactors[factor];
            cusum.Count++;
            if (cusum.Sum <= cusum.Peak) continue;
            cusum.Peak = cusum.Sum;
            cusum.PeakCount = cusum.Count;
            cusum.Last = sample;
        }
    }

    private void Emit(int series, in CusumState cusum)
    {
        if (cusum.PeakCount < _minimumCount || cusum.Peak < _minimumScore) return;
        double expected = _states[series].Rate * LengthOf(_samples, cusum.First, cusum.Last, cusum.PeakCount);
        double score = PoissonLogLikelihoodRatio.Of(cusum.PeakCount, expected);
        Runs.Add(new Run(series, cusum.First, cusum.Last, cusum.PeakCount, score));
    }

    /// <summary>
    /// Returns the elapsed part of the profile in a run of samples of a series: the gaps between them, and one mean gap more for the ends.
    /// </summary>
    public static double LengthOf(MomentSamples samples, int first, int last, int count) =>
        Math.Max((samples.Elapsed[last] - samples.Elapsed[first]) * count / Math.Max(1, count - 1), 1.0 / samples.Count);

    private struct SeriesState
    {
        public double Rate;
        public double LastElapsed;
        public long LastTime;
        public int FirstState;
        public int EndState;
        public int Clusters;
    }

    private struct CusumState
    {
        public double Sum;
        public double Peak;
        public int First;
        public int Last;
        public int Count;
        public int PeakCount;
    }
}
