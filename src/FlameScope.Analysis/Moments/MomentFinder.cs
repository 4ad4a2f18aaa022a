using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// Detects anomalies in the time series of a profile: bursts, periodic bursts, start-up phases and gaps. The method is a scan statistic: CUSUM over
/// log likelihood ratios for the number of samples and for the functions and threads in them, with thresholds corrected for the number of tests.
/// </summary>
/// <remarks>
/// <para>
/// The times, threads and functions of samples are used; their values and counts are ignored. <c>docs/moments.md</c> describes the method, its sources, its
/// limits and its measured accuracy.
/// </para>
/// <para>Equal samples give equal moments.</para>
/// </remarks>
/// <example>
/// <code>
/// foreach (Moment moment in MomentFinder.Find(profile.Select()))
/// {
///     Console.WriteLine($"{moment.From:F3} {moment.To:F3} {moment.Kind} {string.Join(", ", moment.Functions.Take(3))}");
/// }
/// </code>
/// </example>
public static class MomentFinder
{
    private const int MinimumSampleCount = 10;

    /// <summary>Finds the moments of selected samples.</summary>
    /// <param name="selection">The samples.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The moments, by descending score. Empty if fewer than ten samples have a time.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static IReadOnlyList<Moment> Find(SampleSelection selection, MomentOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var functions = new FunctionFeatures(selection);
        IReadOnlyList<MomentCandidate> candidates = FindCandidates(selection, functions.Features, options ?? new MomentOptions(), cancellationToken);
        bool hasCounts = !selection.Profile.Samples.Counts.IsEmpty;
        var moments = new Moment[candidates.Count];
        for (int i = 0; i < moments.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MomentCandidate candidate = candidates[i];
            moments[i] = new Moment
            {
                Range = candidate.Range,
                From = SecondsOf(candidate.Range.Start),
                To = SecondsOf(candidate.Range.End),
                Kind = candidate.Kind,
                Score = candidate.Score,
                // Moments are found by rows. A row may represent many samples.
                SampleCount = hasCounts ? selection.Within(candidate.Range).GetTotal(SampleWeight.Samples) : candidate.SampleCount,
                Period = TimeSpan.FromTicks((candidate.Period + 50) / TimeSpan.NanosecondsPerTick),
                RepeatCount = candidate.RepeatCount,
                Functions = functions.FindDistinguishing(candidate.Range, candidate.Kind == MomentKind.Periodic ? candidate.Feature : -1),
            };
        }
        return moments;

        double SecondsOf(long time) => (double)((decimal)(time - selection.Profile.Origin) / TimeRange.NanosecondsPerSecond);
    }

    /// <summary>Finds moments by times, threads and given features.</summary>
    internal static IReadOnlyList<MomentCandidate> FindCandidates(
        SampleSelection selection, SampleFeatures features, MomentOptions options, CancellationToken cancellationToken)
    {
        var samples = MomentSamples.From(selection, cancellationToken);
        if (samples.Count < MinimumSampleCount || samples.Span <= 0) return [];
        return new MomentSelector(samples, features, options, cancellationToken).Select();
    }
}
