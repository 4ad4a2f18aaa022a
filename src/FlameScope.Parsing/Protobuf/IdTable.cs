namespace FlameScope.Parsing;

/// <summary>
/// Maps the 64-bit ids of a file to row numbers. Ids are in an array while they are dense, which most writers' ids are; others are in a dictionary,
/// so that one large id costs no memory.
/// </summary>
internal sealed class IdTable
{
    // The array has at most four entries per id that was added, and these.
    private const int Slack = 1024;

    private int[] _dense = new int[256]; // row + 1; 0 is free
    private Dictionary<ulong, int>? _sparse;

    /// <summary>The number of ids.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the row of an id.</summary>
    /// <returns><c>false</c> if the id was added before; the first row remains.</returns>
    public bool TryAdd(ulong id, int row)
    {
        if (Find(id) >= 0) return false;
        if (id < (ulong)((4L * Count) + Slack) && id < int.MaxValue / 2)
        {
            if ((int)id >= _dense.Length) Array.Resize(ref _dense, Math.Max((int)id + 1, _dense.Length * 2));
            _dense[(int)id] = row + 1;
        }
        else
        {
            _sparse ??= new Dictionary<ulong, int>(new SeededComparer());
            _sparse.Add(id, row);
        }
        Count++;
        return true;
    }

    /// <summary>Returns the row of an id; -1 if there is none.</summary>
    public int Find(ulong id)
    {
        int[] dense = _dense;
        if (id < (ulong)dense.Length)
        {
            int row = dense[(int)id];
            if (row != 0) return row - 1;
        }
        return FindSparse(id);
    }

    private int FindSparse(ulong id) => _sparse is not null && _sparse.TryGetValue(id, out int row) ? row : -1;

    /// <summary>Hashes ids with a key of the process, so that a file cannot target a bucket.</summary>
    private sealed class SeededComparer : IEqualityComparer<ulong>
    {
        public bool Equals(ulong x, ulong y) => x == y;

        public int GetHashCode(ulong obj) => HashCode.Combine(obj);
    }
}
