using FlameScope.Model;

namespace FlameScope.Analysis;

// How a run compares with what lies before and after it.
internal sealed partial class MomentSelector
{
    // Against the busier of what lies before and after, if that is more than usual: a phase is no burst, nor is a part of one.
    private double LocalScore(Run run)
    {
        double length = FeatureCusum.LengthOf(_samples, run.First, run.Last, run.Count);
        long flank = Math.Max(TimeRange.NanosecondsPerSecond, 2 * LengthOf(run));
        int from = _samples.FirstAtOrAfter(_samples.Times[run.First] - flank), to = _samples.FirstAtOrAfter(_samples.Times[run.Last] + flank) - 1;
        double rate = Math.Max(_bursts.Rate(run.Slot), Math.Max(RateIn(run.Slot, from, run.First - 1), RateIn(run.Slot, run.Last + 1, to)));
        double expected = rate * length;
        return run.Count <= expected ? 0 : PoissonLogLikelihoodRatio.Of(run.Count, expected);
    }

    private double RateIn(int slot, int first, int last)
    {
        if (last - first < 1) return 0;
        if (!_positions.TryGetValue(slot, out int[]? positions)) return double.MaxValue;
        return (CountBefore(positions, last + 1) - CountBefore(positions, first)) / (_samples.Progress[last] - _samples.Progress[first]);
    }

    private static int CountBefore(int[] positions, int sample)
    {
        int at = Array.BinarySearch(positions, sample);
        return at < 0 ? ~at : at;
    }

    private double LocalRise(Run run)
    {
        long flank = Math.Max(TimeRange.NanosecondsPerSecond, 2 * LengthOf(run));
        double rate = Math.Max(_rates.Rate, Math.Max(RateBefore(run.First, flank), RateAfter(run.Last, flank)));
        double expected = rate * _rates.RiseLength(run.First, run.Last);
        return run.Count <= expected ? 0 : PoissonLogLikelihoodRatio.Of(run.Count, expected);
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
}
