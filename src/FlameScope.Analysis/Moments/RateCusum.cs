namespace FlameScope.Analysis;

/// <summary>
/// CUSUM over the rate of samples, as <see cref="FeatureCusum"/> for features: finds runs with more samples than usual, and runs with no or almost no
/// samples.
/// </summary>
internal sealed class RateCusum
{
    private const double MaximumDrop = 10;
    private const double MinimumPeak = 4;
    private const long MaximumWindows = 1 << 20;

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

    /// <summary>Runs of many samples. Their scores are relative to the rate of the profile.</summary>
    public List<Run> Rising { get; } = [];

    /// <summary>Runs of few samples. The first and the last sample are the boundaries and not part of the run.</summary>
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
    /// Returns the index of dispersion for windows of about a length in nanoseconds: the variance of the number of samples per window, divided by its
    /// mean. It is less than 1 if samples come at regular intervals.
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
            if (i == 0 || sum <= 0 || sum < peak - MaximumDrop)
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
        if (peak < MinimumPeak * Math.Min(1, DispersionOf(_samples.Times[last] - _samples.Times[first]))) return;
        int count = last - first + 1;
        double expected = _rate * RiseLength(first, last);
        if (count > expected) Rising.Add(new Run(-1, first, last, count, PoissonLogLikelihoodRatio.Of(count, expected)));
    }

    // A run starts and ends at a sample. The sum grows with the time between two samples and falls at each sample inside of the run.
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
            if (sum > 0 && sum > peak - MaximumDrop) continue;
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
        if (length < 3 * _samples.Interval || peak < MinimumPeak * Math.Min(1, DispersionOf(length))) return;
        int count = last - first - 1;
        Falling.Add(new Run(-1, first, last, count, PoissonLogLikelihoodRatio.Of(count, _rate * FallLength(first, last))));
    }

    /// <summary>
    /// Returns the time in which the samples of a run are expected: from the first to the last, plus one interval, so that processors whose timers
    /// fire at the same time are not a burst.
    /// </summary>
    public long RiseLength(int first, int last) => _samples.Times[last] - _samples.Times[first] + _samples.Interval;

    /// <summary>Returns the time in which the samples of a gap are missing: the time between the two samples around it, minus one interval.</summary>
    public long FallLength(int first, int last) => Math.Max(1, _samples.Times[last] - _samples.Times[first] - _samples.Interval);

    // Computed from the differences of consecutive windows, so that phases of another load have little effect, without the largest fifth, which may
    // be bursts.
    private double Dispersion(long length)
    {
        // The first hours of a profile of several days are sufficient.
        long windows = Math.Min(MaximumWindows, (_samples.Span / length) + 1);
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
        // The variance is half of the mean square of the differences. For a normal distribution, the mean of the lower four fifths of the squares is
        // 0.4377 of the mean of all.
        double variance = Math.Max(0.25, sum / kept / 2 / 0.4377);
        return Math.Max(0.1, variance / (_rate * length));
    }
}
