namespace FlameScope.Analysis;

/// <summary>A run of samples in which a slot is more frequent than in the whole profile.</summary>
/// <param name="Slot">The slot; -1 for the number of samples itself.</param>
/// <param name="First">The first sample of the run.</param>
/// <param name="Last">The last sample of the run.</param>
/// <param name="Count">How many of the slot it holds.</param>
/// <param name="Score">How much likelier these are in a burst.</param>
internal readonly record struct Run(int Slot, int First, int Last, int Count, double Score);

/// <summary>
/// Walks once over the samples and keeps, for each slot and each of some factors by which it may have become more frequent, the sum of log likelihood
/// ratios: up by <c>ln r</c> for each sample of the slot, down by <c>(r - 1)</c> times those expected meanwhile. What lies between a sum's start at 0
/// and its peak is the run of the greatest likelihood (Page's CUSUM; the maximal segments of Karlin and Altschul).
/// </summary>
internal sealed class FeatureCusum
{
    // A sum that has fallen this far from its peak has left the burst: e^10 to 1 against its going on.
    private const double Drop = 10;

    private static readonly double[] Factors = [1.5, 2, 3, 4, 8, 16, 64, 256, 1024, 4096, 16384];
    private static readonly double[] Logs = Array.ConvertAll(Factors, Math.Log);
    private static readonly long[] WindowLengths = [20_000_000, 80_000_000, 320_000_000, 1_280_000_000];

    private readonly MomentSamples _samples;
    private readonly FeatureSeries _slots;
    private readonly double _least;
    private readonly int _minimum;
    private readonly SlotState[] _states;
    private readonly Walk[] _walks;
    private readonly int[] _windows;
    private readonly int[] _occupied;
    private readonly long _clumpGap;

    public FeatureCusum(MomentSamples samples, FeatureSeries slots, double least, int minimum)
    {
        _samples = samples;
        _slots = slots;
        _least = least;
        _minimum = minimum;
        _clumpGap = Math.Max(60_000_000, 4 * samples.Interval);
        _states = new SlotState[slots.Counts.Length];
        int walks = 0;
        for (int slot = 0; slot < _states.Length; slot++)
        {
            double most = 2.0 * samples.Count / slots.Counts[slot];
            int factors = 1;
            while (factors < Factors.Length && Factors[factors] <= most) factors++;
            _states[slot] = new SlotState { Rate = slots.Counts[slot] / samples.Progress[^1], FirstWalk = walks, LastTime = long.MinValue };
            walks += factors;
            _states[slot].EndWalk = walks;
        }
        _walks = new Walk[walks];
        _windows = new int[_states.Length * WindowLengths.Length];
        _occupied = new int[_windows.Length];
        _windows.AsSpan().Fill(-1);
    }

    /// <summary>The runs found, in no order.</summary>
    public List<Run> Runs { get; } = [];

    /// <summary>How long nothing of a slot must be seen for the next to be another clump of it.</summary>
    public long ClumpGap => _clumpGap;

    public int ClumpCount(int slot) => _states[slot].Clumps;

    public double Rate(int slot) => _states[slot].Rate;

    public void Scan(CancellationToken cancellationToken)
    {
        var windows = new int[WindowLengths.Length];
        int current = -1;
        void Visit(int slot, int sample)
        {
            if (sample != current)
            {
                current = sample;
                for (int w = 0; w < windows.Length; w++) windows[w] = (int)((_samples.Times[sample] - _samples.Times[0]) / WindowLengths[w]);
            }
            Step(slot, sample, windows);
        }
        _slots.Visit(_samples, Visit, cancellationToken);
        for (int slot = 0; slot < _states.Length; slot++)
        {
            for (int w = _states[slot].FirstWalk; w < _states[slot].EndWalk; w++) Emit(slot, _walks[w]);
        }
    }

    /// <summary>
    /// How clumped a slot is by its nature: how many of its samples come together where there are any, against how many would by chance. A slot that
    /// is in fewer than a twentieth of the windows has no nature yet, and every clump of it is news.
    /// </summary>
    public double ClumpinessOf(int slot)
    {
        double clumpiness = 1, nearest = double.MaxValue;
        for (int w = 0; w < WindowLengths.Length; w++)
        {
            double windows = Math.Max(1, (double)_samples.Span / WindowLengths[w]);
            double occupied = _occupied[(slot * WindowLengths.Length) + w];
            double mean = _slots.Counts[slot] / windows;
            double distance = Math.Abs(Math.Log(mean));
            if (distance >= nearest) continue;
            nearest = distance;
            double byChance = mean / (1 - Math.Exp(-mean));
            clumpiness = occupied < windows / 20 || occupied < 20 ? 1 : Math.Max(1, _slots.Counts[slot] / occupied / byChance);
        }
        return clumpiness;
    }

    private void Step(int slot, int sample, int[] windows)
    {
        ref SlotState state = ref _states[slot];
        double progress = _samples.Progress[sample];
        double expected = (progress - state.LastProgress) * state.Rate;
        state.LastProgress = progress;
        long time = _samples.Times[sample];
        if (state.LastTime == long.MinValue || time - state.LastTime > _clumpGap) state.Clumps++;
        state.LastTime = time;
        for (int w = 0, at = slot * windows.Length; w < windows.Length; w++, at++)
        {
            if (_windows[at] == windows[w]) continue;
            _windows[at] = windows[w];
            _occupied[at]++;
        }
        int end = state.EndWalk;
        for (int w = state.FirstWalk, factor = 0; w < end; w++, factor++)
        {
            ref Walk walk = ref _walks[w];
            double sum = walk.Sum - ((Factors[factor] - 1) * expected);
            if (sum <= 0 || sum < walk.Peak - Drop)
            {
                Emit(slot, walk);
                walk = new Walk { Sum = Logs[factor], Peak = Logs[factor], First = sample, Last = sample, Count = 1, PeakCount = 1 };
                continue;
            }
            walk.Sum = sum + Logs[factor];
            walk.Count++;
            if (walk.Sum <= walk.Peak) continue;
            walk.Peak = walk.Sum;
            walk.PeakCount = walk.Count;
            walk.Last = sample;
        }
    }

    private void Emit(int slot, in Walk walk)
    {
        if (walk.PeakCount < _minimum || walk.Peak < _least) return;
        double score = PoissonLogLikelihoodRatio.Of(walk.PeakCount, _states[slot].Rate * LengthOf(_samples, walk.First, walk.Last, walk.PeakCount));
        Runs.Add(new Run(slot, walk.First, walk.Last, walk.PeakCount, score));
    }

    /// <summary>How far the profile goes in a run that holds a number of samples of a slot: their distances, and one more for the ends.</summary>
    public static double LengthOf(MomentSamples samples, int first, int last, int count) =>
        Math.Max((samples.Progress[last] - samples.Progress[first]) * count / Math.Max(1, count - 1), 1.0 / samples.Count);

    private struct SlotState
    {
        public double Rate;
        public double LastProgress;
        public long LastTime;
        public int FirstWalk;
        public int EndWalk;
        public int Clumps;
    }

    private struct Walk
    {
        public double Sum;
        public double Peak;
        public int First;
        public int Last;
        public int Count;
        public int PeakCount;
    }
}
