using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>A median filter: where most seconds of a profile contain a burst, bursts are usual, and only those with much higher scores are moments.</summary>
internal static class UsualBursts
{
    private const int MaximumSeconds = 1 << 24;

    // The minimum ratio of a burst's score to the median. Bursts of processes are compared without regard to their length, so their scores vary more.
    private const double MinimumRatio = 1.5;
    private const double MinimumRatioOfProcesses = 3;

    /// <summary>Removes usual bursts within processes: most seconds contain one of similar length, from a quarter to four times.</summary>
    public static IEnumerable<MomentCandidate> RemoveWithinProcesses(IReadOnlyList<MomentCandidate> bursts, MomentSamples samples)
    {
        var medians = new Dictionary<int, double>();
        foreach (MomentCandidate burst in bursts)
        {
            int octave = OctaveOf(burst);
            if (!medians.TryGetValue(octave, out double median))
            {
                medians[octave] = median = MedianOf(bursts.Where(b => Math.Abs(OctaveOf(b) - octave) <= 1), samples);
            }
            if (burst.Score >= MinimumRatio * median) yield return burst;
        }
    }

    /// <summary>Removes usual bursts of processes that start.</summary>
    public static IEnumerable<MomentCandidate> RemoveOfProcesses(IReadOnlyList<MomentCandidate> bursts, MomentSamples samples)
    {
        double median = MedianOf(bursts, samples);
        return bursts.Where(b => b.Score >= MinimumRatioOfProcesses * median);
    }

    // The median over all seconds of the profile of the highest score of a burst; 0 if most seconds have no burst.
    private static double MedianOf(IEnumerable<MomentCandidate> bursts, MomentSamples samples)
    {
        var best = new double[(int)Math.Min(MaximumSeconds, (samples.Span / TimeRange.NanosecondsPerSecond) + 1)];
        foreach (MomentCandidate burst in bursts)
        {
            long from = (burst.Range.Start - samples.Times[0]) / TimeRange.NanosecondsPerSecond;
            long to = (burst.Range.End - samples.Times[0]) / TimeRange.NanosecondsPerSecond;
            for (long second = Math.Max(0, from); second <= to && second < best.Length; second++) best[second] = Math.Max(best[second], burst.Score);
        }
        Array.Sort(best);
        return best[best.Length / 2];
    }

    private static int OctaveOf(MomentCandidate burst) => (int)Math.Round(Math.Log2(Math.Max(1, burst.Range.Duration)));
}
