namespace FlameScope.Parsing;

/// <summary>Bounds the mappings that all processes of a recording store, and numbers their changes.</summary>
internal sealed class MappingBudget
{
    private const long Maximum = 8 * 1024 * 1024; // 256 MiB

    private long _taken;
    private int _generation;

    /// <summary>Returns a number that was not returned before.</summary>
    public int NextGeneration() => checked(++_generation);

    /// <summary>Takes a number of mappings.</summary>
    /// <returns><c>false</c> if there are too many.</returns>
    public bool TryTake(int count)
    {
        if (count > Maximum - _taken) return false;
        _taken += count;
        return true;
    }

    public void Release(int count) => _taken -= count;
}
