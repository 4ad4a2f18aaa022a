using FlameScope.Model;

namespace FlameScope.FlameGraph;

public sealed partial class StackTree
{
    /// <summary>The tree of the samples that the options' filter takes.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">Grouping, weight, filter, direction; <c>null</c> for the defaults.</param>
    /// <remarks>Costs by the samples taken and their distinct stacks. For more than one tree of a profile see <see cref="StackTreeBuilder"/>.</remarks>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid, or an option has no such value.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public static StackTree From(Profile profile, StackTreeOptions? options = null) => From(profile, TimeRange.All, options);

    /// <summary>The tree of the samples of a range that the options' filter takes.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="range">Nanoseconds. Any start but that of <see cref="TimeRange.All"/> leaves out samples without a time.</param>
    /// <param name="options">Grouping, weight, filter, direction; <c>null</c> for the defaults.</param>
    /// <remarks>Costs by the samples taken and their distinct stacks. For more than one tree of a profile see <see cref="StackTreeBuilder"/>.</remarks>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid, or an option has no such value.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public static StackTree From(Profile profile, TimeRange range, StackTreeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return From(profile.Select(options?.Filter).Within(range), options);
    }

    /// <summary>The tree of selected samples.</summary>
    /// <param name="selection">The samples.</param>
    /// <param name="options">Grouping, weight, direction; <c>null</c> for the defaults. Their filter is not looked at.</param>
    /// <remarks>Costs by the samples taken and their distinct stacks. For more than one tree of a profile see <see cref="StackTreeBuilder"/>.</remarks>
    /// <exception cref="ArgumentException">An option has no such value.</exception>
    public static StackTree From(SampleSelection selection, StackTreeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(selection);
        StackIndex index = StackIndexer.Index(selection, options ?? new StackTreeOptions());
        var tree = new StackTree(index);
        new TreeSlicer(index, null).Fill(tree, selection);
        return tree;
    }
}
