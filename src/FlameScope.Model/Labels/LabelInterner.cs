using System.Runtime.InteropServices;
using System.Text;

namespace FlameScope.Model;

/// <summary>Assigns ids to distinct labels and to distinct sets of labels, in the order of first use.</summary>
internal sealed class LabelInterner
{
    private readonly Utf8Interner _texts = new();
    private readonly RowInterner<Row> _labels = new(new RowComparer());
    private readonly Utf8Interner _sets = new(); // the ids of the labels of a set, ascending, as bytes

    public LabelInterner()
    {
        _texts.GetOrAdd(default);
        _sets.GetOrAdd(default);
    }

    // Text is -1 for a label with a number.
    private readonly record struct Row(int Key, int Text, long Number, int Unit);

    public int LabelCount => _labels.Count;

    public int SetCount => _sets.Count;

    public SampleLabelId Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text) =>
        new(_labels.GetOrAdd(new Row(_texts.GetOrAdd(key), _texts.GetOrAdd(text), 0, 0)));

    public SampleLabelId Add(ReadOnlySpan<byte> key, long number, ReadOnlySpan<byte> unit) =>
        new(_labels.GetOrAdd(new Row(_texts.GetOrAdd(key), -1, number, _texts.GetOrAdd(unit))));

    public LabelSetId AddSet(ReadOnlySpan<SampleLabelId> labels)
    {
        if (labels.Length == 0) return LabelSetId.None;
        Span<int> ids = labels.Length <= 64 ? stackalloc int[labels.Length] : new int[labels.Length];
        for (int i = 0; i < ids.Length; i++) ids[i] = labels[i].Value;
        ids.Sort();
        int count = 1;
        for (int i = 1; i < ids.Length; i++)
        {
            if (ids[i] != ids[count - 1]) ids[count++] = ids[i];
        }
        return new LabelSetId(_sets.GetOrAdd(MemoryMarshal.AsBytes(ids[..count])));
    }

    /// <summary>Adds the sets of a table. Returns the id here of each set.</summary>
    public LabelSetId[] AddAll(LabelSetTable table)
    {
        var result = new LabelSetId[table.Count];
        var ids = new List<SampleLabelId>();
        for (int set = 1; set < result.Length; set++)
        {
            ids.Clear();
            foreach (SampleLabel label in table[new LabelSetId(set)])
            {
                byte[] key = Encoding.UTF8.GetBytes(label.Key);
                ids.Add(label.Number is { } number
                    ? Add(key, number, Encoding.UTF8.GetBytes(label.Unit))
                    : Add(key, Encoding.UTF8.GetBytes(label.Text ?? "")));
            }
            result[set] = AddSet(CollectionsMarshal.AsSpan(ids));
        }
        return result;
    }

    public LabelSetTable ToTable()
    {
        var names = new string[_texts.Count];
        for (int i = 0; i < names.Length; i++) names[i] = Encoding.UTF8.GetString(_texts.Slices[i]);
        SampleLabel[] labels = Array.ConvertAll(_labels.ToArray(), row => row.Text < 0
            ? new SampleLabel { Key = names[row.Key], Number = row.Number, Unit = names[row.Unit] }
            : new SampleLabel { Key = names[row.Key], Text = names[row.Text] });
        var sets = new SampleLabel[_sets.Count][];
        for (int i = 0; i < sets.Length; i++)
        {
            ReadOnlySpan<int> ids = MemoryMarshal.Cast<byte, int>(_sets.Slices[i]);
            sets[i] = new SampleLabel[ids.Length];
            for (int j = 0; j < ids.Length; j++) sets[i][j] = labels[ids[j]];
        }
        return new LabelSetTable(sets);
    }

    private sealed class RowComparer : IEqualityComparer<Row>
    {
        public bool Equals(Row x, Row y) => x.Key == y.Key && x.Text == y.Text && x.Number == y.Number && x.Unit == y.Unit;

        public int GetHashCode(Row obj) => HashCode.Combine(obj.Key, obj.Text, obj.Number, obj.Unit);
    }
}
