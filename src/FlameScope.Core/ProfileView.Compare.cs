using FlameScope.Analysis;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>Compares the stacks in the time range of this view with a baseline.</summary>
    /// <param name="baseline">
    /// The baseline. <see cref="Baseline.Rest"/>, <see cref="Baseline.Whole"/> and <see cref="Baseline.Range"/> choose from the samples of any time
    /// that match the filter of this view.
    /// </param>
    /// <param name="normalization">The divisor of the values of each side.</param>
    /// <returns>The difference.</returns>
    /// <example>
    /// <code>
    /// StackTreeDiff diff = view.Between(28.3, 28.58).Compare(Baseline.Rest);
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">The time range of this view is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is not defined.</exception>
    /// <exception cref="UntimedProfileException">The normalization is by time, and a side has samples but no duration.</exception>
    /// <exception cref="InvalidOperationException">The normalization is by CPU time, and the periods of a side with samples are all 0.</exception>
    public StackTreeDiff Compare(Baseline baseline, DiffNormalization normalization = DiffNormalization.Total) =>
        StackTreeDiff.Compare(_anyTime, Range, baseline, TreeOptions(StackGrouping.ThreadName, reversed: false), normalization);

    /// <summary>Compares the stacks of this view with those of another view, which may have another range, filter or profile.</summary>
    /// <param name="baseline">The view to compare with. Its weight is ignored: the weight of this view is used.</param>
    /// <param name="normalization">The divisor of the values of each side.</param>
    /// <returns>The difference.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is not defined.</exception>
    /// <exception cref="UntimedProfileException">The normalization is by time, and a side has samples but no duration.</exception>
    /// <exception cref="InvalidOperationException">The normalization is by CPU time, and the periods of a side with samples are all 0.</exception>
    public StackTreeDiff Compare(ProfileView baseline, DiffNormalization normalization = DiffNormalization.Total)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return StackTreeDiff.Compare(Selection, baseline.Selection, TreeOptions(StackGrouping.ThreadName, reversed: false), normalization);
    }

    /// <summary>Compares the functions in the time range of this view with a baseline, and computes the significance of each change.</summary>
    /// <param name="baseline">
    /// The baseline. <see cref="Baseline.Rest"/>, <see cref="Baseline.Whole"/> and <see cref="Baseline.Range"/> choose from the samples of any time
    /// that match the filter of this view.
    /// </param>
    /// <returns>The changes per function.</returns>
    /// <exception cref="ArgumentException">The time range of this view is empty.</exception>
    public FunctionChanges GetChanges(Baseline baseline) => FunctionChanges.Compare(_anyTime, Range, baseline, Weight);

    /// <summary>Compares the functions of this view with those of another view, and computes the significance of each change.</summary>
    /// <param name="baseline">The view to compare with. Its weight is ignored: the weight of this view is used.</param>
    /// <returns>The changes per function.</returns>
    public FunctionChanges GetChanges(ProfileView baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return FunctionChanges.Compare(Selection, baseline.Selection, Weight);
    }
}
