using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes a <see cref="StackIndex"/> of a selection: its samples' distinct (group, stack) pairs, the trie of their paths by shown names, and that
/// trie in canonical order. Costs a look-up a sample and one a distinct stack's frame that no other stack of its group shares.
/// </summary>
internal sealed class StackIndexer
{
    // A key is label * 8 + kind.
    private const int KindBits = 3;

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
        _groups = new GroupTable(_profile, options.Grouping);
        _samples = new int[selection.End - selection.Start];
    }

    public static StackIndex Index(SampleSelection selection, StackTreeOptions options)
    {
        if (!Enum.IsDefined(options.Weight)) throw new ArgumentOutOfRangeException(nameof(options), options.Weight, "There is no such weight.");
        if (!Enum.IsDefined(options.Grouping)) throw new ArgumentOutOfRangeException(nameof(options), options.Grouping, "There is no such grouping.");
        var indexer = new StackIndexer(selection, options);
        indexer.FindPairs();
        return indexer.ToIndex(indexer.AddPaths());
    }

    private void FindPairs()
    {
        ReadOnlySpan<StackId> stacks = _profile.Samples.Stacks;
        ReadOnlySpan<ThreadId> threads = _profile.Samples.Threads;
        ReadOnlySpan<int> groups = _groups.ByThread;
        // Most stacks are seen in one group only: remembering each stack's last pair saves nearly all look-ups, which miss the cache.
        var lastPairs = new int[_profile.Stacks.Count];
        Array.Fill(_samples, -1);
        foreach (int sample in _selection)
        {
            int group = groups[threads[sample].Value];
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

    // For each pair its node of the trie.
    private int[] AddPaths()
    {
        var nodes = new int[_pairs.Count];
        var order = new int[nodes.Length];
        var keys = new long[nodes.Length];
        for (int i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, ((long)_pairGroups[i] << 32) | (uint)_pairStacks[i]);
        // A group at a time: then one array can hold each stack's node in the group at hand. And stacks in their order: most of what a stack's path
        // needs was needed for the one before, and is in the cache.
        keys.AsSpan().Sort(order.AsSpan());
        var walk = new PathScratch(_profile.Stacks.Count);
        foreach (int pair in order)
        {
            int group = _pairGroups[pair];
            int top = _options.Grouping == StackGrouping.None ? 0 : _trie.GetOrAdd(0, group, -1);
            nodes[pair] = _options.Reversed ? AddReversed(top, _pairStacks[pair]) : Add(top, group, _pairStacks[pair], walk);
        }
        return nodes;
    }

    private int Add(int top, int group, int stack, PathScratch walk)
    {
        ReadOnlySpan<StackId> parents = _profile.Stacks.Parents;
        ReadOnlySpan<FrameId> frames = _profile.Stacks.Frames;
        int length = 0;
        for (; stack != 0 && walk.Groups[stack] != group + 1; stack = parents[stack].Value) walk.Push(stack, length++);
        int node = stack == 0 ? top : walk.Nodes[stack];
        while (length > 0)
        {
            stack = walk.Path[--length];
            node = AddFrame(node, frames[stack].Value);
            walk.Nodes[stack] = node;
            walk.Groups[stack] = group + 1;
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
        int key = (_labels.ByFrame[frame].Value << KindBits) | (int)_profile.Frames.Rows[frame].Kind;
        return _trie.GetOrAdd(parent, key, frame);
    }

    private StackIndex ToIndex(int[] pairNodes)
    {
        int[] ranks = RankNodes(out int rankCount);
        int[] places = CanonicalOrder.PlacesOf(_trie.Parents, ranks, rankCount, out int[] sizes);

        var nodeEnds = new int[places.Length];
        foreach (int node in pairNodes) nodeEnds[places[node]] = 1;
        int[] endNodes = NumberEnds(nodeEnds);
        PointSamplesAtEnds(Array.ConvertAll(pairNodes, node => nodeEnds[places[node]]), endNodes.Length - 1);

        var shape = new TreeShape(places.Length);
        for (int node = 0; node < places.Length; node++) Place(node, places, sizes, shape);
        return new StackIndex
        {
            Selection = _selection,
            Options = _options,
            Groups = _groups,
            Shape = shape,
            TerminalNodes = endNodes,
            SampleEnds = _samples,
            Counts = CountEnds(endNodes.Length),
            Values = AddPeriods(endNodes.Length),
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
        int name = frame < 0 ? key : key >> KindBits;
        FrameKind kind = frame < 0 ? FrameKind.Unknown : (FrameKind)(key & ((1 << KindBits) - 1));
        shape.Parents[place] = parent;
        shape.Depths[place] = depth;
        shape.SubtreeEnds[place] = place + sizes[node];
        shape.Names[place] = name;
        shape.Kinds[place] = kind;
        shape.Frames[place] = new FrameId(frame);
    }

    // Turns marks into numbers, and gives the ends' nodes with one more for the samples that are not held.
    private static int[] NumberEnds(int[] nodeEnds)
    {
        var endNodes = new List<int>();
        for (int place = 0; place < nodeEnds.Length; place++)
        {
            nodeEnds[place] = nodeEnds[place] == 0 ? -1 : endNodes.Count;
            if (nodeEnds[place] >= 0) endNodes.Add(place);
        }
        endNodes.Add(0);
        return [.. endNodes];
    }

    private void PointSamplesAtEnds(int[] pairEnds, int noEnd)
    {
        for (int i = 0; i < _samples.Length; i++) _samples[i] = _samples[i] < 0 ? noEnd : pairEnds[_samples[i]];
    }

    private int[] CountEnds(int count)
    {
        var counts = new int[count];
        foreach (int end in _samples) counts[end]++;
        return counts;
    }

    private long[]? AddPeriods(int count)
    {
        if (_options.Weight != SampleWeight.Period) return null;
        var values = new long[count];
        ReadOnlySpan<long> periods = _profile.Samples.Periods[_selection.Start.._selection.End];
        for (int i = 0; i < periods.Length; i++) values[_samples[i]] += periods[i];
        return values;
    }

    // Only names in use are sorted: a short range of a large profile has few.
    private int[] RankNodes(out int rankCount)
    {
        ReadOnlySpan<int> keys = _trie.Keys;
        ReadOnlySpan<int> frames = _trie.Frames;
        var labelRanks = new int[_labels.Names.Count];
        var labels = new List<int>();
        for (int node = 1; node < keys.Length; node++)
        {
            if (frames[node] < 0) continue;
            ref int rank = ref labelRanks[keys[node] >> KindBits];
            if (rank == 0) labels.Add(keys[node] >> KindBits);
            rank = 1;
        }
        NameTable<LabelId> names = _labels.Names;
        labels.Sort((a, b) => names.GetUtf8(new LabelId(a)).SequenceCompareTo(names.GetUtf8(new LabelId(b))));
        for (int i = 0; i < labels.Count; i++) labelRanks[labels[i]] = i;

        var ranks = new int[keys.Length];
        for (int node = 1; node < keys.Length; node++)
        {
            int key = keys[node];
            ranks[node] = frames[node] < 0 ? key : (labelRanks[key >> KindBits] << KindBits) | (key & ((1 << KindBits) - 1));
        }
        rankCount = Math.Max(_groups.Count, labels.Count << KindBits);
        return ranks;
    }
}
