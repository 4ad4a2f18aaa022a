using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// The stacks of a report: the nodes of the <see cref="StackTree"/> of its samples without groups, in the order of the tree. Stacks that a tree
/// merges are merged here, so the page does not compare names: in its trees, the order of numbers is the order of names.
/// </summary>
internal sealed class ReportStacks
{
    private readonly Profile _profile;
    private readonly StackTree _tree;
    private readonly int[] _labelRanks;
    private readonly int[] _keys;
    private readonly int[] _firstChild;
    private readonly int[] _children;

    public ReportStacks(SampleSelection selection)
    {
        _profile = selection.Profile;
        _tree = StackTree.From(selection, new StackTreeOptions { Grouping = StackGrouping.None });
        Labels = SortLabels();
        _labelRanks = new int[_profile.Labels.Names.Count];
        for (int rank = 0; rank < Labels.Length; rank++) _labelRanks[Labels[rank].Value] = rank;
        _keys = new int[_tree.Count];
        for (int node = 1; node < _keys.Length; node++) _keys[node] = KeyOf(_tree.Frames[node], _tree.Kinds[node]);
        (_firstChild, _children) = ListChildren();
        Numbers = FindNodes(selection);
    }

    /// <summary>The names of the frames in the order of their bytes.</summary>
    public LabelId[] Labels { get; }

    /// <summary>The depth of each stack, in pre-order. The depth of the empty stack is 0.</summary>
    public ReadOnlySpan<int> Depths => _tree.Depths;

    /// <summary>A frame that represents the leaf of each stack; -1 for the empty stack.</summary>
    public ReadOnlySpan<FrameId> Frames => _tree.Frames;

    /// <summary>The number of each stack of the profile; 0 for a stack that no sample passes through.</summary>
    public int[] Numbers { get; }

    /// <summary>Returns the index of a frame's name in <see cref="Labels"/>.</summary>
    public int LabelOf(FrameId frame) => _labelRanks[_profile.Labels.ByFrame[frame.Value].Value];

    private int KeyOf(FrameId frame, FrameKind kind) => new FunctionKey(new LabelId(LabelOf(frame)), kind).Packed;

    private LabelId[] SortLabels()
    {
        var isUsed = new bool[_profile.Labels.Names.Count];
        foreach (FrameId frame in _tree.Frames)
        {
            if (frame.Value >= 0) isUsed[_profile.Labels.ByFrame[frame.Value].Value] = true;
        }
        LabelId[] labels = [.. Enumerable.Range(0, isUsed.Length).Where(i => isUsed[i]).Select(i => new LabelId(i))];
        NameTable<LabelId> names = _profile.Labels.Names;
        Array.Sort(labels, (a, b) => names.GetUtf8(a).SequenceCompareTo(names.GetUtf8(b)));
        return labels;
    }

    // The children of a node are consecutive, in the tree's order, which is that of their keys.
    private (int[] FirstChild, int[] Children) ListChildren()
    {
        ReadOnlySpan<int> parents = _tree.Parents;
        var first = new int[parents.Length + 1];
        for (int node = 1; node < parents.Length; node++) first[parents[node] + 1]++;
        for (int node = 0; node < parents.Length; node++) first[node + 1] += first[node];
        int[] next = [.. first];
        var children = new int[parents.Length - 1];
        for (int node = 1; node < parents.Length; node++) children[next[parents[node]]++] = node;
        return (first, children);
    }

    private int[] FindNodes(SampleSelection selection)
    {
        ReadOnlySpan<StackId> parents = _profile.Stacks.Parents;
        ReadOnlySpan<FrameId> frames = _profile.Stacks.Frames;
        var isUsed = new bool[parents.Length];
        foreach (int sample in selection) isUsed[_profile.Samples.Stacks[sample].Value] = true;
        for (int stack = isUsed.Length - 1; stack > 0; stack--) isUsed[parents[stack].Value] |= isUsed[stack];

        var nodes = new int[parents.Length];
        for (int stack = 1; stack < nodes.Length; stack++)
        {
            if (isUsed[stack]) nodes[stack] = FindChild(nodes[parents[stack].Value], KeyOf(frames[stack], _profile.Frames[frames[stack]].DisplayKind));
        }
        return nodes;
    }

    private int FindChild(int node, int key)
    {
        int low = _firstChild[node], high = _firstChild[node + 1];
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_keys[_children[middle]] < key) low = middle + 1;
            else high = middle;
        }
        return _children[low];
    }
}
