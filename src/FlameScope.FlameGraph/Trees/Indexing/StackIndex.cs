using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The tree of many samples, without values, and for each sample the node that it ends in. The tree of a subset of these samples is a subset of the
/// nodes in the same order: a query counts, marks and copies, and never compares a name.
/// </summary>
/// <remarks>
/// Nodes are in the canonical order of <see cref="StackTree"/>. A node that samples end in is a terminal node and has a terminal number, ascending
/// with the nodes. Samples refer to terminal numbers rather than nodes, because there are fewer of them and counting them stays in the cache. Holds 4
/// bytes per sample, 21 per node and 8 or 16 per terminal node. Immutable.
/// </remarks>
internal sealed class StackIndex
{
    /// <summary>The samples that the index holds.</summary>
    public required SampleSelection Selection { get; init; }

    public required StackTreeOptions Options { get; init; }

    public required GroupTable Groups { get; init; }

    /// <summary>The tree, for passes over all nodes and for trees that have all nodes.</summary>
    public required TreeShape Shape { get; init; }

    /// <summary>For each terminal number, its node. The last number has no node: it counts samples that the index does not hold.</summary>
    public required int[] TerminalNodes { get; init; }

    /// <summary>For each sample, starting with the first row of the selection, its terminal number.</summary>
    public required int[] SampleTerminals { get; init; }

    /// <summary>For each terminal number, the number of its rows of samples. Selections of most samples are counted from these.</summary>
    public required int[] Counts { get; init; }

    /// <summary>For each terminal number, the sum of the values of its samples; <c>null</c> if each sample counts as 1.</summary>
    public required long[]? Values { get; init; }

    public required int MaximumDepth { get; init; }

    /// <summary>The unit of the values.</summary>
    public string Unit => field ??= Selection.GetUnit(Options.Weight);

    public int NodeCount => Shape.Capacity;

    /// <summary>The number of terminal nodes, and the terminal number of samples that the index does not hold.</summary>
    public int TerminalCount => TerminalNodes.Length - 1;

    /// <summary>The size of the columns in bytes.</summary>
    public long Bytes =>
        (NodeCount * (long)TreeShape.BytesPerNode)
        + (SampleTerminals.Length * (long)sizeof(int))
        + (TerminalNodes.Length * (long)(2 * sizeof(int)))
        + (Values is null ? 0 : Values.Length * (long)sizeof(long));

    /// <summary>Indicates whether the index holds all samples of a selection of the same profile.</summary>
    public bool Holds(SampleSelection selection)
    {
        if (selection.Start >= selection.End) return true;
        if (selection.Start < Selection.Start || selection.End > Selection.End) return false;
        if (HasSameMask(selection) || Selection.Mask.IsEmpty) return true;
        if (selection.Mask.IsEmpty) return false;
        for (int word = selection.Start >> 6; word <= (selection.End - 1) >> 6; word++)
        {
            if ((selection.Mask[word] & ~Selection.Mask[word]) != 0) return false;
        }
        return true;
    }

    /// <summary>Indicates whether a selection has the mask of the index.</summary>
    public bool HasSameMask(SampleSelection selection) => selection.Mask == Selection.Mask;
}
