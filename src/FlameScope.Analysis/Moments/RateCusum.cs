namespace FlameScope.Analysis;

/// <summary>
/// Finds runs in which there are more samples than usual, and runs in which there are next to none, as <see cref="FeatureCusum"/> does for what they hold:
/// sums of log likelihood ratios over time.
/// </summary>
internal sealed class RateCusum
{
    private const double Drop = 10;
    private const double Least = 4;
    private const long MostWindows = 1 << 20;

    private static readonly double[] Rises = [1.25, 1.5, 2, 3, 4, 8, 16];
    private static readonly double[] Falls = [0.3, 0.1, 0.02];
    private static readonly long[] WindowLengths =
        [20_000_000, 40_000_000, 80_000_000, 160_000_000, 320_000_000, 640_000_000, 1_280_000_000];

    private readonly MomentSamples _samples;
    private readonly double _rate;
    private readonly double[] _dispersions;

    public RateCusum(MomentSamples samples)
    {
        _samples = samples;
        _rate = samples.Count / (double)Math.Max(1, samples.Span);
        _dispersions = Array.ConvertAll(WindowLengths, Dispersion);
    }

    /// <summary>Runs of many samples. Their scores are over the whole profile's rate.</summary>
    public List<Run> Rising { get; } = [];

    /// <summary>Runs of few samples: between the first and the last, neither of which is part of it.</summary>
    public List<Run> Falling { get; } = [];

    public double Rate => _rate;

    public void Scan(CancellationToken cancellationToken)
    {
        foreach (double factor in Rises)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScanRises(factor);
        }
        foreach (double factor in Falls)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScanFalls(factor);
        }
    }

    /// <summary>
    /// How much more than by chance the number of samples differs from one window to the next, for windows about as long: the variance by the mean.
    /// Below 1 where samples come at even distances.
    /// </summary>
    public double DispersionOf(long length)
    {
        int nearest = 0;
        for (int w = 1; w < WindowLengths.Length; w++)
        {
            if (length * 2 > WindowLengths[w - 1] + WindowLengths[w]) nearest = w;
        }
        return _dispersions[nearest];
    }

    private void ScanRises(double factor)
    {
        double log = Math.Log(factor), fall = (factor - 1) * _rate;
        long[] times = _samples.Times;
        double sum = 0, peak = 0;
        int first = 0, last = 0;
        for (int i = 0; i < times.Length; i++)
        {
            if (i > 0) sum -= (times[i] - times[i - 1]) * fall;
            if (i == 0 || sum <= 0 || sum < peak - Drop)
            {
                EmitRise(first, last, peak);
                first = i;
                sum = peak = 0;
            }
            sum += log;
            if (sum <= peak) continue;
            peak = sum;
            last = i;
        }
        EmitRise(first, last, peak);
    }

    private void EmitRise(int first, int last, double peak)
    {
        if (peak < Least * Math.Min(1, DispersionOf(_samples.Times[last] - _samples.Times[first]))) return;
        int count = last - first + 1;
        double expected = _rate * RiseLength(first, last);
        if (count > expected) Rising.Add(new Run(-1, first, last, count, PoissonLogLikelihoodRatio.Of(count, expected)));
    }

    // Starts and ends at a sample: up with the time between two, down at each sample that is in it.
    private void ScanFalls(double factor)
    {
        double log = Math.Log(factor), rise = (1 - factor) * _rate;
        long[] times = _samples.Times;
        double sum = 0, peak = 0;
        int first = 0, last = 0;
        for (int i = 1; i < times.Length; i++)
        {
            sum += (times[i] - times[i - 1]) * rise;
            if (sum > peak)
            {
                peak = sum;
                last = i;
            }
            sum += log;
            if (sum > 0 && sum > peak - Drop) continue;
            EmitFall(first, last, peak);
            first = last = i;
            sum = peak = 0;
        }
        EmitFall(first, last, peak);
    }

    private void EmitFall(int first, int last, double peak)
    {
        if (last <= first) return;
        long length = _samples.Times[last] - _samples.Times[first];
        if (length < 3 * _samples.Interval || peak < Least * Math.Min(1, DispersionOf(length))) return;
        int count = last - first - 1;
        Falling.Add(new Run(-1, first, last, count, PoissonLogLikelihoodRatio.Of(count, _rate * FallLength(first, last))));
    }

    /// <summary>
    /// The time in which a run of many samples is to be expected: an interval more than from its first to its last. Processors whose timers happen to
    /// fire together are no burst.
    /// </summary>
    public long RiseLength(int first, int last) => _samples.Times[last] - _samples.Times[first] + _samples.Interval;

    /// <summary>The time in which the samples of a gap are missing: an interval less than between the two around it.</summary>
    public long FallLength(int first, int last) => Math.Max(1, _samples.Times[last] - _samples.Times[first] - _samples.Interval);

    // From the differences of neighbours, which phases of other load do not disturb, without the greatest fifth, which may be bursts.
    private double Dispersion(long length)
    {
        // The first hours of a profile of days will do.
        long windows = Math.Min(MostWindows, (_samples.Span / length) + 1);
        if (windows < 20) return 1;
        var squares = new double[windows - 1];
        int at = 0, before = 0;
        for (long window = 0; window < windows; window++)
        {
            long end = _samples.Times[0] + ((window + 1) * length);
            int count = 0;
            for (; at < _samples.Count && _samples.Times[at] < end; at++) count++;
            if (window > 0) squares[window - 1] = (double)(count - before) * (count - before);
            before = count;
        }
        Array.Sort(squares);
        int kept = Math.Max(1, (int)(squares.Length * 0.8));
        double sum = 0;
        for (int i = 0; i < kept; i++) sum += squares[i];
        // Half the mean square of a difference is the variance; the mean of the lower four fifths of the squares of a normal is 0.4377 of that of all.
        double variance = Math.Max(0.25, sum / kept / 2 / 0.4377);
        return Math.Max(0.1, variance / (_rate * length));
    }
}
