namespace FlameScope.Columnar;

/// <summary>Contexts whose samples are counted together: those with the same thread name and event.</summary>
internal sealed class ContextGroups(Dictionary<long, CountedContext> contexts)
{
    private readonly Dictionary<long, int> _numbers = [];
    private readonly Dictionary<ContextGroup, int> _known = [];
    private readonly List<ContextGroup> _groups = [];

    public ContextGroup this[int number] => _groups[number];

    /// <summary>Returns the number of the group of a context, counted from 0.</summary>
    public int NumberOf(long context)
    {
        if (_numbers.TryGetValue(context, out int number)) return number;
        ContextGroup group = contexts.TryGetValue(context, out CountedContext row)
            ? new ContextGroup(row.Comm, row.Event, row.ValueTypes, row.DefaultValue, true)
            : new ContextGroup("[missing context]", "", "[]", -1, false);
        if (!_known.TryGetValue(group, out number))
        {
            _known.Add(group, number = _groups.Count);
            _groups.Add(group);
        }
        _numbers.Add(context, number);
        return number;
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
