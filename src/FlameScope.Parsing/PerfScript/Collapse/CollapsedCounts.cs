using System.Runtime.InteropServices;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>Counts stacks. Names and stacks are numbers until all have been counted.</summary>
internal sealed class CollapsedCounts
{
    private readonly Dictionary<string, int> _numbers = []; // of names
    private readonly List<byte[]> _names = [];
    private readonly FingerprintTable _indexes = new(); // stacks
    private readonly List<int[]> _stacks = []; // root last
    private readonly List<long> _counts = [];

    /// <summary>Returns the number of a name, each character of which represents one byte.</summary>
    public int AddName(string name)
    {
        if (_numbers.TryGetValue(name, out int number)) return number;
        number = _names.Count;
        _names.Add(Encoding.Latin1.GetBytes(name));
        _numbers.Add(name, number);
        return number;
    }

    /// <summary>Adds a count to a stack.</summary>
    /// <param name="stack">The numbers of the names, root last.</param>
    /// <param name="count">The count to add.</param>
    public void Add(List<int> stack, long count)
    {
        Span<int> names = CollectionsMarshal.AsSpan(stack);
        var key = new Fingerprint(Fingerprint.HashOf(MemoryMarshal.AsBytes(names)), (uint)names.Length);
        if (_indexes.TryGet(key, out int index))
        {
            _counts[index] = AddSaturated(_counts[index], count);
            return;
        }
        _indexes.Add(key, _stacks.Count);
        _stacks.Add(names.ToArray());
        _counts.Add(count);
    }

    /// <summary>
    /// Returns the stacks as text, in the order of their bytes. Stacks with the same text, because a name contains a semicolon, are merged.
    /// </summary>
    public List<KeyValuePair<byte[], long>> ToLines()
    {
        var rows = new KeyValuePair<byte[], long>[_stacks.Count];
        for (int i = 0; i < rows.Length; i++) rows[i] = new(ToValidUtf8(Join(_stacks[i])), _counts[i]);
        Array.Sort(rows, static (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        var lines = new List<KeyValuePair<byte[], long>>(rows.Length);
        foreach (KeyValuePair<byte[], long> row in rows)
        {
            if (lines.Count > 0 && lines[^1].Key.AsSpan().SequenceEqual(row.Key)) lines[^1] = new(row.Key, AddSaturated(lines[^1].Value, row.Value));
            else lines.Add(row);
        }
        return lines;
    }

    // Readers of folded stacks refuse bytes that are not UTF-8, which some demanglers produce.
    private static byte[] ToValidUtf8(byte[] text) =>
        System.Text.Unicode.Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));

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
