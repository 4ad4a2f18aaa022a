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

    // A moment of this length in nanoseconds has half the score of a very short one: long moments are visible without a search.
    private const double RankLength = 300_000_000;

    // The maximum length of a burst in a longer moment, relative to the moment.
    private const double MaximumPart = 1 / 3.0;

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
        return
        [
            .. _moments.Select(m => m with { Score = RankOf(m.Score, m.Range.Duration) })
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
            if (best is null || run.Score > best.Score) best = run;
        }
        if (best is { } found) Add(found with { First = 0 }, MomentKind.Startup, found.Score);
    }

    // Bursts within processes come first. A process that starts brings functions of its own: its burst is reported only where no other burst is.
    private void AddBursts()
    {
        Burst[] bursts =
        [
            .. TestRuns().OrderByDescending(b => RankOf(b.Score, b.Range.Duration))
                .ThenBy(b => b.Run.First).ThenBy(b => b.Run.Series).ThenBy(b => b.Run.Last),
        ];
        AddBursts(bursts.Where(b => !b.IsOfProcess), StandsOut, UsualBursts.RemoveWithinProcesses);
        AddBursts(bursts.Where(b => b.IsOfProcess), b => !_moments.Exists(m => Overlap(m.Range, b.Range)), UsualBursts.RemoveOfProcesses);
    }

    private void AddBursts(
        IEnumerable<Burst> bursts, Func<Burst, bool> isSelected, Func<IReadOnlyList<MomentCandidate>, MomentSamples, IEnumerable<MomentCandidate>> removeUsual)
    {
        int first = _moments.Count;
        foreach (Burst burst in bursts)
        {
            if (_moments.Count >= MaximumMoments) break;
            if (isSelected(burst)) Add(burst.Run, MomentKind.Burst, burst.Score);
        }
        MomentCandidate[] selected = [.. _moments.Skip(first)];
        _moments.RemoveRange(first, selected.Length);
        _moments.AddRange(removeUsual(selected, _samples));
    }

    // The runs that pass the local test: against the time before and after them, and against their processes.
    private List<Burst> TestRuns()
    {
        Candidate[] candidates =
        [
            .. _bursts.Runs
                .Select(run => new Candidate(run, run.Score / _bursts.DispersionOf(run.Series)))
                .Concat(_rates.Rising.Select(run => new Candidate(run, run.Score / _rates.DispersionOf(LengthOf(run)))))
                .Where(c => c.Score >= _threshold && LengthOf(c.Run) <= _longestBurst && IsPlausible(c.Run))
                .OrderByDescending(c => c.Score).ThenBy(c => c.Run.First).ThenBy(c => c.Run.Series).ThenBy(c => c.Run.Last)
                .Take(MaximumChecks),
        ];
        _positions = _features.PositionsOf(_samples, candidates.Where(c => c.Run.Series >= 0).Select(c => c.Run.Series), _cancellationToken);
        var bursts = new List<Burst>();
        foreach ((Run run, _) in candidates.Where(c => c.Run.Series < 0))
        {
            double score = LocalRise(run) / _rates.DispersionOf(LengthOf(run));
            if (score >= _threshold) bursts.Add(new Burst(run, RangeOf(run), score, false));
        }
        var processes = new ProcessTest(_samples);
        foreach (IGrouping<int, Candidate> series in candidates.Where(c => c.Run.Series >= 0).GroupBy(c => c.Run.Series))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (!_positions.TryGetValue(series.Key, out int[]? positions)) continue;
            double dispersion = _bursts.DispersionOf(series.Key);
            processes.Select(positions);
            foreach ((Run run, _) in series)
            {
                double local = ScoreOf(run.Count, LocalRate(run, positions) * ElapsedOf(run)) / dispersion;
                if (local < _threshold) continue;
                double within = Math.Min(local, processes.ScoreOf(run.First, run.Last) / dispersion);
                bool isOfProcess = within < _threshold;
                bursts.Add(new Burst(run, RangeOf(run), isOfProcess ? local : within, isOfProcess));
            }
        }
        return bursts;
    }

    private bool IsPlausible(Run run)
    {
        if (run.Count < _options.MinimumSamples || (run.Series >= 0 && ShareOf(run) < MinimumShare)) return false;
        // A thread that exists only in this run may be one of many short-lived threads: its name and its functions decide.
        return run.Series < 0 || !_features.IsThread(run.Series) || run.Count <= 0.9 * _features.Counts[run.Series];
    }

    // A burst in a longer moment must stand out from the rest of it, and a burst around shorter moments must stand out without them (the adjustment for
    // multiple clusters of Zhang, Assunção and Kulldorff 2010).
    private bool StandsOut(Burst burst)
    {
        Run run = burst.Run;
        bool isAlone = true;
        double rate = 0, count = run.Count, elapsed = ElapsedOf(run);
        foreach (MomentCandidate other in _moments)
        {
            if (IsSame(other.Range, burst.Range)) return false;
            if (!Overlap(other.Range, burst.Range)) continue;
            if (run.Series < 0) return false;
            int[] positions = _positions[run.Series];
            if (isAlone) rate = LocalRate(run, positions);
            isAlone = false;
            int first = _samples.FirstAtOrAfter(other.Range.Start), last = _samples.FirstAtOrAfter(other.Range.End) - 1;
            if (other.Range.Duration > burst.Range.Duration)
            {
                if (burst.Range.Duration > other.Range.Duration * MaximumPart) return false;
                double around = _samples.Elapsed[last] - _samples.Elapsed[first] - ElapsedOf(run);
                int hits = SortedPositions.CountWithin(positions, first, last) - SortedPositions.CountWithin(positions, Math.Max(first, run.First), Math.Min(last, run.Last));
                if (around > 0) rate = Math.Max(rate, hits / around);
                continue;
            }
            first = Math.Max(first, run.First);
            last = Math.Min(last, run.Last);
            if (last < first) continue;
            count -= SortedPositions.CountWithin(positions, first, last);
            elapsed -= _samples.Elapsed[last] - _samples.Elapsed[first];
        }
        return isAlone || (elapsed > 0 && ScoreOf(count, rate * elapsed) / _bursts.DispersionOf(run.Series) >= _threshold);
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

    // The maximum of the rate of the profile, the rate before and the rate after the run: neither a phase nor a part of one is a burst.
    private double LocalRate(Run run, int[] positions)
    {
        long flank = Math.Max(TimeRange.NanosecondsPerSecond, 2 * LengthOf(run));
        int from = _samples.FirstAtOrAfter(_samples.Times[run.First] - flank), to = _samples.FirstAtOrAfter(_samples.Times[run.Last] + flank) - 1;
        return Math.Max(_bursts.Rate(run.Series), Math.Max(RateIn(positions, from, run.First - 1), RateIn(positions, run.Last + 1, to)));
    }

    private double RateIn(int[] positions, int first, int last) =>
        last - first < 1 ? 0 : SortedPositions.CountWithin(positions, first, last) / (_samples.Elapsed[last] - _samples.Elapsed[first]);

    private double ElapsedOf(Run run) => FeatureCusum.LengthOf(_samples, run.First, run.Last, run.Count);

    private static double ScoreOf(double count, double expected) => count <= expected ? 0 : PoissonLogLikelihoodRatio.Of(count, expected);

    private static double RankOf(double score, long length) => score / (1 + (length / RankLength));

    private double LocalRise(Run run)
    {
        long flank = Math.Max(TimeRange.NanosecondsPerSecond, 2 * LengthOf(run));
        double rate = Math.Max(_rates.Rate, Math.Max(RateBefore(run.First, flank), RateAfter(run.Last, flank)));
        double expected = rate * _rates.RiseLength(run.First, run.Last);
        return ScoreOf(run.Count, expected);
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

    // A run and its score in units of the dispersion of its series.
    private sealed record Candidate(Run Run, double Score);
}
