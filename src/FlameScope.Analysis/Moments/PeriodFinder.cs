using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>Samples of a series that are close to each other.</summary>
internal readonly record struct Cluster(int First, int Last, int Count);

/// <summary>A series whose clusters recur at regular intervals.</summary>
/// <param name="Series">The series.</param>
/// <param name="Period">The interval, in nanoseconds.</param>
/// <param name="Score">The log-likelihood ratio.</param>
/// <param name="Clusters">The clusters that fit the period.</param>
internal sealed record PeriodicSeries(int Series, long Period, double Score, Cluster[] Clusters);

/// <summary>
/// Detects periods by epoch folding: the start times of a series' clusters are reduced modulo trial periods, and the number of clusters in the best
/// window of phases is compared with the expected number for uniform phases (a binomial log-likelihood ratio).
/// </summary>
internal static class PeriodFinder
{
    private const int MaximumClusters = 20_000;
    private const int MinimumRepeats = 3;

    // Common periods of timers.
    private static readonly double[] UsualSeconds = [0.1, 0.2, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 300];
    private static readonly double[] Parts = [0.01, 0.02, 0.05, 0.1];

    public static List<PeriodicSeries> Find(
        MomentSamples samples, FeatureSeries features, FeatureCusum scan, double threshold, CancellationToken cancellationToken)
    {
        Cluster[]?[] clusters = Collect(samples, features, scan, cancellationToken);
        var periodic = new List<PeriodicSeries>();
        for (int series = 0; series < clusters.Length; series++)
        {
            if (clusters[series] is { } each && Best(samples, series, each, threshold) is { } candidate) periodic.Add(candidate);
        }
        return periodic;
    }

    private static Cluster[]?[] Collect(MomentSamples samples, FeatureSeries features, FeatureCusum scan, CancellationToken cancellationToken)
    {
        var clusters = new Cluster[]?[features.Counts.Length];
        var counts = new int[clusters.Length];
        bool any = false;
        for (int series = 0; series < clusters.Length; series++)
        {
            int count = scan.ClusterCount(series);
            // For clusters that cover half of the time, no period can be detected.
            if (count < MinimumRepeats || count > MaximumClusters || count * 2 * scan.ClusterGap > samples.Span) continue;
            clusters[series] = new Cluster[count];
            any = true;
        }
        if (!any) return clusters;
        void Add(int series, int sample)
        {
            if (clusters[series] is not { } of) return;
            int last = counts[series] - 1;
            if (last >= 0 && samples.Times[sample] - samples.Times[of[last].Last] <= scan.ClusterGap)
            {
                of[last] = of[last] with { Last = sample, Count = of[last].Count + 1 };
            }
            else
            {
                of[counts[series]++] = new Cluster(sample, sample, 1);
            }
        }
        features.Visit(samples, Add, cancellationToken);
        return clusters;
    }

    private static PeriodicSeries? Best(MomentSamples samples, int series, Cluster[] clusters, double threshold)
    {
        var starts = Array.ConvertAll(clusters, cluster => samples.Times[cluster.First]);
        var distances = new long[starts.Length - 1];
        for (int i = 0; i < distances.Length; i++) distances[i] = starts[i + 1] - starts[i];
        Array.Sort(distances);
        PeriodicSeries? best = null;
        Try(distances[distances.Length / 2]);
        // Too few clusters for significance can only confirm the period of bursts, for which the first trial period is sufficient.
        if ((clusters.Length - 1) * -Math.Log(Parts[0]) < threshold) return best;
        foreach (double seconds in UsualSeconds) Try((long)(seconds * TimeRange.NanosecondsPerSecond));
        return best;

        void Try(long period)
        {
            if (period < 50_000_000 || period * (MinimumRepeats - 1) > samples.Span) return;
            // The period of a sleeping timer drifts: it is fitted to the clusters that the trial period found.
            for (int round = 0; round < 2; round++)
            {
                if (Fold(starts, period) is not { } found) return;
                long fitted = Fit(starts, found.In, period);
                if (best is null || found.Score > best.Score)
                {
                    best = new PeriodicSeries(series, fitted, found.Score, [.. found.In.Select(i => clusters[i])]);
                }
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
                // One cluster sets the phase and is not evidence.
                double score = (inside - 1) * Math.Log(share / part);
                if (inside < count) score += (count - inside) * Math.Log((1 - share) / (1 - part));
                if (score <= best) continue;
                best = score;
                bestFrom = from;
                bestCount = inside;
            }
        }
        if (bestCount < MinimumRepeats || bestCount < count * 0.6) return null;
        var found = new List<int>();
        for (int i = bestFrom; i < bestFrom + bestCount; i++) found.Add(order[i % count]);
        found.Sort();
        // Most of the periods must contain a cluster.
        int cycles = 1, turns = 1;
        for (int i = 1; i < found.Count; i++)
        {
            int turn = (int)Math.Round((starts[found[i]] - starts[found[i - 1]]) / (double)period);
            turns += turn;
            if (turn > 0) cycles++;
        }
        return cycles >= MinimumRepeats && cycles >= turns * 0.6 ? (best, found) : null;
    }

    // Linear least squares of the start times over the number of periods since the first.
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
