using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>The functions of a tree with their self and total values, whatever path they were called on.</summary>
/// <remarks>
/// A function is a name and a kind, as in the tree. The root and groups are none. A reversed tree gives the same table as its forward twin.
/// </remarks>
public sealed class FunctionTable
{
    private FunctionTable(StackTree tree, FunctionRow[] rows)
    {
        Rows = rows;
        Weight = tree.Weight;
        Range = tree.Range;
        Total = tree.Total;
        SampleCount = tree.SampleCount;
    }

    /// <summary>The functions, by self falling, then by total falling, then by the bytes of their names, then by kind.</summary>
    public IReadOnlyList<FunctionRow> Rows { get; }

    /// <summary>What a sample counts here.</summary>
    public SampleWeight Weight { get; }

    /// <summary>The range of time that the samples are of.</summary>
    public TimeRange Range { get; }

    /// <summary>What all samples count together, those without frames included: what a row's share is a share of.</summary>
    public long Total { get; }

    /// <summary>The number of samples.</summary>
    public int SampleCount { get; }

    /// <summary>The functions of a tree.</summary>
    /// <param name="tree">The tree.</param>
    public static FunctionTable From(StackTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var functions = new List<Function>();
        var numbers = new Dictionary<(LabelId, FrameKind), int>();
        ReadOnlySpan<LabelId> labels = tree.Profile.Labels.ByFrame;
        ReadOnlySpan<FrameId> frames = tree.Frames;
        for (int node = 1; node < frames.Length; node++)
        {
            if (frames[node].Value < 0) continue;
            LabelId label = labels[frames[node].Value];
            FrameKind kind = tree.Kinds[node];
            if (!numbers.TryGetValue((label, kind), out int number))
            {
                numbers.Add((label, kind), number = functions.Count);
                functions.Add(new Function(label, kind));
            }
            functions[number].Add(tree, node);
        }
        NameTable<LabelId> names = tree.Profile.Labels.Names;
        functions.Sort((a, b) => Compare(a, b, names));
        return new FunctionTable(tree, functions.ConvertAll(f => new FunctionRow(names[f.Label], f.Kind, f.Self, f.Total)).ToArray());
    }

    private static int Compare(Function a, Function b, NameTable<LabelId> names)
    {
        int order = b.Self.CompareTo(a.Self);
        if (order == 0) order = b.Total.CompareTo(a.Total);
        if (order == 0) order = names.GetUtf8(a.Label).SequenceCompareTo(names.GetUtf8(b.Label));
        return order != 0 ? order : a.Kind.CompareTo(b.Kind);
    }

    private sealed class Function(LabelId label, FrameKind kind)
    {
        private int _end;

        public LabelId Label { get; } = label;

        public FrameKind Kind { get; } = kind;

        public long Self { get; private set; }

        public long Total { get; private set; }

        // Nodes come in pre-order: one before _end lies below an outer node of the same function, which has counted its samples.
        public void Add(StackTree tree, int node)
        {
            bool isLeafSide = tree.Options.Reversed && tree.Frames[tree.Parents[node]].Value < 0;
            Self += isLeafSide ? tree.TotalValues[node] : tree.Options.Reversed ? 0 : tree.SelfValues[node];
            if (node < _end) return;
            Total += tree.TotalValues[node];
            _end = tree.SubtreeEnds[node];
        }
    }
}
