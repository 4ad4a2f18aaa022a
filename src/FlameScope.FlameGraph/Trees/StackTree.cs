using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The stacks of some samples as a tree with values: what a flame graph draws. Columns of equal length, a row a node.
/// </summary>
/// <remarks>
/// <para>
/// Node 0 is the root. Below it stand the groups (<see cref="StackTreeOptions.Grouping"/>), below each group the frames. Stacks share the
/// nodes of their common path; frames are the same there when they are shown under the same name (<see cref="FrameLabels"/>) and have the same
/// kind.
/// </para>
/// <para>
/// The order is canonical, so that equal samples always make equal trees: pre-order, siblings by the bytes of their names, then by kind. All
/// nodes below node <c>i</c> are those from <c>i + 1</c> up to, not including, <c>SubtreeEnds[i]</c>.
/// </para>
/// <para>
/// A node is there when a sample passes through it; its values may be 0, since periods may. A sample without frames ends in its group.
/// A tree may be read by many threads at once. See <see cref="StackTreeBuilder"/> for many trees of one profile.
/// </para>
/// </remarks>
public sealed partial class StackTree
{
    private readonly StackIndex _index;
    private TreeShape _ownShape = TreeShape.Empty;
    private long[] _selfValues = [];
    private long[] _totalValues = [];

    internal StackTree(StackIndex index) => _index = index;

    /// <summary>The profile the samples are of.</summary>
    public Profile Profile => _index.Selection.Profile;

    /// <summary>How the tree was made.</summary>
    public StackTreeOptions Options => _index.Options;

    /// <summary>What a sample counts here.</summary>
    public SampleWeight Weight => Options.Weight;

    /// <summary>The range of time that the samples are of.</summary>
    public TimeRange Range { get; private set; }

    /// <summary>The number of samples.</summary>
    public int SampleCount { get; private set; }

    /// <summary>What all samples count together: the root's total.</summary>
    public long Total => Count == 0 ? 0 : _totalValues[0];

    /// <summary>The number of nodes, the root included. 0 only for a tree that was returned to its builder.</summary>
    public int Count { get; private set; }

    /// <summary>For each node its parent, which always has a lower index; -1 for the root.</summary>
    public ReadOnlySpan<int> Parents => Shape.Parents.AsSpan(0, Count);

    /// <summary>For each node the number of its ancestors.</summary>
    public ReadOnlySpan<int> Depths => Shape.Depths.AsSpan(0, Count);

    /// <summary>For each node the index after the last node below it.</summary>
    public ReadOnlySpan<int> SubtreeEnds => Shape.SubtreeEnds.AsSpan(0, Count);

    /// <summary>For each node what the samples that end in it count.</summary>
    public ReadOnlySpan<long> SelfValues => _selfValues.AsSpan(0, Count);

    /// <summary>For each node what the samples that end in it or below it count.</summary>
    public ReadOnlySpan<long> TotalValues => _totalValues.AsSpan(0, Count);

    /// <summary>For each node what sort of code it is; <see cref="FrameKind.Unknown"/> for the root and groups too.</summary>
    public ReadOnlySpan<FrameKind> Kinds => Shape.Kinds.AsSpan(0, Count);

    /// <summary>
    /// For each node a frame that stands for those that were merged into it: the least of their ids; -1 for the root and groups. A tree from a
    /// <see cref="StackTreeBuilder"/> looks for the least among all samples that its filter takes, a tree from <c>From</c> among its own.
    /// </summary>
    public ReadOnlySpan<FrameId> Frames => Shape.Frames.AsSpan(0, Count);

    internal TreeShape Shape { get; private set; } = TreeShape.Empty;

    internal Span<long> WritableSelf => _selfValues.AsSpan(0, Count);

    internal Span<long> WritableTotal => _totalValues.AsSpan(0, Count);

    internal bool IsOf(StackIndex index) => index == _index;

    /// <summary>Makes room for a number of nodes and leaves the columns to be filled.</summary>
    /// <param name="range">The range of the samples.</param>
    /// <param name="sampleCount">The number of samples.</param>
    /// <param name="count">The number of nodes.</param>
    /// <param name="shape">Columns to share, which are not written to; <c>null</c> for the tree's own.</param>
    internal void Reset(TimeRange range, int sampleCount, int count, TreeShape? shape)
    {
        // A first tree fits exactly; one that is used again leaves room, so that ranges of like size soon stop allocating.
        int Room(int before) => before >= count ? before : before == 0 ? count : (int)Math.Min(_index.NodeCount, count + (count / 2L));
        if (_selfValues.Length < count)
        {
            int room = Room(_selfValues.Length);
            _selfValues = new long[room];
            _totalValues = new long[room];
        }
        if (shape is null && _ownShape.Capacity < count) _ownShape = new TreeShape(Room(_ownShape.Capacity));
        Shape = shape ?? _ownShape;
        Range = range;
        SampleCount = sampleCount;
        Count = count;
    }

    /// <summary>Leaves nothing to be read but keeps the room.</summary>
    internal void Clear() => Reset(default, 0, 0, null);
}
