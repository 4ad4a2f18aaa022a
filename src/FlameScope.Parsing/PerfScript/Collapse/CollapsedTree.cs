using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The stacks that have been counted, as a tree of names. The invariant: no name contains a semicolon, so that each node is one text and no two nodes
/// have the same text.
/// </summary>
internal sealed class CollapsedTree
{
    /// <summary>The node of the empty stack.</summary>
    public const int Root = 0;

    private readonly Utf8Interner _names = new();
    private readonly StackInterner _nodes = new();
    private long[] _counts = new long[32]; // by node
    private long[] _lengths = new long[32]; // of the texts, by node
    private int[] _leaves = new int[32]; // names, by node
    private bool[] _idleNames = new bool[32];

    /// <summary>The number of nodes, including the root.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>The names.</summary>
    public Utf8Slices Names => _names.Slices;

    /// <summary>The counts of the nodes. A node without a sample of its own has 0.</summary>
    public ReadOnlySpan<long> Counts => _counts.AsSpan(0, NodeCount);

    /// <summary>Returns the tree as a table. The frames are names.</summary>
    public StackTable ToTable() => _nodes.ToTable();

    /// <summary>Adds a name without semicolons.</summary>
    /// <param name="name">The name. Bytes that are not UTF-8, which some demanglers produce, are replaced: readers of folded stacks refuse them.</param>
    /// <returns>The number of the name.</returns>
    public int AddName(ReadOnlySpan<byte> name)
    {
        if (!System.Text.Unicode.Utf8.IsValid(name)) name = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name));
        int count = _names.Count;
        int number = _names.GetOrAdd(name);
        if (number < count) return number;
        if (number == _idleNames.Length) Array.Resize(ref _idleNames, number * 2);
        _idleNames[number] = LinuxIdleRule.IsIdlePrimitive(name.EndsWith("_[k]"u8) ? name[..^4] : name);
        return number;
    }

    /// <summary>Adds a name to a stack.</summary>
    /// <param name="parent">The node of the stack.</param>
    /// <param name="name">The number of the name.</param>
    /// <returns>The node of the longer stack.</returns>
    public int Add(int parent, int name)
    {
        int count = NodeCount;
        int node = _nodes.GetOrAdd(new StackId(parent), new FrameId(name)).Value;
        if (node < count) return node;
        if (node == _counts.Length) Grow();
        _leaves[node] = name;
        _lengths[node] = _lengths[parent] + _names.Slices[name].Length + 1;
        return node;
    }

    /// <summary>Returns the length of the text of a stack, in bytes, with a separator.</summary>
    public long GetLength(int node) => _lengths[node];

    /// <summary>Adds to the count of a stack.</summary>
    public void Count(int node, long count)
    {
        ref long total = ref _counts[node];
        total = total > long.MaxValue - count ? long.MaxValue : total + count;
    }

    /// <summary>Indicates whether the last name of a stack is a function in which an idle processor waits.</summary>
    public bool IsIdle(int node) => node != Root && _idleNames[_leaves[node]];

    private void Grow()
    {
        int length = _counts.Length * 2;
        Array.Resize(ref _counts, length);
        Array.Resize(ref _lengths, length);
        Array.Resize(ref _leaves, length);
    }
}
