using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// Proposes the ranges of a profile that are worth a look: bursts, what comes periodically, start-up, gaps. Each is judged by the profile's own
/// rhythm.
/// </summary>
/// <remarks>
/// <para>
/// It looks at times, threads and traits (<see cref="SampleFeatures"/>), such as the functions on a sample's stack, without knowing what they are. What a
/// sample weighs has no say. <c>docs/moments.md</c> has the method, its sources, its limits and how well it does.
/// </para>
/// <para>The same samples always give the same moments.</para>
/// </remarks>
public static class MomentFinder
{
    /// <summary>Finds moments by times and threads alone.</summary>
    /// <param name="selection">The samples.</param>
    /// <param name="options">What counts as a moment; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The moments, most telling first. Empty when fewer than ten samples have a time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static IReadOnlyList<TimeMoment> Find(SampleSelection selection, MomentOptions? options = null, CancellationToken cancellationToken = default) =>
        Find(selection, SampleFeatures.None, options, cancellationToken);

    /// <summary>Finds moments by times, threads and traits.</summary>
    /// <param name="selection">The samples.</param>
    /// <param name="traits">What samples have in common by their stacks.</param>
    /// <param name="options">What counts as a moment; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The moments, most telling first. Empty when fewer than ten samples have a time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static IReadOnlyList<TimeMoment> Find(
        SampleSelection selection, SampleFeatures traits, MomentOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(traits);
        options ??= new MomentOptions();
        options.Validate();
        var samples = MomentSamples.From(selection, cancellationToken);
        return samples.Count < 10 || samples.Span <= 0 ? [] : new MomentSelector(samples, traits, options, cancellationToken).Judge();
    }
}
