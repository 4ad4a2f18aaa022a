using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The binding of a symbol, in the order in which it is preferred.</summary>
internal enum SymbolBinding : byte
{
    Weak,
    Local,
    Global,
}

/// <summary>Collects symbols and chooses among those that start at the same address, by the rules of perf.</summary>
/// <remarks>
/// Symbols are columns, not objects. Their order is found by merging ascending runs: the kernel's table is sorted, and those of files have long runs.
/// </remarks>
/// <param name="names">The bytes with the names.</param>
/// <param name="capacity">The expected number of symbols.</param>
internal sealed class SymbolTableBuilder(byte[] names, int capacity)
{
    private const ulong Page = 4096;
    private const int ComparedName = 4096; // bytes: all symbols of a file may have one name that is as long as the file

    private ulong[] _starts = new ulong[Math.Max(capacity, 16)];
    private ulong[] _ends = new ulong[Math.Max(capacity, 16)];
    private int[] _names = new int[Math.Max(capacity, 16)];
    private SymbolBinding[] _bindings = new SymbolBinding[Math.Max(capacity, 16)];

    public int Count { get; private set; }

    /// <summary>Adds a symbol.</summary>
    /// <param name="start">The address.</param>
    /// <param name="length">The length; 0 if it is unknown, so that the symbol ends at the next one.</param>
    /// <param name="name">The offset of the name.</param>
    /// <param name="binding">The binding.</param>
    public void Add(ulong start, ulong length, int name, SymbolBinding binding)
    {
        int index = Count++;
        if (index == _starts.Length) Grow();
        _starts[index] = start;
        _ends[index] = unchecked(start + length) < start ? ulong.MaxValue : start + length;
        _names[index] = name;
        _bindings[index] = binding;
    }

    /// <summary>Builds the table.</summary>
    /// <remarks>
    /// As in perf, symbols without a length get one before aliases are compared, so that the last of several aliases without a length is preferred.
    /// </remarks>
    public SymbolTable Build()
    {
        Sort();
        int count = 0; // of the chosen symbols, which replace the first ones
        ulong enclosingEnd = 0; // of the functions with a length so far
        for (int i = 0; i < Count; i++)
        {
            ulong start = _starts[i], end = _ends[i];
            if (end > start)
            {
                enclosingEnd = Math.Max(enclosingEnd, end);
            }
            else
            {
                // A label inside of a function.
                if (start < enclosingEnd && count > 0 && _starts[count - 1] != start) continue;
                end = i + 1 < Count ? _starts[i + 1] : RoundUp(start);
            }
            int target = count;
            if (count > 0 && _starts[count - 1] == start)
            {
                if (IsPreviousBetter(count - 1, end, i)) continue;
                target = --count;
            }
            (_starts[target], _ends[target], _names[target], _bindings[target]) = (start, end, _names[i], _bindings[i]);
            count++;
        }
        return new SymbolTable(names, _starts.AsSpan(0, count).ToArray(), _ends.AsSpan(0, count).ToArray(), _names.AsSpan(0, count).ToArray());
    }

    private void Grow()
    {
        int length = _starts.Length * 2;
        Array.Resize(ref _starts, length);
        Array.Resize(ref _ends, length);
        Array.Resize(ref _names, length);
        Array.Resize(ref _bindings, length);
    }

    // By address; symbols of equal addresses keep their order.
    private void Sort()
    {
        bool isSorted = true;
        for (int i = 1; i < Count && isSorted; i++) isSorted = _starts[i - 1] <= _starts[i];
        if (isSorted) return;
        var keys = new long[Count];
        for (int i = 0; i < keys.Length; i++) keys[i] = unchecked((long)(_starts[i] ^ (1UL << 63))); // in the order of unsigned numbers
        int[] order = StableOrder.Of(keys);
        ulong[] starts = new ulong[Count], ends = new ulong[Count];
        var sortedNames = new int[Count];
        var bindings = new SymbolBinding[Count];
        for (int i = 0; i < order.Length; i++)
        {
            int from = order[i];
            (starts[i], ends[i], sortedNames[i], bindings[i]) = (_starts[from], _ends[from], _names[from], _bindings[from]);
        }
        (_starts, _ends, _names, _bindings) = (starts, ends, sortedNames, bindings);
    }

    private static ulong RoundUp(ulong address) => address > ulong.MaxValue - (2 * Page) ? ulong.MaxValue : ((address + Page - 1) & ~(Page - 1)) + Page;

    // Compares the chosen symbol at an index with the symbol that follows it. The first of two symbols that no rule distinguishes is preferred.
    private bool IsPreviousBetter(int previous, ulong end, int next)
    {
        bool aHasLength = _ends[previous] > _starts[previous], bHasLength = end > _starts[previous];
        if (aHasLength != bHasLength) return aHasLength;
        if (_bindings[previous] != _bindings[next]) return _bindings[previous] > _bindings[next];
        ReadOnlySpan<byte> aName = SymbolTable.NameAt(names, _names[previous], ComparedName), bName = SymbolTable.NameAt(names, _names[next], ComparedName);
        int aUnderscores = CountUnderscores(aName), bUnderscores = CountUnderscores(bName);
        if (aUnderscores != bUnderscores) return aUnderscores < bUnderscores;
        if (aName.Length != bName.Length) return aName.Length > bName.Length;
        bool aIsAlias = IsAlias(aName);
        if (aIsAlias != IsAlias(bName)) return !aIsAlias;
        return true;
    }

    private static int CountUnderscores(ReadOnlySpan<byte> name)
    {
        int other = name.IndexOfAnyExcept((byte)'_');
        return other < 0 ? name.Length : other;
    }

    private static bool IsAlias(ReadOnlySpan<byte> name) => name.StartsWith("SyS"u8) || name.StartsWith("compat_SyS"u8);
}
