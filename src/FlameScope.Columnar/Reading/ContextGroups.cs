namespace FlameScope.Columnar;

/// <summary>Contexts whose samples are counted together: those with the same thread name and event.</summary>
internal sealed class ContextGroups
{
    private readonly Dictionary<long, int> _numbers = [];
    private readonly Dictionary<ContextGroup, int> _known = [];
    private readonly List<ContextGroup> _groups = [];

    public ContextGroup this[int number] => _groups[number];

    public bool Contains(long context) => _numbers.ContainsKey(context);

    /// <summary>Returns the number of the group of a known context, counted from 0.</summary>
    public int NumberOf(long context) => _numbers[context];

    public void Add(long context, ContextGroup group)
    {
        if (!_known.TryGetValue(group, out int number))
        {
            _known.Add(group, number = _groups.Count);
            _groups.Add(group);
        }
        _numbers.TryAdd(context, number);
    }

    /// <summary>Returns the place of each group in the order of names.</summary>
    public int[] Sort()
    {
        int[] places = new int[_groups.Count];
        int next = 0;
        foreach (ContextGroup group in _groups.OrderBy(group => group.Comm, StringComparer.Ordinal).ThenBy(group => group.Event, StringComparer.Ordinal)
            .ThenBy(group => group.ValueTypes, StringComparer.Ordinal).ThenBy(group => group.DefaultValue).ThenBy(group => group.IsKnown))
        {
            places[_known[group]] = next++;
        }
        return places;
    }
}

/// <summary>The columns of contexts that are counted together.</summary>
internal readonly record struct ContextGroup(string Comm, string Event, string ValueTypes, int DefaultValue, bool IsKnown);
