using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes a <see cref="StackIndex"/> of a selection: the distinct (group, stack) pairs of its samples, the trie of their paths by shown names, and
/// that trie in canonical order. The cost is one look-up per sample, and one per frame of a distinct stack that no other stack of its group shares.
/// </summary>
internal sealed class StackIndexer
{
    private readonly SampleSelection _selection;
    private readonly StackTreeOptions _options;
    private readonly Profile _profile;
    private readonly FrameLabels _labels;
    private readonly GroupTable _groups;
    private readonly PairInterner _pairs = new();
    private readonly List<int> _pairGroups = [];
    private readonly List<int> _pairStacks = [];
    private readonly StackTrie _trie = new();
    private readonly int[] _samples;

    private StackIndexer(SampleSelection selection, StackTreeOptions options)
    {
        _selection = selection;
        _options = options;
        _profile = selection.Profile;
        _labels = _profile.Labels;
        _groups = new GroupTable(_profile, options);
        _samples = new int[selection.End - selection.Start];
    }

    public static StackIndex Index(SampleSelection selection, StackTreeOptions options)
    {
        var indexer = new StackIndexer(selection, options with { Weight = selection.Profile.Resolve(options.Weight) });
        indexer.FindPairs();
        return indexer.ToIndex(indexer.AddPaths());
    }

    private void FindPairs()
    {
        ReadOnlySpan<StackId> stacks = _profile.Samples.Stacks;
        ReadOnlySpan<int> rows = GroupRows();
        ReadOnlySpan<int> groups = _groups.ByRow;
        // Most stacks occur in one group only. Caching the last pair of each stack saves nearly all look-ups, which miss the cache.
        var lastPairs = new int[_profile.Stacks.Count];
        Array.Fill(_samples, -1);
        foreach (int sample in _selection)
        {
            int group = groups[rows[sample]];
            int stack = stacks[sample].Value;
            int pair = lastPairs[stack] - 1;
            if (pair < 0 || _pairGroups[pair] != group)
            {
                pair = _pairs.GetOrAdd(group, stack);
                lastPairs[stack] = pair + 1;
                if (pair == _pairGroups.Count)
                {
                    _pairGroups.Add(group);
                    _pairStacks.Add(stack);
                }
            }
            _samples[sample - _selection.Start] = pair;
        }
    }

    // For each sample, the row of the table of threads, or of the table of sets of labels.
    private ReadOnlySpan<int> GroupRows()
    {
        if (_options.GroupingLabel is null) return MemoryMarshal.Cast<ThreadId, int>(_profile.Samples.Threads);
        ReadOnlySpan<LabelSetId> sets = _profile.Samples.LabelSets;
        return sets.IsEmpty ? new int[_profile.Samples.Count] : MemoryMarshal.Cast<LabelSetId, int>(sets);
    }

    // Returns for each pair its node of the trie.
    private int[] AddPaths()
    {
        var nodes = new int[_pairs.Count];
        var order = new int[nodes.Length];
        var keys = new long[nodes.Length];
        for (int i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, ((long)_pairGroups[i] << 32) | (uint)_pairStacks[i]);
        // Group by group, so that one array can hold the node of each stack in the current group. Stacks in ascending order, so that most of the data
        // that a stack's path requires is still in the cache.
        keys.AsSpan().Sort(order.AsSpan());
        var scratch = new PathScratch(_profile.Stacks.Count);
        foreach (int pair in order)
        {
            int group = _pairGroups[pair];
            int top = !_options.HasGroups ? 0 : _trie.GetOrAdd(0, group, -1);
            nodes[pair] = _options.Reversed ? AddReversed(top, _pairStacks[pair]) : Add(top, group, _pairStacks[pair], scratch);
        }
        return nodes;
    }

    private int Add(int top, int group, int stack, PathScratch scratch)
    {
        ReadOnlySpan<StackId> parents = _profile.Stacks.Parents;
        ReadOnlySpan<FrameId> frames = _profile.Stacks.Frames;
        int length = 0;
        for (; stack != 0 && scratch.Groups[stack] != group + 1; stack = parents[stack].Value) scratch.Push(stack, length++);
        int node = stack == 0 ? top : scratch.Nodes[stack];
        while (length > 0)
        {
            stack = scratch.Path[--length];
            node = AddFrame(node, frames[stack].Value);
            scratch.Nodes[stack] = node;
            scratch.Groups[stack] = group + 1;
        }
        return node;
    }

    private int AddReversed(int top, int stack)
    {
        ReadOnlySpan<StackId> parents = _profile.Stacks.Parents;
        ReadOnlySpan<FrameId> frames = _profile.Stacks.Frames;
        int node = top;
        for (; stack != 0; stack = parents[stack].Value) node = AddFrame(node, frames[stack].Value);
        return node;
    }

    private int AddFrame(int parent, int frame)
    {
        var key = new FunctionKey(_labels.ByFrame[frame], _profile.Frames.Rows[frame].DisplayKind);
        return _trie.GetOrAdd(parent, key.Packed, frame);
    }

    private StackIndex ToIndex(int[] pairNodes)
    {
        int[] ranks = RankNodes(out int rankCount);
        int[] places = CanonicalOrder.PlacesOf(_trie.Parents, ranks, rankCount, out int[] sizes);

        var nodeTerminals = new int[places.Length];
        foreach (int node in pairNodes) nodeTerminals[places[node]] = 1;
        int[] terminalNodes = NumberTerminals(nodeTerminals);
        SetSampleTerminals(Array.ConvertAll(pairNodes, node => nodeTerminals[places[node]]), terminalNodes.Length - 1);

        var shape = new TreeShape(places.Length);
        for (int node = 0; node < places.Length; node++) Place(node, places, sizes, shape);
        return new StackIndex
        {
            Selection = _selection,
            Options = _options,
            Groups = _groups,
            Shape = shape,
            TerminalNodes = terminalNodes,
            SampleTerminals = _samples,
            Counts = CountTerminals(terminalNodes.Length),
            Values = AddWeights(terminalNodes.Length),
            MaximumDepth = shape.Depths.Max(),
        };
    }

    private void Place(int node, int[] places, int[] sizes, TreeShape shape)
    {
        int place = places[node];
        int parent = node == 0 ? -1 : places[_trie.Parents[node]];
        int depth = node == 0 ? 0 : shape.Depths[parent] + 1;
        int key = _trie.Keys[node];
        int frame = _trie.Frames[node];
        FunctionKey function = frame < 0 ? new FunctionKey(new LabelId(key), FrameKind.Unknown) : FunctionKey.FromPacked(key);
        shape.Parents[place] = parent;
        shape.Depths[place] = depth;
        shape.SubtreeEnds[place] = place + sizes[node];
        shape.Names[place] = function.Label.Value;
        shape.Kinds[place] = function.Kind;
        shape.Frames[place] = new FrameId(frame);
    }

    // Replaces marks by terminal numbers and returns the terminal nodes, with one more entry for the samples that are not held.
    private static int[] NumberTerminals(int[] nodeTerminals)
    {
        var terminalNodes = new List<int>();
        for (int place = 0; place < nodeTerminals.Length; place++)
        {
            nodeTerminals[place] = nodeTerminals[place] == 0 ? -1 : terminalNodes.Count;
            if (nodeTerminals[place] >= 0) terminalNodes.Add(place);
        }
        terminalNodes.Add(0);
        return [.. terminalNodes];
    }

    private void SetSampleTerminals(int[] pairTerminals, int none)
    {
        for (int i = 0; i < _samples.Length; i++) _samples[i] = _samples[i] < 0 ? none : pairTerminals[_samples[i]];
    }

    private int[] CountTerminals(int count)
    {
        var counts = new int[count];
        foreach (int terminal in _samples) counts[terminal]++;
        return counts;
    }

    private long[]? AddWeights(int count)
    {
        ReadOnlySpan<long> weights = _profile.GetWeights(_options.Weight);
        if (weights.IsEmpty) return null;
        weights = weights[_selection.Start.._selection.End];
        var values = new long[count];
        for (int i = 0; i < weights.Length; i++) values[_samples[i]] += weights[i];
        return values;
    }

    // Only names in use are sorted: a short range of a large profile has few.
    private int[] RankNodes(out int rankCount)
    {
        ReadOnlySpan<int> keys = _trie.Keys;
        ReadOnlySpan<int> frames = _trie.Frames;
        var labelRanks = new int[_labels.Names.Count];
        var labels = new List<LabelId>();
        for (int node = 1; node < keys.Length; node++)
        {
            if (frames[node] < 0) continue;
            LabelId label = FunctionKey.FromPacked(keys[node]).Label;
            if (labelRanks[label.Value] == 0) labels.Add(label);
            labelRanks[label.Value] = 1;
        }
        NameTable<LabelId> names = _labels.Names;
        labels.Sort((a, b) => names.GetUtf8(a).SequenceCompareTo(names.GetUtf8(b)));
        for (int i = 0; i < labels.Count; i++) labelRanks[labels[i].Value] = i;

        var ranks = new int[keys.Length];
        for (int node = 1; node < keys.Length; node++)
        {
            FunctionKey key = FunctionKey.FromPacked(keys[node]);
            ranks[node] = frames[node] < 0 ? keys[node] : (key with { Label = new LabelId(labelRanks[key.Label.Value]) }).Packed;
        }
        rankCount = Math.Max(_groups.Count, labels.Count * FunctionKey.KindCount);
        return ranks;
    }

    /// <summary>The node of each stack in one group, and a buffer to reverse a path without recursion.</summary>
    private sealed class PathScratch(int stackCount)
    {
        private int[] _path = new int[128];

        /// <summary>For each stack, its node in the group of <see cref="Groups"/>.</summary>
        public int[] Nodes { get; } = new int[stackCount];

        /// <summary>For each stack, the group of <see cref="Nodes"/> plus one; 0 for none.</summary>
        public int[] Groups { get; } = new int[stackCount];

        public int[] Path => _path;

        public void Push(int stack, int position)
        {
            if (position == _path.Length) Array.Resize(ref _path, position * 2);
            _path[position] = stack;
        }
    }
}
