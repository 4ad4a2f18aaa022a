using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The lines of a <see cref="CollapsedTree"/> in the order of their bytes, in which the script sorts them.
/// </summary>
/// <remarks>
/// The texts are not stored: those of a recording of 283 MB have 71 MB. The order of two lines is that of their first different names, where a name
/// that is followed by another one ends in a semicolon. Therefore a node has two places among its siblings: one for its own line, and one for the
/// lines below it. The names are sorted once, with and without the semicolon, and siblings by these ranks.
/// </remarks>
internal sealed class CollapsedOrder
{
    private readonly CollapsedTree _tree;
    private readonly int[] _names; // by node
    private readonly int[] _starts; // of the items below a node
    private readonly ulong[] _items; // rank, node, and whether it is the lines below the node

    public CollapsedOrder(CollapsedTree tree)
    {
        _tree = tree;
        StackTable table = tree.ToTable();
        ReadOnlySpan<StackId> parents = table.Parents;
        ReadOnlySpan<FrameId> names = table.Frames;
        ReadOnlySpan<long> counts = tree.Counts;
        _names = new int[parents.Length];
        _starts = new int[parents.Length + 1];
        for (int node = parents.Length - 1; node > 0; node--)
        {
            _names[node] = names[node].Value;
            int items = (counts[node] > 0 ? 1 : 0) + (_starts[node] > 0 ? 1 : 0);
            _starts[parents[node].Value] += items;
            if (counts[node] > 0) LineCount++;
        }
        _items = new ulong[ToStarts(_starts)];
        Fill(parents, counts);
    }

    /// <summary>The number of lines.</summary>
    public int LineCount { get; }

    /// <summary>Starts to list the lines.</summary>
    public Cursor GetCursor() => new(this);

    // Turns the numbers of items into the positions of the first of them, and returns the number of all.
    private static int ToStarts(int[] counts)
    {
        int sum = 0;
        foreach (ref int count in counts.AsSpan()) (count, sum) = (sum, sum + count);
        return sum;
    }

    private void Fill(ReadOnlySpan<StackId> parents, ReadOnlySpan<long> counts)
    {
        int[] ranks = RankNames(_tree.Names);
        int[] next = _starts[..^1];
        for (int node = 1; node < parents.Length; node++)
        {
            ref int place = ref next[parents[node].Value];
            int rank = _names[node] * 2;
            if (counts[node] > 0) _items[place++] = ((ulong)(uint)ranks[rank] << 32) | ((uint)node << 1);
            if (_starts[node + 1] > _starts[node]) _items[place++] = ((ulong)(uint)ranks[rank + 1] << 32) | ((uint)node << 1) | 1;
        }
        for (int node = 0; node < parents.Length; node++)
        {
            Span<ulong> items = _items.AsSpan(_starts[node].._starts[node + 1]);
            if (items.Length > 1) items.Sort();
        }
    }

    // The rank of each name: first without, then with a semicolon.
    private static int[] RankNames(Utf8Slices names)
    {
        int[] order = new int[names.Count * 2];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((a, b) => Compare(names[a >> 1], a & 1, names[b >> 1], b & 1));
        int[] ranks = new int[order.Length];
        for (int i = 0; i < order.Length; i++) ranks[order[i]] = i;
        return ranks;
    }

    private static int Compare(ReadOnlySpan<byte> a, int aEnd, ReadOnlySpan<byte> b, int bEnd)
    {
        int common = Math.Min(a.Length, b.Length);
        int difference = a[..common].SequenceCompareTo(b[..common]);
        return difference != 0 ? difference : At(a, common, aEnd) - At(b, common, bEnd);

        static int At(ReadOnlySpan<byte> name, int index, int end) => index < name.Length ? name[index] : end == 0 ? -1 : ';';
    }

    /// <summary>Lists lines.</summary>
    internal sealed class Cursor(CollapsedOrder order)
    {
        private readonly List<Level> _levels = [new Level { Next = order._starts[0], End = order._starts[1] }];
        private byte[] _text = new byte[4096];
        private int _length;

        // The items below one node of the current path.
        private struct Level
        {
            public int Next;
            public int End;
            public int TextLength;
        }

        /// <summary>The text of the line. It is valid until the cursor moves.</summary>
        public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

        /// <summary>The count of the line.</summary>
        public long Count { get; private set; }

        /// <summary>Moves to the next line.</summary>
        /// <returns><c>false</c> if there is none.</returns>
        public bool MoveNext()
        {
            while (_levels.Count > 0)
            {
                ref Level level = ref CollectionsMarshal.AsSpan(_levels)[^1];
                if (level.Next == level.End)
                {
                    _levels.RemoveAt(_levels.Count - 1);
                    continue;
                }
                ulong item = order._items[level.Next++];
                int node = (int)((uint)item >> 1);
                _length = level.TextLength;
                Append(order._tree.Names[order._names[node]], isFirst: _levels.Count == 1);
                if ((item & 1) == 0)
                {
                    Count = order._tree.Counts[node];
                    return true;
                }
                _levels.Add(new Level { Next = order._starts[node], End = order._starts[node + 1], TextLength = _length });
            }
            return false;
        }

        private void Append(ReadOnlySpan<byte> name, bool isFirst)
        {
            int length = _length + name.Length + 1;
            if (length > _text.Length) Array.Resize(ref _text, Math.Max(length, _text.Length * 2));
            if (!isFirst) _text[_length++] = (byte)';';
            name.CopyTo(_text.AsSpan(_length));
            _length += name.Length;
        }
    }
}
