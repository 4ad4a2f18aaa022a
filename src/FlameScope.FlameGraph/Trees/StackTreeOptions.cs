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

    /// <summary>The value that each sample contributes. The default is <see cref="SampleWeight.Samples"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public SampleWeight Weight
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Weight), value, "The weight is not defined.");
    }

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
