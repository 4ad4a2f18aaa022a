using System.Buffers;
using System.Runtime.InteropServices;

namespace FlameScope.Export;

/// <summary>
/// Traverses a tree in the order of its folded lines, without recursion and without a string per line.
/// </summary>
/// <remarks>
/// All lines that pass through <c>a</c> start with <c>a;</c> and are therefore consecutive, but the line that ends in <c>a</c> does not have to
/// precede them directly: <c>a b</c> is between <c>a</c> and <c>a;c</c>, since a space is less than a semicolon. A node therefore has two steps,
/// its line and its block, each with its own key. The order of the tree is that of the keys except for siblings with such names, and only those
/// are sorted.
/// </remarks>
internal sealed class FoldedWriter
{
    private static readonly SearchValues<byte> Changed =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)';', 0x7F]);

    private readonly FoldedSource _source;
    private readonly Utf8Output _output;
    private readonly List<Step> _steps = [];
    private readonly List<int> _group = [];
    private readonly Comparison<Step> _compare;
    private byte[] _path = new byte[1024];

    public FoldedWriter(FoldedSource source, Utf8Output output)
    {
        _source = source;
        _output = output;
        _compare = (x, y) => CompareKeys(NameOf(x.Node), x.IsBlock, NameOf(y.Node), y.IsBlock);
    }

    /// <summary>
    /// The line that ends in a node, or the block of lines that pass through it. Nodes whose written names are equal are joined: their steps are
    /// consecutive and are processed as one.
    /// </summary>
    private readonly record struct Step(int Node, int PathLength, bool IsBlock, bool JoinsNext = false);

    public void Write()
    {
        _group.Add(0);
        AddChildren(0);
        while (_steps.Count > 0)
        {
            Step step = Pop();
            int length = Append(step.PathLength, NameOf(step.Node));
            if (step.IsBlock)
            {
                _path[length++] = (byte)';';
                TakeGroup(step);
                AddChildren(length);
            }
            else
            {
                WriteLine(length, step);
            }
        }
    }

    // Of bytes that are not UTF-8. Names that differ only in such bytes are equal.
    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    private static ReadOnlySpan<byte> Frameless => "[no frames]"u8;

    // The root is not part of any path. Its own value is that of samples without frames.
    private ReadOnlySpan<byte> NameOf(int node) => node == 0 ? Frameless : _source.NameOf(node);

    private void TakeGroup(Step step)
    {
        _group.Clear();
        _group.Add(step.Node);
        while (step.JoinsNext)
        {
            step = Pop();
            _group.Add(step.Node);
        }
    }

    private void WriteLine(int length, Step step)
    {
        FoldedCounts counts = _source.CountsOf(step.Node);
        while (step.JoinsNext)
        {
            step = Pop();
            counts += _source.CountsOf(step.Node);
        }
        _output.Write(_path.AsSpan(0, length));
        _output.WriteByte((byte)' ');
        _source.WriteCounts(_output, counts);
        _output.WriteByte((byte)'\n');
    }

    // Pushes the steps of all children of the group in reverse order.
    private void AddChildren(int pathLength)
    {
        int from = _steps.Count;
        bool isSorted = _group.Count == 1;
        ReadOnlySpan<int> ends = _source.SubtreeEnds;
        foreach (int parent in _group)
        {
            if (parent == 0 && !_source.CountsOf(0).IsZero)
            {
                _steps.Add(new Step(0, pathLength, IsBlock: false));
                isSorted = false;
            }
            int previous = -1;
            for (int child = parent + 1; child < ends[parent]; child = ends[child])
            {
                ReadOnlySpan<byte> name = _source.NameOf(child);
                isSorted = isSorted && !name.ContainsAny(Changed) && name.IndexOf(Replacement) < 0 && (previous < 0 || AreSeparate(_source.NameOf(previous), name));
                if (!_source.CountsOf(child).IsZero) _steps.Add(new Step(child, pathLength, IsBlock: false));
                if (ends[child] > child + 1) _steps.Add(new Step(child, pathLength, IsBlock: true));
                previous = child;
            }
        }
        Span<Step> added = CollectionsMarshal.AsSpan(_steps)[from..];
        if (!isSorted)
        {
            added.Sort(_compare);
            for (int i = 0; i + 1 < added.Length; i++)
            {
                if (_compare(added[i], added[i + 1]) == 0) added[i] = added[i] with { JoinsNext = true };
            }
        }
        added.Reverse();
    }

    // Returns whether all lines of the first name precede all lines of the second, given that the first name is not greater.
    private static bool AreSeparate(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        !second.StartsWith(first) || (second.Length > first.Length && second[first.Length] > ';');

    private static int CompareKeys(ReadOnlySpan<byte> x, bool xIsBlock, ReadOnlySpan<byte> y, bool yIsBlock)
    {
        int common = Math.Min(x.Length, y.Length);
        for (int i = 0; i < common; i++)
        {
            int order = Written(x[i]) - Written(y[i]);
            if (order != 0) return order;
        }
        return After(x, xIsBlock, common) - After(y, yIsBlock, common);
    }

    // Returns the byte that follows the common part of a key; -1 for its end, where the count follows.
    private static int After(ReadOnlySpan<byte> name, bool isBlock, int common) =>
        name.Length > common ? Written(name[common]) : isBlock ? ';' : -1;

    private static byte Written(byte b) => b switch
    {
        (byte)';' => (byte)':',
        < 0x20 or 0x7F => (byte)' ',
        _ => b,
    };

    // Returns the length of the path with the name. The buffer has space for one more byte.
    private int Append(int length, ReadOnlySpan<byte> name)
    {
        if (length + name.Length >= _path.Length) Array.Resize(ref _path, Math.Max(_path.Length * 2, length + name.Length + 1));
        Span<byte> slice = _path.AsSpan(length, name.Length);
        name.CopyTo(slice);
        for (int at; (at = slice.IndexOfAny(Changed)) >= 0; slice = slice[(at + 1)..]) slice[at] = Written(slice[at]);
        return length + name.Length;
    }

    private Step Pop()
    {
        Step step = _steps[^1];
        _steps.RemoveAt(_steps.Count - 1);
        return step;
    }
}
