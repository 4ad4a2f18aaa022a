using FlameScope.Model;

namespace FlameScope.FlameGraph;

public sealed partial class StackTreeDiff
{
    /// <summary>Compares two trees.</summary>
    /// <param name="target">The tree that is looked at.</param>
    /// <param name="baseline">The tree that it is compared with; of any profile, made with the same grouping, weight and direction.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <exception cref="ArgumentException">
    /// The trees are made differently, one has been returned to its builder, or CPU time is asked for of trees that count samples.
    /// </exception>
    /// <exception cref="UntimedProfileException">Time is asked for and a side has samples but spans none.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public static StackTreeDiff Between(StackTree target, StackTree baseline, DiffNormalization normalization = DiffNormalization.Total)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(baseline);
        return new StackTreeDiff(DiffSide.Of(target), DiffSide.Of(baseline), normalization);
    }

    /// <summary>Compares the trees of two selections.</summary>
    /// <param name="target">The samples that are looked at.</param>
    /// <param name="baseline">The samples that they are compared with; of any profile.</param>
    /// <param name="options">Grouping, weight, direction; <c>null</c> for the defaults. Their filter is not looked at.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <exception cref="ArgumentException">An option has no such value.</exception>
    /// <exception cref="UntimedProfileException">Time is asked for and a side has samples but spans none.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public static StackTreeDiff Between(
        SampleSelection target,
        SampleSelection baseline,
        StackTreeOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(baseline);
        options ??= new StackTreeOptions();
        return new StackTreeDiff(DiffSide.Of(target, options), DiffSide.Of(baseline, options), normalization);
    }

    /// <summary>Compares two profiles.</summary>
    /// <param name="target">The profile that is looked at.</param>
    /// <param name="baseline">The profile that it is compared with.</param>
    /// <param name="options">Grouping, weight, filter, direction; <c>null</c> for the defaults. The filter holds on both sides.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid, or an option has no such value.</exception>
    /// <exception cref="UntimedProfileException">Time is asked for and a side has samples but spans none.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public static StackTreeDiff Between(
        Profile target,
        Profile baseline,
        StackTreeOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total) =>
        Between(Select(target, options), Select(baseline, options), options, normalization);

    /// <summary>Compares a range with all of the profile, the range included.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="range">Nanoseconds.</param>
    /// <param name="options">Grouping, weight, filter, direction; <c>null</c> for the defaults. The filter holds on both sides.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <remarks>The longer the range, the more the baseline is like it. <see cref="AgainstRest(Profile, TimeRange, StackTreeOptions?, DiffNormalization)"/> has no such bias.</remarks>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid, or an option has no such value.</exception>
    /// <exception cref="UntimedProfileException">Time is asked for and a side has samples but spans none.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public static StackTreeDiff AgainstWhole(
        Profile profile,
        TimeRange range,
        StackTreeOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total)
    {
        SampleSelection whole = Select(profile, options);
        return Between(whole.Within(range), whole, options, normalization);
    }

    /// <summary>Compares a range with the rest of the profile: with the samples that the same filter takes and that are not in the range.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="range">Nanoseconds.</param>
    /// <param name="options">Grouping, weight, filter, direction; <c>null</c> for the defaults. The filter holds on both sides.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <remarks>Every sample is on one side and on one only. Those without a time are of the rest, unless the range is <see cref="TimeRange.All"/>.</remarks>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid, or an option has no such value.</exception>
    /// <exception cref="UntimedProfileException">Time is asked for and a side has samples but spans none.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public static StackTreeDiff AgainstRest(
        Profile profile,
        TimeRange range,
        StackTreeOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total)
    {
        SampleSelection whole = Select(profile, options);
        return AgainstRest(whole, range, options, normalization);
    }

    /// <summary>Compares the samples of a range with the rest of a selection.</summary>
    /// <param name="whole">The samples of both sides.</param>
    /// <param name="range">Nanoseconds.</param>
    /// <param name="options">Grouping, weight, direction; <c>null</c> for the defaults. Their filter is not looked at.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <exception cref="ArgumentException">An option has no such value.</exception>
    /// <exception cref="UntimedProfileException">Time is asked for and a side has samples but spans none.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public static StackTreeDiff AgainstRest(
        SampleSelection whole,
        TimeRange range,
        StackTreeOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total)
    {
        ArgumentNullException.ThrowIfNull(whole);
        options ??= new StackTreeOptions();
        SampleSelection inside = whole.Within(range);
        DiffSide target = DiffSide.Of(inside, options);
        DiffSide rest = DiffSide.Of(whole.Except(inside), options);
        // The rest is in two pieces or in one: its time is what the range leaves of the whole's.
        return new StackTreeDiff(target, rest with { Duration = rest.Duration - target.Duration }, normalization);
    }

    /// <summary>Compares a range with another one of the same profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="range">Nanoseconds.</param>
    /// <param name="baseline">Nanoseconds; the ranges may overlap.</param>
    /// <param name="options">Grouping, weight, filter, direction; <c>null</c> for the defaults. The filter holds on both sides.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid, or an option has no such value.</exception>
    /// <exception cref="UntimedProfileException">Time is asked for and a side has samples but spans none.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public static StackTreeDiff Against(
        Profile profile,
        TimeRange range,
        TimeRange baseline,
        StackTreeOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total)
    {
        SampleSelection whole = Select(profile, options);
        return Between(whole.Within(range), whole.Within(baseline), options, normalization);
    }

    private static SampleSelection Select(Profile profile, StackTreeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Select(options?.Filter);
    }
}
