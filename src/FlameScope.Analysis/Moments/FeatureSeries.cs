using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// What is scanned for bursts: the traits of stacks, the names of threads, the threads; each a slot when it has enough samples to be a burst, and
/// not so many that it could not grow. Traits that always come together share a slot.
/// </summary>
internal sealed class FeatureSeries
{
    // With more of all samples than this a trait can hardly become more frequent.
    private const double MostShare = 0.7;

    private const long MostPositions = 1 << 26;

    private readonly int[][] _ofStack;
    private readonly int[] _ofThread;
    private readonly int[] _ofComm;
    private readonly int _firstThread;

    public FeatureSeries(MomentSamples samples, SampleFeatures traits, int minimum)
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

        var byTrait = new int[traits.Count];
        // Two traits that lie on the same stacks have the same sum of the stacks' marks: of 64 bits, so that chance does not make them alike.
        var marks = new ulong[traits.Count];
        for (int stack = 0; stack < byStack.Length; stack++)
        {
            if (byStack[stack] == 0) continue;
            ulong mark = Mix((ulong)stack + 1);
            foreach (int trait in traits.Of(new StackId(stack)))
            {
                byTrait[trait] += byStack[stack];
                marks[trait] += mark;
            }
        }
        var byComm = new int[profile.Comms.Count];
        for (int thread = 0; thread < byThread.Length; thread++) byComm[profile.Threads.Rows[thread].Comm.Value] += byThread[thread];

        int most = (int)(samples.Count * MostShare);
        var counts = new List<int>();
        var names = new List<int>();
        var known = new Dictionary<ulong, int>();
        int Add(int count, int trait)
        {
            if (count < minimum || count > most) return -1;
            counts.Add(count);
            names.Add(trait);
            return counts.Count - 1;
        }
        var ofTrait = new int[traits.Count];
        for (int trait = 0; trait < ofTrait.Length; trait++)
        {
            if (!known.TryGetValue(marks[trait], out int slot)) known[marks[trait]] = slot = Add(byTrait[trait], trait);
            ofTrait[trait] = slot;
        }
        _ofComm = Array.ConvertAll(byComm, count => Add(count, -1));
        _firstThread = counts.Count;
        _ofThread = new int[byThread.Length];
        for (int thread = 0; thread < byThread.Length; thread++)
        {
            // A name that only one thread has is scanned already.
            _ofThread[thread] = byThread[thread] == byComm[profile.Threads.Rows[thread].Comm.Value] ? -1 : Add(byThread[thread], -1);
        }
        _ofStack = new int[byStack.Length][];
        for (int stack = 0; stack < byStack.Length; stack++)
        {
            _ofStack[stack] = byStack[stack] == 0 ? [] : Distinct(traits.Of(new StackId(stack)), ofTrait);
        }
        Counts = [.. counts];
        Traits = [.. names];
    }

    /// <summary>The number of samples of each slot.</summary>
    public int[] Counts { get; }

    /// <summary>For each slot a trait of it; -1 when it is a thread or a name of threads.</summary>
    public int[] Traits { get; }

    /// <summary>Whether a slot is a single thread.</summary>
    public bool IsThread(int slot) => slot >= _firstThread;

    /// <summary>For some slots the indexes of their samples, rising. Those that together have too many samples to be kept are left out.</summary>
    public Dictionary<int, int[]> PositionsOf(MomentSamples samples, IEnumerable<int> slots, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<int, int[]>();
        long room = MostPositions;
        foreach (int slot in slots)
        {
            if (positions.ContainsKey(slot) || (room -= Counts[slot]) < 0) continue;
            positions[slot] = new int[Counts[slot]];
        }
        var filled = new int[Counts.Length];
        var wanted = new int[]?[Counts.Length];
        foreach ((int slot, int[] of) in positions) wanted[slot] = of;
        Visit(samples, (slot, sample) => { if (wanted[slot] is { } of) of[filled[slot]++] = sample; }, cancellationToken);
        return positions;
    }

    /// <summary>Goes over the samples in order, and for each over its slots.</summary>
    public void Visit(MomentSamples samples, Action<int, int> visit, CancellationToken cancellationToken)
    {
        Profile profile = samples.Profile;
        ReadOnlySpan<StackId> stacks = profile.Samples.Stacks;
        ReadOnlySpan<ThreadId> threads = profile.Samples.Threads;
        int[] rows = samples.Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            if ((i & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            foreach (int slot in _ofStack[stacks[rows[i]].Value]) visit(slot, i);
            ThreadId thread = threads[rows[i]];
            int ofThread = _ofThread[thread.Value], ofComm = _ofComm[profile.Threads.Rows[thread.Value].Comm.Value];
            if (ofThread >= 0) visit(ofThread, i);
            if (ofComm >= 0) visit(ofComm, i);
        }
    }

    private static int[] Distinct(ReadOnlySpan<int> traits, int[] slotOf)
    {
        var slots = new List<int>(traits.Length);
        foreach (int trait in traits)
        {
            if (slotOf[trait] >= 0) slots.Add(slotOf[trait]);
        }
        slots.Sort();
        int kept = 0;
        for (int i = 0; i < slots.Count; i++)
        {
            if (i == 0 || slots[i] != slots[i - 1]) slots[kept++] = slots[i];
        }
        return [.. slots.Take(kept)];
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
