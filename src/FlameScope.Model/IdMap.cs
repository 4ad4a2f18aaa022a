namespace FlameScope.Model;

/// <summary>For each id of one table in a source the id of the same row in a target. It grows as the source does.</summary>
internal sealed class IdMap
{
    private int[] _ids = [];

    /// <summary>The number of ids that are known.</summary>
    public int Count { get; private set; }

    public int this[int id] => _ids[id];

    /// <summary>Makes room for further ids.</summary>
    /// <returns>The room, to be filled from its start on.</returns>
    public Span<int> Grow(int count)
    {
        if (Count + count > _ids.Length) Array.Resize(ref _ids, Math.Max(_ids.Length * 2, Count + count));
        Count += count;
        return _ids.AsSpan(Count - count, count);
    }
}
