using System.Text;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Assigns a number to each function, which is a name and a kind, across trees and profiles. Numbers are in the order of first use.
/// </summary>
internal sealed class FunctionNumbers
{
    private readonly List<(FrameLabels Labels, FunctionKey Key)> _functions = [];

    // For each label table, the number + 1 of each packed key; 0 if it has none.
    private readonly Dictionary<FrameLabels, int[]> _numbers = [];

    // Only used with more than one profile. Names are compared as bytes, which Latin-1 maps to characters one to one.
    private Dictionary<(string Name, FrameKind Kind), int>? _byName;

    public int Count => _functions.Count;

    /// <summary>
    /// Returns, for each node of a subtree, the number of its function; -1 for the root, for groups, and for nodes outside of the subtree.
    /// </summary>
    public int[] Of(StackTree tree, int root)
    {
        FrameLabels labels = tree.Profile.Labels;
        if (!_numbers.TryGetValue(labels, out int[]? known))
        {
            if (_numbers.Count == 1) _byName = Names();
            _numbers.Add(labels, known = new int[labels.Names.Count * FunctionKey.KindCount]);
        }
        var numbers = new int[tree.Count];
        ReadOnlySpan<FrameId> frames = tree.Frames;
        ReadOnlySpan<FrameKind> kinds = tree.Kinds;
        int[] names = tree.Shape.Names;
        Array.Fill(numbers, -1);
        for (int node = root; node < numbers.Length && node < tree.SubtreeEnds[root]; node++)
        {
            if (frames[node].Value < 0) continue;
            var key = new FunctionKey(new LabelId(names[node]), kinds[node]);
            ref int number = ref known[key.Packed];
            if (number == 0) number = GetOrAdd(labels, key) + 1;
            numbers[node] = number - 1;
        }
        return numbers;
    }

    public string GetName(int function) => _functions[function].Labels.Names[_functions[function].Key.Label];

    public ReadOnlySpan<byte> GetNameUtf8(int function) => _functions[function].Labels.Names.GetUtf8(_functions[function].Key.Label);

    public FrameKind GetKind(int function) => _functions[function].Key.Kind;

    /// <summary>Compares two functions by the bytes of their names, then by kind.</summary>
    public int Compare(int a, int b)
    {
        int order = GetNameUtf8(a).SequenceCompareTo(GetNameUtf8(b));
        return order != 0 ? order : GetKind(a).CompareTo(GetKind(b));
    }

    private int GetOrAdd(FrameLabels labels, FunctionKey key)
    {
        int number = _functions.Count;
        if (_byName is not null)
        {
            (string, FrameKind) name = (Encoding.Latin1.GetString(labels.Names.GetUtf8(key.Label)), key.Kind);
            if (_byName.TryGetValue(name, out int same)) return same;
            _byName.Add(name, number);
        }
        _functions.Add((labels, key));
        return number;
    }

    private Dictionary<(string Name, FrameKind Kind), int> Names()
    {
        var names = new Dictionary<(string, FrameKind), int>();
        for (int i = 0; i < _functions.Count; i++) names.Add((Encoding.Latin1.GetString(GetNameUtf8(i)), GetKind(i)), i);
        return names;
    }
}
