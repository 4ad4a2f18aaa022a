using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>Takes the runs that were found and decides which of them are moments.</summary>
internal sealed partial class MomentSelector
{
    // Bounds on the work, best first, which no profile that makes sense comes near.
    private const int MostChecks = 20_000;
    private const int MostRhythms = 2_000;
    private const int MostTimes = 1_000;
    private const int MostMoments = 10_000;

    // Bursts that come in most seconds are how the profile is: only what is this much more than the usual one stands out.
    private const double OverUsual = 3;

    // What a burst is made of must be a good part of what ran meanwhile.
    private const double LeastShare = 0.2;

    private readonly MomentSamples _samples;
    private readonly MomentOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly FeatureSeries _slots;
    private readonly FeatureCusum _bursts;
    private readonly RateCusum _rates;
    private readonly double _threshold;
    private readonly List<TimeMoment> _moments = [];
    private Dictionary<int, int[]> _positions = [];

    public MomentSelector(MomentSamples samples, SampleFeatures traits, MomentOptions options, CancellationToken cancellationToken)
    {
        _samples = samples;
        _options = options;
        _cancellationToken = cancellationToken;
        _slots = new FeatureSeries(samples, traits, options.MinimumSamples);
        // Each sample of each slot may start a run: with so many trials one is as likely as FalseAlarms says (Bonferroni).
        double trials = samples.Count + _slots.Counts.Sum(count => (double)count);
        _threshold = Math.Log(trials / options.FalseAlarms);
        _bursts = new FeatureCusum(samples, _slots, _threshold / 2, options.MinimumSamples);
        _rates = new RateCusum(samples);
    }

    public IReadOnlyList<TimeMoment> Judge()
    {
        _bursts.Scan(_cancellationToken);
        _rates.Scan(_cancellationToken);
        AddStartup();
        AddBursts();
        AddGaps();
        AddRhythms();
        // What is short is easily missed, and what is long seen by anyone.
        return
        [
            .. _moments.Select(m => m with { Score = m.Score / (1 + (m.Range.Duration / (double)TimeRange.NanosecondsPerSecond)) })
                .OrderByDescending(m => m.Score).ThenBy(m => m.Range.Start).Take(_options.MaximumCount),
        ];
    }

    // The longest lead of all: what runs from the beginning on, ends, and does not come back.
    private void AddStartup()
    {
        long first = _samples.Times[0], latest = first + Math.Min(TimeRange.NanosecondsPerSecond, _samples.Span / 10);
        Run? best = null;
        foreach (Run run in _bursts.Runs)
        {
            if (_samples.Times[run.First] > latest || run.Score < _threshold) continue;
            if (_samples.Times[run.Last] - first > _samples.Span / 3 || run.Count < _slots.Counts[run.Slot] * 0.8 || ShareOf(run) < LeastShare) continue;
            if (best is null || run.Score > best.Value.Score) best = run;
        }
        if (best is { } found) Add(found with { First = 0 }, MomentKind.Startup, found.Score);
    }

    // The median, over the seconds of the profile, of the best score of a burst in it; 0 when most seconds have none.
    private double UsualScore()
    {
        var best = new double[(int)Math.Min(1 << 24, (_samples.Span / TimeRange.NanosecondsPerSecond) + 1)];
        foreach (TimeMoment moment in _moments.Where(m => m.Kind == MomentKind.Burst))
        {
            long from = (moment.Range.Start - _samples.Times[0]) / TimeRange.NanosecondsPerSecond, to = (moment.Range.End - _samples.Times[0]) / TimeRange.NanosecondsPerSecond;
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
                .Select(run => (Run: run, Score: run.Score / _bursts.ClumpinessOf(run.Slot)))
                .Concat(_rates.Rising.Select(run => (Run: run, Score: run.Score / _rates.DispersionOf(LengthOf(run)))))
                .Where(c => c.Score >= _threshold && LengthOf(c.Run) <= _options.LongestBurst)
                .OrderByDescending(c => c.Score).ThenBy(c => c.Run.First).ThenBy(c => c.Run.Slot).ThenBy(c => c.Run.Last)
                .Take(MostChecks),
        ];
        _positions = _slots.PositionsOf(_samples, candidates.Where(c => c.Run.Slot >= 0).Select(c => c.Run.Slot), _cancellationToken);
        foreach ((Run run, _) in candidates)
        {
            if (_moments.Count >= MostMoments) break;
            TimeRange range = RangeOf(run);
            if (_moments.Exists(m => Overlap(m.Range, range))) continue;
            if (run.Count < _options.MinimumSamples || (run.Slot >= 0 && ShareOf(run) < LeastShare)) continue;
            // A thread that lives in this run only is one of many that come and go: its name, or what it runs, tells whether it is news.
            if (run.Slot >= 0 && _slots.IsThread(run.Slot) && run.Count > 0.9 * _slots.Counts[run.Slot]) continue;
            double local = run.Slot >= 0
                ? LocalScore(run) / _bursts.ClumpinessOf(run.Slot)
                : LocalRise(run) / _rates.DispersionOf(LengthOf(run));
            if (local >= _threshold) Add(run, MomentKind.Burst, local);
        }
        double usual = UsualScore();
        _moments.RemoveAll(m => m.Kind == MomentKind.Burst && m.Score < OverUsual * usual);
    }

    private void AddGaps()
    {
        foreach (Run run in _rates.Falling.OrderByDescending(run => run.Score).ThenBy(run => run.First).Take(MostChecks))
        {
            var range = new TimeRange(_samples.Times[run.First] + 1, _samples.Times[run.Last]);
            if (_moments.Exists(m => m.Kind == MomentKind.Gap && Overlap(m.Range, range))) continue;
            // Of samples that come at even distances a part p is missing by chance: n of them in a row with a likelihood of (1 - p)^n, which the root of
            // the dispersion, 1 - p, comes close to.
            double dispersion = _rates.DispersionOf(160_000_000);
            double local = LocalFall(run) / (dispersion < 1 ? Math.Sqrt(dispersion) : dispersion);
            if (local < _threshold) continue;
            _moments.Add(new TimeMoment { Range = range, Kind = MomentKind.Gap, Score = local, SampleCount = run.Count, Trait = -1 });
        }
    }

    private void AddRhythms()
    {
        double threshold = Math.Log((_slots.Counts.Length + 1) * 5000.0 / _options.FalseAlarms);
        foreach (Rhythm rhythm in PeriodFinder.Find(_samples, _slots, _bursts, threshold, _cancellationToken).OrderByDescending(r => r.Score).ThenBy(r => r.Slot).Take(MostRhythms))
        {
            // What comes a thousand times is how the profile is.
            if (rhythm.Clumps.Length > MostTimes || _moments.Count > MostMoments) continue;
            _cancellationToken.ThrowIfCancellationRequested();
            // What is no proof by itself still names bursts that were found one by one.
            bool isProven = rhythm.Score >= threshold;
            if (!isProven && rhythm.Clumps.Count(IsBurst) < 3) continue;
            foreach (Cluster clump in rhythm.Clumps)
            {
                var run = new Run(rhythm.Slot, clump.First, clump.Last, clump.Count, 0);
                if (LengthOf(run) > Math.Min(_options.LongestBurst, rhythm.Period / 2)) continue;
                TimeRange range = RangeOf(run);
                int at = _moments.FindIndex(m => m.Kind != MomentKind.Gap
                    && (IsSame(m.Range, range) || (m.Kind == MomentKind.Periodic && IsSame(m.Period, rhythm.Period) && Overlap(m.Range, range))));
                if (at < 0 && isProven && clump.Count > 1 && (clump.Count >= _options.MinimumSamples || ShareOf(run) >= LeastShare))
                {
                    double expected = _bursts.Rate(rhythm.Slot) * FeatureCusum.LengthOf(_samples, clump.First, clump.Last, clump.Count);
                    Add(run, MomentKind.Periodic, Math.Max(0.1, Math.Min(PoissonLogLikelihoodRatio.Of(clump.Count, expected), _threshold)));
                    at = _moments.Count - 1;
                }
                if (at < 0 || _moments[at].Period != 0 || _moments[at].Kind == MomentKind.Startup) continue;
                _moments[at] = _moments[at] with { Kind = MomentKind.Periodic, Period = rhythm.Period, RepeatCount = rhythm.Clumps.Length };
            }
        }
    }

    private bool IsBurst(Cluster clump)
    {
        TimeRange range = RangeOf(new Run(-1, clump.First, clump.Last, clump.Count, 0));
        return _moments.Exists(m => m.Kind == MomentKind.Burst && IsSame(m.Range, range));
    }

    private void Add(Run run, MomentKind kind, double score)
    {
        TimeRange range = RangeOf(run);
        _moments.Add(new TimeMoment
        {
            Range = range,
            Kind = kind,
            Score = score,
            SampleCount = _samples.FirstAtOrAfter(range.End) - _samples.FirstAtOrAfter(range.Start),
            Trait = run.Slot < 0 ? -1 : _slots.Traits[run.Slot],
        });
    }

    // From half an interval before the first sample to half of one after the last, but not as far as to the neighbours.
    private TimeRange RangeOf(Run run)
    {
        long half = Math.Max(2, _samples.Interval / 2);
        long first = _samples.Times[run.First], last = _samples.Times[run.Last];
        long before = run.First == 0 ? half : (first - _samples.Times[run.First - 1]) / 2;
        long after = run.Last + 1 == _samples.Count ? half : (_samples.Times[run.Last + 1] - last) / 2;
        return new TimeRange(first - Math.Min(half, before), last + Math.Max(1, Math.Min(half, after)));
    }

    private long LengthOf(Run run) => _samples.Times[run.Last] - _samples.Times[run.First];

    private static double ShareOf(Run run) => run.Count / (double)(run.Last - run.First + 1);

    private static bool Overlap(TimeRange a, TimeRange b) => a.Intersect(b).Duration * 2 > Math.Min(a.Duration, b.Duration);

    private static bool IsSame(TimeRange a, TimeRange b) => a.Intersect(b).Duration * 2 > Math.Max(a.Duration, b.Duration);

    private static bool IsSame(long a, long b) => Math.Abs(a - b) <= Math.Max(a, b) / 50;
}
