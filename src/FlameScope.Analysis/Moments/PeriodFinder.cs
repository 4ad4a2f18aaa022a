using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>Samples of a slot that lie close together.</summary>
internal readonly record struct Cluster(int First, int Last, int Count);

/// <summary>Clumps of a slot that come at one distance.</summary>
internal sealed record Rhythm(int Slot, long Period, double Score, Cluster[] Clumps);

/// <summary>
/// Finds slots whose clumps come at even distances: their starts are folded over some periods, and the number in the best window of phases is compared
/// with what chance would put there.
/// </summary>
internal static class PeriodFinder
{
    private const int MostClumps = 20_000;
    private const int Least = 3;

    // What people and timers choose.
    private static readonly double[] UsualSeconds = [0.1, 0.2, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 300];
    private static readonly double[] Parts = [0.01, 0.02, 0.05, 0.1];

    public static List<Rhythm> Find(MomentSamples samples, FeatureSeries slots, FeatureCusum scan, double threshold, CancellationToken cancellationToken)
    {
        Cluster[]?[] clumps = Collect(samples, slots, scan, cancellationToken);
        var rhythms = new List<Rhythm>();
        for (int slot = 0; slot < clumps.Length; slot++)
        {
            if (clumps[slot] is { } each && Best(samples, slot, each, threshold) is { } rhythm) rhythms.Add(rhythm);
        }
        return rhythms;
    }

    private static Cluster[]?[] Collect(MomentSamples samples, FeatureSeries slots, FeatureCusum scan, CancellationToken cancellationToken)
    {
        var clumps = new Cluster[]?[slots.Counts.Length];
        var counts = new int[clumps.Length];
        bool any = false;
        for (int slot = 0; slot < clumps.Length; slot++)
        {
            int count = scan.ClumpCount(slot);
            // Clumps that fill half of the time have no rhythm that could be told.
            if (count < Least || count > MostClumps || count * 2 * scan.ClumpGap > samples.Span) continue;
            clumps[slot] = new Cluster[count];
            any = true;
        }
        if (!any) return clumps;
        void Add(int slot, int sample)
        {
            if (clumps[slot] is not { } of) return;
            int last = counts[slot] - 1;
            if (last >= 0 && samples.Times[sample] - samples.Times[of[last].Last] <= scan.ClumpGap) of[last] = of[last] with { Last = sample, Count = of[last].Count + 1 };
            else of[counts[slot]++] = new Cluster(sample, sample, 1);
        }
        slots.Visit(samples, Add, cancellationToken);
        return clumps;
    }

    private static Rhythm? Best(MomentSamples samples, int slot, Cluster[] clumps, double threshold)
    {
        var starts = Array.ConvertAll(clumps, clump => samples.Times[clump.First]);
        var distances = new long[starts.Length - 1];
        for (int i = 0; i < distances.Length; i++) distances[i] = starts[i + 1] - starts[i];
        Array.Sort(distances);
        Rhythm? best = null;
        Try(distances[distances.Length / 2]);
        // Too few clumps to prove a rhythm can only name bursts, for which the first guess does.
        if ((clumps.Length - 1) * -Math.Log(Parts[0]) < threshold) return best;
        foreach (double seconds in UsualSeconds) Try((long)(seconds * TimeRange.NanosecondsPerSecond));
        return best;

        void Try(long period)
        {
            if (period < 50_000_000 || period * (Least - 1) > samples.Span) return;
            // A timer that sleeps drifts: the period is fitted to what was found with the first guess.
            for (int round = 0; round < 2; round++)
            {
                if (Fold(starts, period) is not { } found) return;
                long fitted = Fit(starts, found.In, period);
                if (best is null || found.Score > best.Score) best = new Rhythm(slot, fitted, found.Score, [.. found.In.Select(i => clumps[i])]);
                if (fitted == period) return;
                period = fitted;
            }
        }
    }

    private static (double Score, List<int> In)? Fold(long[] starts, long period)
    {
        int count = starts.Length;
        var phases = new long[count];
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            phases[i] = (starts[i] - starts[0]) % period;
            order[i] = i;
        }
        Array.Sort(phases, order);
        double best = 0;
        int bestFrom = 0, bestCount = 0;
        foreach (double part in Parts)
        {
            long width = (long)(period * part);
            for (int from = 0, to = 0; from < count; from++)
            {
                if (to < from) to = from;
                while (to < from + count && phases[to % count] + (to >= count ? period : 0) - phases[from] < width) to++;
                int inside = to - from;
                if (inside <= bestCount && part > Parts[0] && inside < count * 0.6) continue;
                double share = (double)inside / count;
                if (share <= part) continue;
                // One of them sets the phase, and proves nothing.
                double score = ((inside - 1) * Math.Log(share / part)) + (inside < count ? (count - inside) * Math.Log((1 - share) / (1 - part)) : 0);
                if (score <= best) continue;
                best = score;
                bestFrom = from;
                bestCount = inside;
            }
        }
        if (bestCount < Least || bestCount < count * 0.6) return null;
        var found = new List<int>();
        for (int i = bestFrom; i < bestFrom + bestCount; i++) found.Add(order[i % count]);
        found.Sort();
        // In most of the periods there must be one.
        int cycles = 1, turns = 1;
        for (int i = 1; i < found.Count; i++)
        {
            int turn = (int)Math.Round((starts[found[i]] - starts[found[i - 1]]) / (double)period);
            turns += turn;
            if (turn > 0) cycles++;
        }
        return cycles >= Least && cycles >= turns * 0.6 ? (best, found) : null;
    }

    // Least squares of the start times over the number of periods since the first.
    private static long Fit(long[] starts, List<int> found, long period)
    {
        double n = found.Count, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        foreach (int i in found)
        {
            double y = starts[i] - starts[found[0]], x = Math.Round(y / period);
            sumX += x;
            sumY += y;
            sumXX += x * x;
            sumXY += x * y;
        }
        double spread = (n * sumXX) - (sumX * sumX);
        return spread <= 0 ? period : Math.Max(1, (long)Math.Round(((n * sumXY) - (sumX * sumY)) / spread));
    }
}
