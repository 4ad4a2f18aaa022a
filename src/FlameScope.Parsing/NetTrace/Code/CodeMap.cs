namespace FlameScope.Parsing;

/// <summary>
/// Ranges of addresses, searched by address and time. Ranges may overlap: code is removed and its memory is used again, and events of loading and of
/// the rundown describe the same code.
/// </summary>
/// <remarks>
/// The search goes back from the last range that starts at or before the address while an earlier range can still contain it. A file can make all
/// ranges overlap, so all searches together have a number of steps, after which a search ends early.
/// </remarks>
internal sealed class CodeMap
{
    private const int StepsWhenExhausted = 16;

    private long _steps = 200_000_000;
    private readonly List<Removal> _removals = [];
    private CodeRange[] _ranges = [];
    private ulong[] _ends = []; // the maximum end of the ranges up to each one
    private int _count;

    private readonly record struct Removal(ulong Start, ulong Method, ulong Ticks);

    public int Count => _count;

    /// <summary>Indicates whether searches end early.</summary>
    public bool IsExhausted => _steps <= 0;

    public ref readonly CodeRange this[int index] => ref _ranges[index];

    public void Add(in CodeRange range)
    {
        if (_count == _ranges.Length) Array.Resize(ref _ranges, Math.Max(64, _count * 2));
        _ranges[_count++] = range;
    }

    /// <summary>Adds the removal of code. Events are not in the order of time, so it is applied by <see cref="Freeze"/>.</summary>
    public void AddRemoval(ulong start, ulong method, ulong ticks) => _removals.Add(new Removal(start, method, ticks));

    /// <summary>Ends the adding of ranges and prepares the search.</summary>
    public void Freeze()
    {
        Span<CodeRange> ranges = _ranges.AsSpan(0, _count);
        ranges.Sort(static (a, b) => ByCode(a, b));
        ApplyRemovals(ranges);
        _count = RemoveKnownRundown(ranges);
        ranges = ranges[.._count];
        ranges.Sort(static (a, b) => ByTime(a, b));
        _ends = new ulong[_count];
        ulong end = 0;
        for (int i = 0; i < ranges.Length; i++) _ends[i] = end = Math.Max(end, ranges[i].End);
    }

    /// <summary>
    /// Finds the code at an address: what was loaded last and not removed; if there is none, what was loaded last; if there is none, what was loaded
    /// first after that time, because a method can run before its event is written.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="ticks">The time.</param>
    /// <param name="dependsOnTime">Receives whether other code is at the address at another time.</param>
    /// <returns>The index of the range; -1 if there is none.</returns>
    public int Find(ulong address, ulong ticks, out bool dependsOnTime)
    {
        dependsOnTime = false;
        int best = -1;
        int last = LastStart(address);
        int first = IsExhausted ? Math.Max(0, last - StepsWhenExhausted) : 0;
        for (int i = last; i >= first && _ends[i] > address; i--)
        {
            _steps--;
            ref readonly CodeRange range = ref _ranges[i];
            if (range.End <= address) continue;
            if (best < 0)
            {
                best = i;
                continue;
            }
            dependsOnTime |= range.Name != _ranges[best].Name && !(range.IsRundown && _ranges[best].IsRundown);
            if (IsBetter(range, _ranges[best], ticks)) best = i;
        }
        return best;
    }

    private static bool IsBetter(in CodeRange range, in CodeRange best, ulong ticks)
    {
        int rank = Rank(range, ticks);
        int bestRank = Rank(best, ticks);
        if (rank != bestRank) return rank > bestRank;
        return rank == 0 ? range.Loaded < best.Loaded : range.Loaded > best.Loaded;
    }

    // 2: present; 1: removed; 0: not yet loaded.
    private static int Rank(in CodeRange range, ulong ticks) => ticks < range.Loaded ? 0 : ticks < range.Unloaded ? 2 : 1;

    private static int ByTime(in CodeRange a, in CodeRange b)
    {
        if (a.Start != b.Start) return a.Start.CompareTo(b.Start);
        return a.Loaded != b.Loaded ? a.Loaded.CompareTo(b.Loaded) : a.Method.CompareTo(b.Method);
    }

    private static int ByCode(in CodeRange a, in CodeRange b)
    {
        if (a.Start != b.Start) return a.Start.CompareTo(b.Start);
        return a.Method != b.Method ? a.Method.CompareTo(b.Method) : a.Loaded.CompareTo(b.Loaded);
    }

    // A removal ends the last range of that code that was loaded before and has no end yet.
    private void ApplyRemovals(Span<CodeRange> ranges)
    {
        foreach (Removal removal in _removals)
        {
            int index = LastOf(ranges, removal);
            if (index >= 0 && ranges[index].Start == removal.Start && ranges[index].Method == removal.Method)
            {
                ranges[index].Unloaded = Math.Min(ranges[index].Unloaded, removal.Ticks);
            }
        }
    }

    private static int LastOf(ReadOnlySpan<CodeRange> ranges, Removal removal)
    {
        int low = 0, high = ranges.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ref readonly CodeRange range = ref ranges[middle];
            int order = range.Start != removal.Start ? range.Start.CompareTo(removal.Start)
                : range.Method != removal.Method ? range.Method.CompareTo(removal.Method)
                : range.Loaded.CompareTo(removal.Ticks);
            if (order <= 0) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    // The rundown repeats code whose loading was recorded. Only the event of the loading has the time.
    private static int RemoveKnownRundown(Span<CodeRange> ranges)
    {
        int kept = 0;
        for (int i = 0; i < ranges.Length; i++)
        {
            bool isRepeated = ranges[i].IsRundown && i + 1 < ranges.Length
                && ranges[i + 1].Start == ranges[i].Start && ranges[i + 1].Method == ranges[i].Method;
            if (!isRepeated) ranges[kept++] = ranges[i];
        }
        return kept;
    }

    private int LastStart(ulong address)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_ranges[middle].Start <= address) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
