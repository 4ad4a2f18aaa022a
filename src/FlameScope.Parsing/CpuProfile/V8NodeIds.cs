namespace FlameScope.Parsing;

/// <summary>The ids of the nodes of samples: 4 bytes each where they fit, as those that V8 writes do.</summary>
internal sealed class V8NodeIds
{
    private readonly List<long> _others = [];

    /// <summary>The number of ids.</summary>
    public int Count => Codes.Count;

    /// <summary>The ids in the form of <see cref="Decode"/>.</summary>
    public SlicedColumn<int> Codes { get; } = new();

    /// <summary>Adds ids.</summary>
    public void AddRange(ReadOnlySpan<long> ids)
    {
        while (!ids.IsEmpty)
        {
            Span<int> rows = Codes.Reserve(ids.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                long id = ids[i];
                rows[i] = (ulong)id <= int.MaxValue ? (int)id : AddOther(id);
            }
            ids = ids[rows.Length..];
        }
    }

    /// <summary>Adds a part of other ids.</summary>
    public void AddRange(V8NodeIds ids, int first, int count)
    {
        for (int row = first; row < first + count; row++) AddRange([ids.Decode(ids.Codes[row])]);
    }

    /// <summary>Returns the id of a row of <see cref="Codes"/>.</summary>
    public long Decode(int code) => code >= 0 ? code : _others[-code - 1];

    private int AddOther(long id)
    {
        _others.Add(id);
        return -_others.Count;
    }
}
