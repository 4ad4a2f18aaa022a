using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The tree of many samples, without values, and for each sample where it ends in it. The tree of any of these samples is some of its nodes in
/// the same order: a query counts, marks and copies, and never compares a name.
/// </summary>
/// <remarks>
/// Nodes are in the canonical order of <see cref="StackTree"/>. A node that samples end in has a number as an end, too, rising with the nodes:
/// samples point at ends, not at nodes, because there are fewer of them and counting them stays in the cache. Holds 4 bytes a sample, 21 a node
/// and 8 or 16 an end. Immutable once made.
/// </remarks>
internal sealed class StackIndex
{
    /// <summary>The samples that the index holds.</summary>
    public required SampleSelection Selection { get; init; }

    public required StackTreeOptions Options { get; init; }

    public required GroupTable Groups { get; init; }

    /// <summary>The tree: for passes over all of it, and for trees that have all of its nodes.</summary>
    public required TreeShape Shape { get; init; }

    /// <summary>For each end its node. The last is no end: samples that the index does not hold are counted there.</summary>
    public required int[] TerminalNodes { get; init; }

    /// <summary>For each sample from the selection's first row on its end.</summary>
    public required int[] SampleEnds { get; init; }

    /// <summary>For each end the number of all its samples: what holds most of them is counted from there.</summary>
    public required int[] Counts { get; init; }

    /// <summary>For each end the sum of its samples' periods; <c>null</c> when samples count one each.</summary>
    public required long[]? Values { get; init; }

    public required int MaximumDepth { get; init; }

    public int NodeCount => Shape.Capacity;

    /// <summary>The number of ends, and the one that counts samples that the index does not hold.</summary>
    public int EndCount => TerminalNodes.Length - 1;

    /// <summary>Whether the index holds all samples of a selection of the same profile.</summary>
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

    /// <summary>Whether a selection takes what the index holds of its rows.</summary>
    public bool HasSameMask(SampleSelection selection) => selection.Mask == Selection.Mask;
}
