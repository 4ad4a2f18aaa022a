using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Specifies how samples become a <see cref="StackTree"/>.</summary>
public sealed record StackTreeOptions
{
    /// <summary>The first level of the tree. The default is <see cref="StackGrouping.ThreadName"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public StackGrouping Grouping
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Grouping), value, "The grouping is not defined.");
    }

    /// <summary>
    /// The key of a label whose values are the first level of the tree, instead of <see cref="Grouping"/>; <c>null</c>, the default, for none. The group of
    /// samples without such a label is <c>[no KEY]</c>; of a set with several such labels the first one counts.
    /// </summary>
    public string? GroupingLabel { get; init; }

    /// <summary>Indicates whether the first level of the tree are groups.</summary>
    internal bool HasGroups => GroupingLabel is not null || Grouping != StackGrouping.None;

    /// <summary>The value that each sample contributes. The default is the default of the profile.</summary>
    public SampleWeight Weight { get; init; }

    /// <summary>
    /// The samples of the profile that are included. The default is <c>null</c>, which means <see cref="SampleFilter.Default"/>. The filter is
    /// ignored where a <see cref="SampleSelection"/> is given, because a selection has been filtered.
    /// </summary>
    public SampleFilter? Filter { get; init; }

    /// <summary>
    /// Indicates whether stacks are reversed. The default is <c>false</c>: callers are ancestors of callees. If <c>true</c>, the first frames are the
    /// leaves and their descendants are their callers. The groups come first in both cases.
    /// </summary>
    /// <remarks>Reversed stacks share fewer nodes. In the worst case the tree has one node per frame of each distinct stack.</remarks>
    public bool Reversed { get; init; }
}
