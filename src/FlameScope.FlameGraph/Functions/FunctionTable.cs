using System.Diagnostics;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>The functions of a tree with their self and total values over all paths.</summary>
/// <remarks>
/// A function is a name and a kind, as in the tree. The root and groups are not functions. The table of a reversed tree is equal to the table of the
/// tree that is not reversed.
/// </remarks>
/// <example>
/// <code>
/// FunctionTable table = FunctionTable.From(StackTree.From(profile));
/// foreach (FunctionRow row in table.Rows.Take(10)) Console.WriteLine($"{row.Self} {row.Total} {row.Name}");
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FunctionTable
{
    private FunctionTable(StackTree tree, FunctionRow[] rows)
    {
        Rows = rows;
        Weight = tree.Weight;
        Unit = tree.Unit;
        Range = tree.Range;
        Total = tree.Total;
        SampleCount = tree.SampleCount;
    }

    /// <summary>The functions: by self, descending; then by total, descending; then by the bytes of their names; then by kind.</summary>
    public IReadOnlyList<FunctionRow> Rows { get; }

    /// <summary>The value that each sample contributes. It is never the default weight.</summary>
    public SampleWeight Weight { get; }

    /// <summary>The unit of the values; see <see cref="StackTree.Unit"/>.</summary>
    public string Unit { get; }

    /// <summary>The time range of the samples.</summary>
    public TimeRange Range { get; }

    /// <summary>The sum of the values of all samples, including those without frames. The share of a row is its value divided by this one.</summary>
    public long Total { get; }

    /// <summary>The number of samples.</summary>
    public long SampleCount { get; }

    /// <summary>Returns the functions of a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>The table.</returns>
    public static FunctionTable From(StackTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return new FunctionTable(tree, RowsOf(tree, 0));
    }

    /// <summary>
    /// Returns the functions of each group at the first level of a tree: per thread name, process or thread, depending on the tree's grouping.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <returns>The groups: by total, descending; then by name. Empty if the tree has no groups.</returns>
    public static IReadOnlyList<FunctionGroup> GetGroups(StackTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var groups = new List<FunctionGroup>();
        if (!tree.Options.HasGroups) return groups;
        for (int node = 1; node < tree.Count; node = tree.SubtreeEnds[node])
        {
            groups.Add(new FunctionGroup(tree.GetName(node), tree.TotalValues[node], RowsOf(tree, node)));
        }
        // A stable sort: groups with equal totals stay in the tree's order of names.
        return [.. groups.OrderByDescending(g => g.Total)];
    }

    /// <summary>Returns a summary: the numbers of functions and samples.</summary>
    /// <returns>The summary.</returns>
    public override string ToString() => FormattableString.Invariant($"{Rows.Count} functions of {SampleCount} samples, total {Total}");

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
