using System.Text;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Gives every function, a name and a kind, one number, whatever tree of whatever profile it is met in. In the order they were first met.
/// </summary>
internal sealed class FunctionNumbers
{
    private const int KindBits = 3;

    private readonly List<(FrameLabels Labels, LabelId Label, FrameKind Kind)> _functions = [];
    private readonly Dictionary<FrameLabels, int[]> _numbers = [];

    // Only of more than one profile: labels are compared as bytes, which Latin-1 takes one to one.
    private Dictionary<(string Name, FrameKind Kind), int>? _byName;

    public int Count => _functions.Count;

    /// <summary>For each node of a tree the number of its function; -1 for the root and groups, and for what is not below a node.</summary>
    public int[] Of(StackTree tree, int root)
    {
        FrameLabels labels = tree.Profile.Labels;
        if (!_numbers.TryGetValue(labels, out int[]? known))
        {
            if (_numbers.Count == 1) _byName = Names();
            _numbers.Add(labels, known = new int[labels.Names.Count << KindBits]);
        }
        var numbers = new int[tree.Count];
        ReadOnlySpan<FrameId> frames = tree.Frames;
        ReadOnlySpan<FrameKind> kinds = tree.Kinds;
        int[] names = tree.Shape.Names;
        Array.Fill(numbers, -1);
        for (int node = root; node < numbers.Length && node < tree.SubtreeEnds[root]; node++)
        {
            if (frames[node].Value < 0) continue;
            ref int number = ref known[(names[node] << KindBits) | (int)kinds[node]];
            if (number == 0) number = GetOrAdd(labels, new LabelId(names[node]), kinds[node]) + 1;
            numbers[node] = number - 1;
        }
        return numbers;
    }

    public string GetName(int function) => _functions[function].Labels.Names[_functions[function].Label];

    public ReadOnlySpan<byte> GetNameUtf8(int function) => _functions[function].Labels.Names.GetUtf8(_functions[function].Label);

    public FrameKind GetKind(int function) => _functions[function].Kind;

    /// <summary>The order by the bytes of the names, then by kind.</summary>
    public int Compare(int a, int b)
    {
        int order = GetNameUtf8(a).SequenceCompareTo(GetNameUtf8(b));
        return order != 0 ? order : GetKind(a).CompareTo(GetKind(b));
    }

    private int GetOrAdd(FrameLabels labels, LabelId label, FrameKind kind)
    {
        int number = _functions.Count;
        if (_byName is not null)
        {
            (string, FrameKind) key = (Encoding.Latin1.GetString(labels.Names.GetUtf8(label)), kind);
            if (_byName.TryGetValue(key, out int same)) return same;
            _byName.Add(key, number);
        }
        _functions.Add((labels, label, kind));
        return number;
    }

    private Dictionary<(string Name, FrameKind Kind), int> Names()
    {
        var names = new Dictionary<(string, FrameKind), int>();
        for (int i = 0; i < _functions.Count; i++) names.Add((Encoding.Latin1.GetString(GetNameUtf8(i)), GetKind(i)), i);
        return names;
    }
}
