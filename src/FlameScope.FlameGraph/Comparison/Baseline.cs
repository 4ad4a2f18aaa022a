using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Specifies the samples that a target is compared with.</summary>
/// <example>
/// <code>
/// TimeRange burst = profile.RangeOfSeconds(3.2, 3.4);
/// StackTreeDiff diff = StackTreeDiff.Compare(profile.Select(), burst, Baseline.Rest);
/// </code>
/// </example>
public sealed class Baseline
{
    private readonly string _text;
    private readonly Func<SampleSelection, SampleSelection, SampleSelection> _select;

    private Baseline(string text, Func<SampleSelection, SampleSelection, SampleSelection> select) => (_text, _select) = (text, select);

    /// <summary>The samples that are not in the target, so that each sample is on one side. Samples without a time are in the baseline.</summary>
    public static Baseline Rest { get; } = new("rest", (samples, target) => samples.Except(target));

    /// <summary>
    /// All samples, including those in the target. The longer the target, the more similar the baseline is to it; <see cref="Rest"/> does not have
    /// this bias.
    /// </summary>
    public static Baseline Whole { get; } = new("whole", (samples, _) => samples);

    /// <summary>Returns a baseline of the samples in another time range.</summary>
    /// <param name="range">The range. It may overlap the target.</param>
    /// <returns>The baseline.</returns>
    /// <exception cref="ArgumentException"><paramref name="range"/> is empty.</exception>
    public static Baseline Range(TimeRange range)
    {
        ThrowIfEmpty(range, nameof(range));
        return new Baseline(range.ToString(), (samples, _) => samples.Within(range));
    }

    /// <summary>Returns a baseline of given samples.</summary>
    /// <param name="samples">The samples. They may be of another profile.</param>
    /// <returns>The baseline.</returns>
    public static Baseline Samples(SampleSelection samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new Baseline("samples", (_, _) => samples);
    }

    /// <summary>Returns a description: <c>rest</c>, <c>whole</c>, <c>samples</c>, or the range.</summary>
    /// <returns>The description.</returns>
    public override string ToString() => _text;

    /// <summary>Returns both sides of a comparison.</summary>
    /// <param name="samples">The samples of the target's profile.</param>
    /// <param name="range">The range of the target.</param>
    /// <returns>The samples of both sides.</returns>
    /// <exception cref="ArgumentException"><paramref name="range"/> is empty.</exception>
    internal (SampleSelection Target, SampleSelection Baseline) Select(SampleSelection samples, TimeRange range)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ThrowIfEmpty(range, nameof(range));
        SampleSelection target = samples.Within(range);
        return (target, _select(samples, target));
    }

    private static void ThrowIfEmpty(TimeRange range, string name)
    {
        if (range.IsEmpty) throw new ArgumentException("The range is empty: its end must be greater than its start.", name);
    }
}
