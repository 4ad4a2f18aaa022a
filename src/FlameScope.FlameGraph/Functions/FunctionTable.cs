using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>The functions of a tree with their self and total values, whatever path they were called on.</summary>
/// <remarks>
/// A function is a name and a kind, as in the tree. The root and groups are none. A reversed tree gives the same table as its forward twin.
/// </remarks>
public sealed class FunctionTable
{
    private FunctionTable(StackTree tree, FunctionRow[] rows)
    {
        Rows = rows;
        Weight = tree.Weight;
        Range = tree.Range;
        Total = tree.Total;
        SampleCount = tree.SampleCount;
    }

    /// <summary>The functions, by self falling, then by total falling, then by the bytes of their names, then by kind.</summary>
    public IReadOnlyList<FunctionRow> Rows { get; }

    /// <summary>What a sample counts here.</summary>
    public SampleWeight Weight { get; }

    /// <summary>The range of time that the samples are of.</summary>
    public TimeRange Range { get; }

    /// <summary>What all samples count together, those without frames included: what a row's share is a share of.</summary>
    public long Total { get; }

    /// <summary>The number of samples.</summary>
    public int SampleCount { get; }

    /// <summary>The functions of a tree.</summary>
    /// <param name="tree">The tree.</param>
    public static FunctionTable From(StackTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return new FunctionTable(tree, RowsOf(tree, 0));
    }

    /// <summary>The functions of each group at the first level of a tree: of each thread, process or name, as the tree's grouping says.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>By total falling, then by name. A tree without groups has none.</returns>
    public static IReadOnlyList<FunctionGroup> GroupsOf(StackTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var groups = new List<FunctionGroup>();
        if (tree.Options.Grouping == StackGrouping.None) return groups;
        for (int node = 1; node < tree.Count; node = tree.SubtreeEnds[node])
        {
            groups.Add(new FunctionGroup(tree.GetName(node), tree.TotalValues[node], RowsOf(tree, node)));
        }
        // Stable: of equal totals the first in the tree's order of names.
        return [.. groups.OrderByDescending(g => g.Total)];
    }

    private static FunctionRow[] RowsOf(StackTree tree, int root)
    {
        var numbers = new FunctionNumbers();
        var tally = new FunctionTally(tree, numbers, root);
        var order = new int[numbers.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((a, b) => Compare(a, b, tally, numbers));
        return Array.ConvertAll(order, f => new FunctionRow(numbers.GetName(f), numbers.GetKind(f), tally.SelfOf(f), tally.TotalOf(f)));
    }

    private static int Compare(int a, int b, FunctionTally tally, FunctionNumbers numbers)
    {
        int order = tally.SelfOf(b).CompareTo(tally.SelfOf(a));
        if (order == 0) order = tally.TotalOf(b).CompareTo(tally.TotalOf(a));
        return order != 0 ? order : numbers.Compare(a, b);
    }
}
