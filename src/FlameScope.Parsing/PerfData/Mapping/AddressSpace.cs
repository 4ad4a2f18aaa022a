namespace FlameScope.Parsing;

/// <summary>
/// The mappings of a process, sorted by address and disjoint. Copies share the mappings until one of them changes, so that a fork costs nothing.
/// </summary>
internal sealed class AddressSpace
{
    /// <summary>The maximum number of mappings of a process. The kernel's default is 65,530.</summary>
    public const int MaximumMappings = 1 << 16;

    private readonly MappingBudget _budget;
    private Mapping[] _mappings = [];
    private bool _isShared;
    private bool _isReplaced;
    private int _owned; // of the budget

    public AddressSpace(MappingBudget budget)
    {
        _budget = budget;
        Generation = budget.NextGeneration();
    }

    /// <summary>The number of mappings.</summary>
    public int Count { get; private set; }

    /// <summary>A number that is the same for address spaces with the same mappings, and changes with each change.</summary>
    public int Generation { get; private set; }

    /// <summary>Returns a copy.</summary>
    public AddressSpace Clone()
    {
        _isShared = true;
        return new AddressSpace(_budget) { _mappings = _mappings, _isShared = true, _isReplaced = _isReplaced, Count = Count, Generation = Generation };
    }

    /// <summary>Removes all mappings.</summary>
    public void Clear()
    {
        _isReplaced = false;
        _mappings = [];
        _isShared = false;
        _budget.Release(_owned);
        _owned = 0;
        Count = 0;
        Generation = _budget.NextGeneration();
    }

    /// <summary>
    /// Removes all mappings when the next one is added: until the kernel has loaded a new program, call chains have the address in the old one that
    /// called the kernel.
    /// </summary>
    public void ClearOnNextMapping() => _isReplaced = true;

    /// <summary>Adds a mapping. It replaces what was mapped to its addresses.</summary>
    /// <returns><c>false</c> if there are too many mappings.</returns>
    public bool Add(Mapping added)
    {
        if (_isReplaced) Clear();
        if (added.End <= added.Start) return true;
        int first = FindFirstEndingAfter(added.Start);
        int last = first;
        Mapping? before = null, after = null;
        while (last < Count && _mappings[last].Start < added.End)
        {
            Mapping old = _mappings[last++];
            if (old.Start < added.Start) before = old with { End = added.Start };
            if (old.End > added.End) after = old.From(added.End);
        }
        int inserted = 1 + (before is null ? 0 : 1) + (after is null ? 0 : 1);
        int count = Count - (last - first) + inserted;
        if (count > MaximumMappings) return false;
        Mapping[] target = _mappings;
        if (_isShared || count > _mappings.Length)
        {
            int length = Math.Max(16, count + (count / 2));
            if (!_budget.TryTake(length)) return false;
            _budget.Release(_owned);
            _owned = length;
            target = new Mapping[length];
            Array.Copy(_mappings, target, first);
        }
        Array.Copy(_mappings, last, target, first + inserted, Count - last);
        if (before is { } b) target[first++] = b;
        target[first++] = added;
        if (after is { } a) target[first] = a;
        _mappings = target;
        _isShared = false;
        Count = count;
        Generation = _budget.NextGeneration();
        return true;
    }

    /// <summary>Finds the mapping of an address.</summary>
    public bool TryFind(ulong address, out Mapping mapping)
    {
        int index = FindFirstEndingAfter(address);
        bool isFound = index < Count && _mappings[index].Start <= address;
        mapping = isFound ? _mappings[index] : default;
        return isFound;
    }

    private int FindFirstEndingAfter(ulong address)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) / 2);
            if (_mappings[middle].End > address) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
