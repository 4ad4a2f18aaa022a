using FlameScope.Analysis;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>Compares the stacks of a range of this view with those of all of it, the range included.</summary>
    /// <param name="from">Seconds after <see cref="Profile.Origin"/>; <c>null</c> for no start.</param>
    /// <param name="to">Seconds, not included; <c>null</c> for no end.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or too large.</exception>
    /// <exception cref="UntimedProfileException">An end is given, and no sample has a time.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public StackTreeDiff CompareWithWhole(double? from, double? to, DiffNormalization normalization = DiffNormalization.Total) =>
        Between(from, to).CompareWith(this, normalization);

    /// <summary>Compares the stacks of a range of this view with the rest of it: every sample is on one side, and on one only.</summary>
    /// <param name="from">Seconds after <see cref="Profile.Origin"/>; <c>null</c> for no start.</param>
    /// <param name="to">Seconds, not included; <c>null</c> for no end.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or too large.</exception>
    /// <exception cref="UntimedProfileException">An end is given, and no sample has a time.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public StackTreeDiff CompareWithRest(double? from, double? to, DiffNormalization normalization = DiffNormalization.Total) =>
        StackTreeDiff.Compare(Selection, Profile.RangeOfSeconds(from, to), Baseline.Rest, TreeOptions(), normalization);

    /// <summary>Compares the stacks of this view with those of another one: of another range, filter or profile.</summary>
    /// <param name="baseline">What to compare with. Its samples count as this view's do.</param>
    /// <param name="normalization">What the values of each side are divided by.</param>
    /// <exception cref="UntimedProfileException">Time is asked for and a side has samples but spans none.</exception>
    /// <exception cref="InvalidOperationException">CPU time is asked for and the periods of a side that has samples are all 0.</exception>
    public StackTreeDiff CompareWith(ProfileView baseline, DiffNormalization normalization = DiffNormalization.Total)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return StackTreeDiff.Compare(Selection, baseline.Selection, TreeOptions(), normalization);
    }

    /// <summary>What is different in a range of this view against the rest of it, function by function, with how sure that is.</summary>
    /// <param name="from">Seconds after <see cref="Profile.Origin"/>; <c>null</c> for no start.</param>
    /// <param name="to">Seconds, not included; <c>null</c> for no end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or too large.</exception>
    /// <exception cref="UntimedProfileException">An end is given, and no sample has a time.</exception>
    public FunctionChanges GetChangesFromRest(double? from, double? to) =>
        FunctionChanges.Compare(Selection, Profile.RangeOfSeconds(from, to), Baseline.Rest, Weight);

    /// <summary>What is different in this view against another one, function by function, with how sure that is.</summary>
    /// <param name="baseline">What to compare with. Its samples count as this view's do.</param>
    public FunctionChanges GetChangesFrom(ProfileView baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return FunctionChanges.Compare(Selection, baseline.Selection, Weight);
    }

    /// <summary>The functions of each thread, process or name of a thread, most samples first.</summary>
    /// <param name="grouping">What a group is.</param>
    public IReadOnlyList<FunctionGroup> GetFunctionsBy(StackGrouping grouping) => FunctionTable.GetGroups(GetStackTree(grouping));

    /// <summary>
    /// The same samples under other stacks. Filters of the view so far were decided on names as they were recorded, later ones see the new names.
    /// </summary>
    /// <param name="transform">What is done to the stacks; in PowerShell a string such as <c>'collapse-kernel'</c> will do.</param>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public ProfileView Transform(StackTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        SampleSelection all = transform.Apply(_within ?? Profile.Select(SampleFilter.Everything));
        SampleSelection shown = transform.Apply(Unbounded);
        return new ProfileView(shown.Profile, SampleFilter.Everything with { Range = Range }, Weight, shown, all);
    }

    private StackTreeOptions TreeOptions() => new() { Weight = Weight, Filter = Filter };
}
