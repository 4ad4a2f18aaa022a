using System.Diagnostics;

namespace FlameScope.FlameGraph;

/// <summary>The functions of one group of threads. <see cref="FunctionTable.GetGroups"/> returns them.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FunctionGroup
{
    internal FunctionGroup(string name, long total, IReadOnlyList<FunctionRow> rows)
    {
        Name = name;
        Total = total;
        Rows = rows;
    }

    /// <summary>The label of the group: <c>java-1234/1235</c>.</summary>
    public string Name { get; }

    /// <summary>The sum of the values of all samples of the group, including those without frames.</summary>
    public long Total { get; }

    /// <summary>The functions of the group, in the order of <see cref="FunctionTable.Rows"/>.</summary>
    public IReadOnlyList<FunctionRow> Rows { get; }

    /// <summary>Returns a summary: the name, the total and the number of functions.</summary>
    /// <returns>The summary.</returns>
    public override string ToString() => FormattableString.Invariant($"{Name}: total {Total}, {Rows.Count} functions");
}
