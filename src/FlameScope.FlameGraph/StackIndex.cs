using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The tree of many samples, without values, and for each sample where it ends in it. The tree of any of these samples is some of its nodes in
/// the same order: a query counts, marks and copies, and never compares a name.
/// </summary>
/// <remarks>
/// Nodes are in the canonical order of <see cref="StackTree"/>. A node that samples end in has an end's number as well, rising with the nodes:
/// samples point at ends, not at nodes, because there are fewer of them and counting them stays in the cache. 4 bytes a sample, 25 a node.
/// Immutable once made.
/// </remarks>
internal sealed class StackIndex
{
    public required Profile Profile { get; init; }

    public required StackTreeOptions Options { get; init; }

    public required GroupTable Groups { get; init; }

    /// <summary>For each node its parent; -1 for the root.</summary>
    public required int[] Parents { get; init; }

    public required int[] Depths { get; init; }

    /// <summary>For each node the <see cref="LabelId"/> of its frames, or its group; 0 for the root.</summary>
    public required int[] Names { get; init; }

    public required FrameKind[] Kinds { get; init; }

    public required FrameId[] Frames { get; init; }

    /// <summary>For each node its end; -1 where no sample ends.</summary>
    public required int[] Ends { get; init; }

    /// <summary>For each end its node.</summary>
    public required int[] EndNodes { get; init; }

    /// <summary>For each sample, counted from <see cref="FirstSample"/>, its end.</summary>
    public required int[] SampleEnds { get; init; }

    /// <summary>The sample that <see cref="SampleEnds"/> begins with.</summary>
    public required int FirstSample { get; init; }

    public int MaximumDepth { get; init; }
}
