using System.Collections;
using System.Diagnostics;
using System.Text.Json.Serialization;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// The stacks of selected samples as a tree with values: the data of a flame graph. The tree is stored as columns of equal length with one row per
/// node.
/// </summary>
/// <remarks>
/// <para>
/// Node 0 is the root. Its children are the groups (<see cref="StackTreeOptions.Grouping"/>), and the descendants of a group are frames. Stacks share
/// the nodes of their common prefix. Two frames share a node if they are shown under the same name and have the same kind.
/// </para>
/// <para>
/// The order is canonical, so that equal samples always make equal trees: pre-order, siblings by the bytes of their names, then by kind. The
/// descendants of node <c>i</c> are the nodes from <c>i + 1</c> to <c>SubtreeEnds[i] - 1</c>.
/// </para>
/// <para>
/// A node exists if a sample passes through it; its values may be 0, because periods may be 0. A sample without frames ends in its group. A tree may
/// be read by several threads at the same time. To make many trees of one profile, use <see cref="StackTreeBuilder"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// StackTree tree = StackTree.From(profile, new StackTreeOptions { Grouping = StackGrouping.Process });
/// foreach (StackTreeNode node in tree.Nodes) Console.WriteLine($"{new string(' ', node.Depth)}{node.Name} {node.Total}");
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class StackTree
{
    private readonly StackIndex _index;
    private TreeShape _ownShape = TreeShape.Empty;
    private long[] _selfValues = [];
    private long[] _totalValues = [];
    private NodeList? _nodes;
    private int _rentals;
    private int _rental;

    internal StackTree(StackIndex index) => _index = index;

    /// <summary>The profile of the samples.</summary>
    [JsonIgnore]
    public Profile Profile => _index.Selection.Profile;

    /// <summary>The options that the tree was made with.</summary>
    [JsonIgnore]
    public StackTreeOptions Options => _index.Options;

    /// <summary>The value that each sample contributes. It is never the default weight.</summary>
    public SampleWeight Weight => Options.Weight;

    /// <summary>The unit of the values, such as <c>samples</c> or <c>bytes</c>; see <see cref="SampleSelection.GetUnit"/>.</summary>
    /// <remarks>For a tree from a <see cref="StackTreeBuilder"/>, it is the unit of all samples that the builder's filter includes.</remarks>
    public string Unit => _index.Unit;

    /// <summary>The time range of the samples.</summary>
    public TimeRange Range { get; private set; }

    /// <summary>The number of samples.</summary>
    public long SampleCount { get; private set; }

    /// <summary>The sum of the values of all samples, which is the total of the root.</summary>
    public long Total => Count == 0 ? 0 : _totalValues[0];

    /// <summary>The number of nodes, including the root. It is 0 only for a rented tree that was returned.</summary>
    public int Count { get; private set; }

    /// <summary>For each node, its parent, which has a lower index; -1 for the root.</summary>
    [JsonIgnore]
    public ReadOnlySpan<int> Parents => Shape.Parents.AsSpan(0, Count);

    /// <summary>For each node, the number of its ancestors.</summary>
    [JsonIgnore]
    public ReadOnlySpan<int> Depths => Shape.Depths.AsSpan(0, Count);

    /// <summary>For each node, the index after its last descendant.</summary>
    [JsonIgnore]
    public ReadOnlySpan<int> SubtreeEnds => Shape.SubtreeEnds.AsSpan(0, Count);

    /// <summary>For each node, the sum of the values of the samples that end in it.</summary>
    [JsonIgnore]
    public ReadOnlySpan<long> SelfValues => _selfValues.AsSpan(0, Count);

    /// <summary>For each node, the sum of the values of the samples that end in it or in a descendant.</summary>
    [JsonIgnore]
    public ReadOnlySpan<long> TotalValues => _totalValues.AsSpan(0, Count);

    /// <summary>For each node, the kind of code; <see cref="FrameKind.Unknown"/> for the root and groups.</summary>
    [JsonIgnore]
    public ReadOnlySpan<FrameKind> Kinds => Shape.Kinds.AsSpan(0, Count);

    /// <summary>
    /// For each node, the lowest id of the frames that were merged into it; -1 for the root and groups. For a tree from a
    /// <see cref="StackTreeBuilder"/> it is the lowest id among all samples that the builder's filter includes; for a tree from <c>From</c>, among the
    /// tree's own samples.
    /// </summary>
    [JsonIgnore]
    public ReadOnlySpan<FrameId> Frames => Shape.Frames.AsSpan(0, Count);

    /// <summary>The nodes in order, as a list. Each element is created when it is read.</summary>
    public IReadOnlyList<StackTreeNode> Nodes => _nodes ??= new NodeList(this);

    internal TreeShape Shape { get; private set; } = TreeShape.Empty;

    internal Span<long> WritableSelf => _selfValues.AsSpan(0, Count);

    internal Span<long> WritableTotal => _totalValues.AsSpan(0, Count);

    /// <summary>Returns one node.</summary>
    /// <param name="node">The index of a node, from 0 (the root) to <see cref="Count"/> - 1.</param>
    /// <returns>A copy of the node.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public StackTreeNode this[int node] => new(
        node, Parents[Check(node)], Depths[node], GetName(node), Kinds[node], SelfValues[node], TotalValues[node], SubtreeEnds[node], Frames[node]);

    /// <summary>Makes the tree of the samples of a profile that the options' filter includes.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">Grouping, weight, filter and direction; <c>null</c> for the defaults.</param>
    /// <returns>The tree.</returns>
    /// <remarks>
    /// The cost is proportional to the number of samples and distinct stacks. For several trees of a profile, use <see cref="StackTreeBuilder"/>.
    /// </remarks>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public static StackTree From(Profile profile, StackTreeOptions? options = null) => From(profile, TimeRange.All, options);

    /// <summary>Makes the tree of the samples of a range that the options' filter includes.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="range">The range. Only a range that starts like <see cref="TimeRange.All"/> includes samples without a time.</param>
    /// <param name="options">Grouping, weight, filter and direction; <c>null</c> for the defaults.</param>
    /// <returns>The tree.</returns>
    /// <remarks>
    /// The cost is proportional to the number of samples and distinct stacks. For several trees of a profile, use <see cref="StackTreeBuilder"/>.
    /// </remarks>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public static StackTree From(Profile profile, TimeRange range, StackTreeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return From(profile.Select(options?.Filter).Within(range), options);
    }

    /// <summary>Makes the tree of selected samples.</summary>
    /// <param name="selection">The samples.</param>
    /// <param name="options">Grouping, weight and direction; <c>null</c> for the defaults. The filter is ignored.</param>
    /// <returns>The tree.</returns>
    /// <remarks>
    /// The cost is proportional to the number of samples and distinct stacks. For several trees of a profile, use <see cref="StackTreeBuilder"/>.
    /// </remarks>
    public static StackTree From(SampleSelection selection, StackTreeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(selection);
        StackIndex index = StackIndexer.Index(selection, options ?? new StackTreeOptions());
        var tree = new StackTree(index);
        new TreeSlicer(index, null).Fill(tree, selection);
        return tree;
    }

    /// <summary>Returns the name of a node: <c>root</c>, the label of the group, or the name that its frames are shown under.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public string GetName(int node)
    {
        if (Frames[Check(node)].Value >= 0) return Profile.Labels.Names[new LabelId(Shape.Names[node])];
        return node == 0 ? "root" : _index.Groups.GetName(Shape.Names[node]);
    }

    /// <summary>Returns the bytes of a node's name, as they were recorded.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The bytes, usually UTF-8.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public ReadOnlySpan<byte> GetNameUtf8(int node)
    {
        if (Frames[Check(node)].Value >= 0) return Profile.Labels.Names.GetUtf8(new LabelId(Shape.Names[node]));
        return node == 0 ? "root"u8 : _index.Groups.GetUtf8(Shape.Names[node]);
    }

    /// <summary>Returns the names from the first level to a node.</summary>
    /// <param name="node">The index of a node, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>A new array that ends with the name of the node; empty for the root.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="node"/> is not the index of a node.</exception>
    public string[] GetPath(int node)
    {
        var path = new string[Depths[Check(node)]];
        for (int i = path.Length - 1; i >= 0; node = Parents[node]) path[i--] = GetName(node);
        return path;
    }

    /// <summary>Returns the first node that has a path, as <see cref="GetPath"/> returns it.</summary>
    /// <param name="path">The names from the first level to the node. All siblings that have the same name are searched.</param>
    /// <returns>The index of the node; -1 if there is none; 0, the root, for an empty path.</returns>
    public int Find(IEnumerable<string> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] names = [.. path];
        if (names.Length == 0) return Count == 0 ? -1 : 0;
        // The subtree of a node that does not match is skipped, so all ancestors of a visited node match.
        for (int node = 1; node < Count;)
        {
            int depth = Depths[node];
            bool matches = string.Equals(GetName(node), names[depth - 1], StringComparison.Ordinal);
            if (matches && depth == names.Length) return node;
            node = matches ? node + 1 : SubtreeEnds[node];
        }
        return -1;
    }

    /// <summary>Returns a summary: the numbers of nodes and samples, and the range.</summary>
    /// <returns>The summary.</returns>
    public override string ToString() => FormattableString.Invariant($"{Count} nodes of {SampleCount} samples, total {Total}, range {Range}");

    internal bool IsOf(StackIndex index) => index == _index;

    /// <summary>Marks the tree as rented.</summary>
    /// <returns>The number of the rental, which differs for each rental of the tree. Never 0.</returns>
    internal int SetOwner()
    {
        if (++_rentals == 0) _rentals = 1;
        return _rental = _rentals;
    }

    /// <summary>Ends a rental.</summary>
    /// <param name="rental">The number of the rental.</param>
    /// <returns><c>true</c> if this call ended it; <c>false</c> if it had ended. Of concurrent calls, one returns <c>true</c>.</returns>
    internal bool Release(int rental) => rental != 0 && Interlocked.CompareExchange(ref _rental, 0, rental) == rental;

    /// <summary>Reserves capacity for a number of nodes. The caller fills the columns.</summary>
    /// <param name="range">The range of the samples.</param>
    /// <param name="sampleCount">The number of samples.</param>
    /// <param name="count">The number of nodes.</param>
    /// <param name="shape">Shared columns, which are not written; <c>null</c> to use the tree's own.</param>
    internal void Reset(TimeRange range, long sampleCount, int count, TreeShape? shape)
    {
        // The first tree is allocated with the exact capacity. A tree that is reused gets spare capacity, so that ranges of similar size soon stop
        // allocating.
        int Capacity(int before) => before >= count ? before : before == 0 ? count : (int)Math.Min(_index.NodeCount, count + (count / 2L));
        if (_selfValues.Length < count)
        {
            int capacity = Capacity(_selfValues.Length);
            _selfValues = new long[capacity];
            _totalValues = new long[capacity];
        }
        if (shape is null && _ownShape.Capacity < count) _ownShape = new TreeShape(Capacity(_ownShape.Capacity));
        Shape = shape ?? _ownShape;
        Range = range;
        SampleCount = sampleCount;
        Count = count;
    }

    /// <summary>Removes all nodes and keeps the capacity.</summary>
    internal void Clear() => Reset(default, 0, 0, null);

    private int Check(int node)
    {
        if ((uint)node >= (uint)Count) NodeError.Throw(node, Count);
        return node;
    }

    private sealed class NodeList(StackTree tree) : IReadOnlyList<StackTreeNode>
    {
        public int Count => tree.Count;

        public StackTreeNode this[int index] => tree[index];

        public IEnumerator<StackTreeNode> GetEnumerator()
        {
            for (int node = 0; node < tree.Count; node++) yield return tree[node];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
