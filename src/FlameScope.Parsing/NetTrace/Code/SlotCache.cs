namespace FlameScope.Parsing;

/// <summary>
/// A number per process and index; 0 if none was set. A recording of one process uses an array; one of many processes a table of those that are set.
/// </summary>
internal sealed class SlotCache(int length, int processCount)
{
    private readonly long[]? _numbers = processCount <= 1 ? new long[length] : null;
    private readonly NumberInterner _keys = new();
    private readonly List<long> _values = [];

    public long this[int process, int index]
    {
        get
        {
            if (_numbers is not null) return _numbers[index];
            int found = _keys.Find(Key(process, index));
            return found < 0 ? 0 : _values[found];
        }

        set
        {
            if (_numbers is not null)
            {
                _numbers[index] = value;
                return;
            }
            int found = _keys.GetOrAdd(Key(process, index));
            if (found == _values.Count) _values.Add(value);
            else _values[found] = value;
        }
    }

    private static ulong Key(int process, int index) => ((ulong)(uint)process << 32) | (uint)index;
}
