using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>Selects moments from the runs that the scans found. Each run is tested again against the time before and after it.</summary>
internal sealed class MomentSelector
{
    // Limits on the work, best candidates first. Plausible profiles do not reach them.
    private const int MaximumChecks = 20_000;
    private const int MaximumPeriodic = 2_000;
    private const int MaximumRepeats = 1_000;
    private const int MaximumMoments = 10_000;

    // When most seconds contain a burst, report only bursts whose score exceeds this multiple of the median.
    private const double MinimumOverMedian = 3;

    // The minimum share of a series among the samples of its burst.
    private const double MinimumShare = 0.2;

    private readonly MomentSamples _samples;
    private readonly MomentOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly FeatureSeries _features;
    private readonly FeatureCusum _bursts;
    private readonly RateCusum _rates;
    private readonly double _threshold;
    private readonly long _longestBurst;
    private readonly List<MomentCandidate> _moments = [];
    private Dictionary<int, int[]> _positions = [];

    public MomentSelector(MomentSamples samples, SampleFeatures sampleFeatures, MomentOptions options, CancellationToken cancellationToken)
    {
        _samples = samples;
        _options = options;
        _longestBurst = options.LongestBurst.Ticks * TimeSpan.NanosecondsPerTick;
        _cancellationToken = cancellationToken;
        _features = new FeatureSeries(samples, sampleFeatures, options.MinimumSamples);
        // Each sample of each series may start a run. The Bonferroni correction for this number of tests gives the expected number of false alarms.
        double trials = samples.Count + _features.Counts.Sum(count => (double)count);
        _threshold = Math.Log(trials / options.FalseAlarms);
        _bursts = new FeatureCusum(samples, _features, _threshold / 2, options.MinimumSamples);
        _rates = new RateCusum(samples);
    }

    public IReadOnlyList<MomentCandidate> Select()
    {
        _bursts.Scan(_cancellationToken);
        _rates.Scan(_cancellationToken);
        AddStartup();
        AddBursts();
        AddGaps();
        AddPeriodic();
        // Short moments are ranked higher: long ones are visible without a search.
        return
        [
            .. _moments.Select(m => m with { Score = m.Score / (1 + (m.Range.Duration / (double)TimeRange.NanosecondsPerSecond)) })
                .OrderByDescending(m => m.Score).ThenBy(m => m.Range.Start).Take(_options.MaximumCount),
        ];
    }

    // The best run that starts with the recording, ends, and does not recur.
    private void AddStartup()
    {
        long first = _samples.Times[0], latest = first + Math.Min(TimeRange.NanosecondsPerSecond, _samples.Span / 10);
        Run? best = null;
        foreach (Run run in _bursts.Runs)
        {
            if (_samples.Times[run.First] > latest || run.Score < _threshold) continue;
            bool recurs = _samples.Times[run.Last] - first > _samples.Span / 3 || run.Count < _features.Counts[run.Series] * 0.8;
            if (recurs || ShareOf(run) < MinimumShare) continue;
            if (best is null || run.Score > best.Value.Score) best = run;
        }
        if (best is { } found) Add(found with { First = 0 }, MomentKind.Startup, found.Score);
    }

    // The median over all seconds of the profile of the highest score of a burst; 0 if most seconds have no burst.
    private double MedianScore()
    {
        var best = new double[(int)Math.Min(1 << 24, (_samples.Span / TimeRange.NanosecondsPerSecond) + 1)];
        foreach (MomentCandidate moment in _moments.Where(m => m.Kind == MomentKind.Burst))
        {
            long from = (moment.Range.Start - _samples.Times[0]) / TimeRange.NanosecondsPerSecond;
            long to = (moment.Range.End - _samples.Times[0]) / TimeRange.NanosecondsPerSecond;
            for (long second = Math.Max(0, from); second <= to && second < best.Length; second++) best[second] = Math.Max(best[second], moment.Score);
        }
        Array.Sort(best);
        return best[best.Length / 2];
    }

    private void AddBursts()
    {
        (Run Run, double Score)[] candidates =
        [
            .. _bursts.Runs
                .Select(run => (Run: run, Score: run.Score / _bursts.DispersionOf(run.Series)))
                .Concat(_rates.Rising.Select(run => (Run: run, Score: run.Score / _rates.DispersionOf(LengthOf(run)))))
                .Where(c => c.Score >= _threshold && LengthOf(c.Run) <= _longestBurst)
                .OrderByDescending(c => c.Score).ThenBy(c => c.Run.First).ThenBy(c => c.Run.Series).ThenBy(c => c.Run.Last)
                .Take(MaximumChecks),
        ];
        _positions = _features.PositionsOf(_samples, candidates.Where(c => c.Run.Series >= 0).Select(c => c.Run.Series), _cancellationToken);
        foreach ((Run run, _) in candidates)
        {
            if (_moments.Count >= MaximumMoments) break;
            TimeRange range = RangeOf(run);
            if (_moments.Exists(m => Overlap(m.Range, range))) continue;
            if (run.Count < _options.MinimumSamples || (run.Series >= 0 && ShareOf(run) < MinimumShare)) continue;
            // A thread that exists only in this run may be one of many short-lived threads: its name and its functions decide.
            if (run.Series >= 0 && _features.IsThread(run.Series) && run.Count > 0.9 * _features.Counts[run.Series]) continue;
            double local = run.Series >= 0
                ? LocalScore(run) / _bursts.DispersionOf(run.Series)
                : LocalRise(run) / _rates.DispersionOf(LengthOf(run));
            if (local >= _threshold) Add(run, MomentKind.Burst, local);
        }
        double median = MedianScore();
        _moments.RemoveAll(m => m.Kind == MomentKind.Burst && m.Score < MinimumOverMedian * median);
    }

    private void AddGaps()
    {
        foreach (Run run in _rates.Falling.OrderByDescending(run => run.Score).ThenBy(run => run.First).Take(MaximumChecks))
        {
            long start = _samples.Times[run.First] + 1;
            var range = new TimeRange(start, Math.Max(start, _samples.Times[run.Last]));
            if (_moments.Exists(m => m.Kind == MomentKind.Gap && Overlap(m.Range, range))) continue;
            // Of samples at regular intervals, a fraction p is missing by chance, and n consecutive ones with probability (1 - p)^n. The square root
            // of the dispersion approximates 1 - p.
            double dispersion = _rates.DispersionOf(160_000_000);
            double local = LocalFall(run) / (dispersion < 1 ? Math.Sqrt(dispersion) : dispersion);
            if (local < _threshold) continue;
            _moments.Add(new MomentCandidate { Range = range, Kind = MomentKind.Gap, Score = local, SampleCount = run.Count, Feature = -1 });
        }
    }

    private void AddPeriodic()
    {
        double threshold = Math.Log((_features.Counts.Length + 1) * 5000.0 / _options.FalseAlarms);
        List<PeriodicSeries> found = PeriodFinder.Find(_samples, _features, _bursts, threshold, _cancellationToken);
        foreach (PeriodicSeries candidate in found.OrderByDescending(p => p.Score).ThenBy(p => p.Series).Take(MaximumPeriodic))
        {
            // A burst that recurs more than a thousand times is normal for the profile.
            if (candidate.Clusters.Length > MaximumRepeats || _moments.Count > MaximumMoments) continue;
            _cancellationToken.ThrowIfCancellationRequested();
            // A period that is not significant can still confirm bursts that were found one by one.
            bool isProven = candidate.Score >= threshold;
            if (!isProven && candidate.Clusters.Count(IsBurst) < 3) continue;
            foreach (Cluster cluster in candidate.Clusters)
            {
                var run = new Run(candidate.Series, cluster.First, cluster.Last, cluster.Count, 0);
                if (LengthOf(run) > Math.Min(_longestBurst, candidate.Period / 2)) continue;
                TimeRange range = RangeOf(run);
                int at = _moments.FindIndex(m => m.Kind != MomentKind.Gap
                    && (IsSame(m.Range, range) || (m.Kind == MomentKind.Periodic && IsSame(m.Period, candidate.Period) && Overlap(m.Range, range))));
                if (at < 0 && isProven && cluster.Count > 1 && (cluster.Count >= _options.MinimumSamples || ShareOf(run) >= MinimumShare))
                {
                    double expected = _bursts.Rate(candidate.Series) * FeatureCusum.LengthOf(_samples, cluster.First, cluster.Last, cluster.Count);
                    Add(run, MomentKind.Periodic, Math.Max(0.1, Math.Min(PoissonLogLikelihoodRatio.Of(cluster.Count, expected), _threshold)));
                    at = _moments.Count - 1;
                }
                if (at < 0 || _moments[at].Period != 0 || _moments[at].Kind == MomentKind.Startup) continue;
                _moments[at] = _moments[at] with { Kind = MomentKind.Periodic, Period = candidate.Period, RepeatCount = candidate.Clusters.Length };
            }
        }
    }

    private bool IsBurst(Cluster cluster)
    {
        TimeRange range = RangeOf(new Run(-1, cluster.First, cluster.Last, cluster.Count, 0));
        return _moments.Exists(m => m.Kind == MomentKind.Burst && IsSame(m.Range, range));
    }

    private void Add(Run run, MomentKind kind, double score)
    {
        TimeRange range = RangeOf(run);
        _moments.Add(new MomentCandidate
        {
            Range = range,
            Kind = kind,
            Score = score,
            SampleCount = _samples.FirstAtOrAfter(range.End) - _samples.FirstAtOrAfter(range.Start),
            Feature = run.Series < 0 ? -1 : _features.Features[run.Series],
        });
    }

    // From half an interval before the first sample to half an interval after the last, and at most halfway to the adjacent samples.
    private TimeRange RangeOf(Run run)
    {
        long half = Math.Max(2, _samples.Interval / 2);
        long first = _samples.Times[run.First], last = _samples.Times[run.Last];
        long before = run.First == 0 ? half : (first - _samples.Times[run.First - 1]) / 2;
        long after = run.Last + 1 == _samples.Count ? half : (_samples.Times[run.Last + 1] - last) / 2;
        before = Math.Min(half, before);
        after = Math.Max(1, Math.Min(half, after));
        return new TimeRange(first > long.MinValue + before ? first - before : long.MinValue + 1, last < long.MaxValue - after ? last + after : long.MaxValue);
    }

    private long LengthOf(Run run) => _samples.Times[run.Last] - _samples.Times[run.First];

    private static double ShareOf(Run run) => run.Count / (double)(run.Last - run.First + 1);

    private static bool Overlap(TimeRange a, TimeRange b) => a.Intersect(b).Duration * 2 > Math.Min(a.Duration, b.Duration);

    private static bool IsSame(TimeRange a, TimeRange b) => a.Intersect(b).Duration * 2 > Math.Max(a.Duration, b.Duration);

    private static bool IsSame(long a, long b) => Math.Abs(a - b) <= Math.Max(a, b) / 50;

    // Compares with the maximum of the rate of the profile, the rate before and the rate after the run: neither a phase nor a part of one is a burst.
    private double LocalScore(Run run)
    {
        double length = FeatureCusum.LengthOf(_samples, run.First, run.Last, run.Count);
        long flank = Math.Max(TimeRange.NanosecondsPerSecond, 2 * LengthOf(run));
        int from = _samples.FirstAtOrAfter(_samples.Times[run.First] - flank), to = _samples.FirstAtOrAfter(_samples.Times[run.Last] + flank) - 1;
        double rate = Math.Max(_bursts.Rate(run.Series), Math.Max(RateIn(run.Series, from, run.First - 1), RateIn(run.Series, run.Last + 1, to)));
        double expected = rate * length;
        return run.Count <= expected ? 0 : PoissonLogLikelihoodRatio.Of(run.Count, expected);
    }

    private double RateIn(int series, int first, int last)
    {
        if (last - first < 1) return 0;
        if (!_positions.TryGetValue(series, out int[]? positions)) return double.MaxValue;
        return (CountBefore(positions, last + 1) - CountBefore(positions, first)) / (_samples.Elapsed[last] - _samples.Elapsed[first]);
    }

    private static int CountBefore(int[] positions, int sample)
    {
        int at = Array.BinarySearch(positions, sample);
        return at < 0 ? ~at : at;
    }

    private double LocalRise(Run run)
    {
        long flank = Math.Max(TimeRange.NanosecondsPerSecond, 2 * LengthOf(run));
        double rate = Math.Max(_rates.Rate, Math.Max(RateBefore(run.First, flank), RateAfter(run.Last, flank)));
        double expected = rate * _rates.RiseLength(run.First, run.Last);
        return run.Count <= expected ? 0 : PoissonLogLikelihoodRatio.Of(run.Count, expected);
    }

    private double LocalFall(Run run)
    {
        long flank = Math.Max(2 * TimeRange.NanosecondsPerSecond, 2 * LengthOf(run));
        double rate = Math.Min(RateBefore(run.First + 1, flank), RateAfter(run.Last - 1, flank));
        double expected = rate * _rates.FallLength(run.First, run.Last);
        return run.Count >= expected ? 0 : PoissonLogLikelihoodRatio.Of(run.Count, expected);
    }

    private double RateBefore(int sample, long flank)
    {
        long end = _samples.Times[sample], start = Math.Max(_samples.Times[0], end - flank);
        return end - start < flank / 4 ? 0 : (sample - _samples.FirstAtOrAfter(start)) / (double)(end - start);
    }

    private double RateAfter(int sample, long flank)
    {
        long start = _samples.Times[sample], end = Math.Min(_samples.Times[^1], start + flank);
        return end - start < flank / 4 ? 0 : (_samples.FirstAtOrAfter(end) - sample - 1) / (double)(end - start);
    }
}
