using System.Runtime.InteropServices;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>How often each stack came. Names and stacks are numbers until all have been counted.</summary>
internal sealed class CollapsedCounts
{
    private readonly Dictionary<string, int> _numbers = []; // of names
    private readonly List<byte[]> _names = [];
    private readonly FingerprintTable _known = new(); // stacks
    private readonly List<int[]> _stacks = []; // root last
    private readonly List<long> _counts = [];

    /// <summary>The number of a name, of characters that stand for a byte each.</summary>
    public int AddName(string name)
    {
        if (_numbers.TryGetValue(name, out int number)) return number;
        number = _names.Count;
        _names.Add(Encoding.Latin1.GetBytes(name));
        _numbers.Add(name, number);
        return number;
    }

    /// <summary>Counts a stack.</summary>
    /// <param name="stack">The numbers of its names, root last.</param>
    /// <param name="count">What it counts.</param>
    public void Add(List<int> stack, long count)
    {
        Span<int> names = CollectionsMarshal.AsSpan(stack);
        var key = new Fingerprint(Fingerprint.HashOf(MemoryMarshal.AsBytes(names)), (uint)names.Length);
        if (_known.TryGet(key, out int known))
        {
            _counts[known] = AddSaturated(_counts[known], count);
            return;
        }
        _known.Add(key, _stacks.Count);
        _stacks.Add(names.ToArray());
        _counts.Add(count);
    }

    /// <summary>The stacks as text, in the order of their bytes. Two that are the same text, by a semicolon in a name, are one.</summary>
    public List<KeyValuePair<byte[], long>> ToLines()
    {
        var rows = new KeyValuePair<byte[], long>[_stacks.Count];
        for (int i = 0; i < rows.Length; i++) rows[i] = new(Join(_stacks[i]), _counts[i]);
        Array.Sort(rows, static (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        var lines = new List<KeyValuePair<byte[], long>>(rows.Length);
        foreach (KeyValuePair<byte[], long> row in rows)
        {
            if (lines.Count > 0 && lines[^1].Key.AsSpan().SequenceEqual(row.Key)) lines[^1] = new(row.Key, AddSaturated(lines[^1].Value, row.Value));
            else lines.Add(row);
        }
        return lines;
    }

    private byte[] Join(int[] stack)
    {
        int length = stack.Length - 1;
        foreach (int name in stack) length = checked(length + _names[name].Length);
        byte[] text = new byte[length];
        int end = 0;
        for (int i = stack.Length - 1; i >= 0; i--)
        {
            byte[] name = _names[stack[i]];
            name.CopyTo(text, end);
            end += name.Length;
            if (i > 0) text[end++] = (byte)';';
        }
        return text;
    }

    private static long AddSaturated(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
