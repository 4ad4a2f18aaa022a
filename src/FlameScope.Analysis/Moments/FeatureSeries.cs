using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// The series that are scanned for bursts. There is one series per feature of stacks, per name of a thread and per thread, if it has enough samples
/// for a burst and not so many that it could not become more frequent. Features that always occur together share a series.
/// </summary>
internal sealed class FeatureSeries
{
    // A feature with a larger share of all samples can hardly become more frequent.
    private const double MaximumShare = 0.7;

    private const long MaximumPositions = 1 << 26;

    private readonly int[][] _ofStack;
    private readonly int[] _ofThread;
    private readonly int[] _ofComm;
    private readonly int _firstThread;

    public FeatureSeries(MomentSamples samples, SampleFeatures features, int minimum)
    {
        Profile profile = samples.Profile;
        ReadOnlySpan<StackId> stacks = profile.Samples.Stacks;
        ReadOnlySpan<ThreadId> threads = profile.Samples.Threads;
        var byStack = new int[profile.Stacks.Count];
        var byThread = new int[profile.Threads.Count];
        foreach (int row in samples.Rows)
        {
            byStack[stacks[row].Value]++;
            byThread[threads[row].Value]++;
        }

        var byFeature = new int[features.Count];
        // Features that are on the same stacks have equal sums of the stacks' 64-bit hashes, and other features almost certainly do not.
        var hashes = new ulong[features.Count];
        for (int stack = 0; stack < byStack.Length; stack++)
        {
            if (byStack[stack] == 0) continue;
            ulong hash = Mix((ulong)stack + 1);
            foreach (int feature in features.Of(new StackId(stack)))
            {
                byFeature[feature] += byStack[stack];
                hashes[feature] += hash;
            }
        }
        var byComm = new int[profile.Comms.Count];
        for (int thread = 0; thread < byThread.Length; thread++) byComm[profile.Threads.Rows[thread].Comm.Value] += byThread[thread];

        int maximum = (int)(samples.Count * MaximumShare);
        var counts = new List<int>();
        var seriesFeatures = new List<int>();
        var known = new Dictionary<ulong, int>();
        int Add(int count, int feature)
        {
            if (count < minimum || count > maximum) return -1;
            counts.Add(count);
            seriesFeatures.Add(feature);
            return counts.Count - 1;
        }
        var ofFeature = new int[features.Count];
        for (int feature = 0; feature < ofFeature.Length; feature++)
        {
            if (!known.TryGetValue(hashes[feature], out int series)) known[hashes[feature]] = series = Add(byFeature[feature], feature);
            ofFeature[feature] = series;
        }
        _ofComm = Array.ConvertAll(byComm, count => Add(count, -1));
        _firstThread = counts.Count;
        _ofThread = new int[byThread.Length];
        for (int thread = 0; thread < byThread.Length; thread++)
        {
            // If only one thread has a name, the series of the name is sufficient.
            _ofThread[thread] = byThread[thread] == byComm[profile.Threads.Rows[thread].Comm.Value] ? -1 : Add(byThread[thread], -1);
        }
        _ofStack = new int[byStack.Length][];
        for (int stack = 0; stack < byStack.Length; stack++)
        {
            _ofStack[stack] = byStack[stack] == 0 ? [] : Distinct(features.Of(new StackId(stack)), ofFeature);
        }
        Counts = [.. counts];
        Features = [.. seriesFeatures];
    }

    /// <summary>For each series, the number of its samples.</summary>
    public int[] Counts { get; }

    /// <summary>For each series, one of its features; -1 for a thread or the name of a thread.</summary>
    public int[] Features { get; }

    /// <summary>Indicates whether a series is a single thread.</summary>
    public bool IsThread(int series) => series >= _firstThread;

    /// <summary>
    /// Returns the indexes of the samples of given series, ascending. Series that exceed a limit on the total number of indexes are omitted.
    /// </summary>
    public Dictionary<int, int[]> PositionsOf(MomentSamples samples, IEnumerable<int> selected, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<int, int[]>();
        long capacity = MaximumPositions;
        foreach (int series in selected)
        {
            if (positions.ContainsKey(series) || (capacity -= Counts[series]) < 0) continue;
            positions[series] = new int[Counts[series]];
        }
        var filled = new int[Counts.Length];
        var wanted = new int[]?[Counts.Length];
        foreach ((int series, int[] of) in positions) wanted[series] = of;
        Visit(samples, (series, sample) => { if (wanted[series] is { } of) of[filled[series]++] = sample; }, cancellationToken);
        return positions;
    }

    /// <summary>Visits the samples in order, and for each sample its series.</summary>
    public void Visit(MomentSamples samples, Action<int, int> visit, CancellationToken cancellationToken)
    {
        Profile profile = samples.Profile;
        ReadOnlySpan<StackId> stacks = profile.Samples.Stacks;
        ReadOnlySpan<ThreadId> threads = profile.Samples.Threads;
        int[] rows = samples.Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            if ((i & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            foreach (int series in _ofStack[stacks[rows[i]].Value]) visit(series, i);
            ThreadId thread = threads[rows[i]];
            int ofThread = _ofThread[thread.Value], ofComm = _ofComm[profile.Threads.Rows[thread.Value].Comm.Value];
            if (ofThread >= 0) visit(ofThread, i);
            if (ofComm >= 0) visit(ofComm, i);
        }
    }

    private static int[] Distinct(ReadOnlySpan<int> features, int[] seriesOf)
    {
        var series = new List<int>(features.Length);
        foreach (int feature in features)
        {
            if (seriesOf[feature] >= 0) series.Add(seriesOf[feature]);
        }
        DistinctSort.Sort(series);
        return [.. series];
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
