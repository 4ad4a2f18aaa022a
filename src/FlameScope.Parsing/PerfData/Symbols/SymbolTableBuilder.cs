namespace FlameScope.Parsing;

/// <summary>The binding of a symbol, in the order in which it is preferred.</summary>
internal enum SymbolBinding : byte
{
    Weak,
    Local,
    Global,
}

/// <summary>Collects symbols and chooses among those that start at the same address, by the rules of perf.</summary>
/// <param name="names">The bytes with the names.</param>
internal sealed class SymbolTableBuilder(byte[] names)
{
    private const ulong Page = 4096;

    private readonly List<Symbol> _symbols = [];

    private readonly record struct Symbol(ulong Start, ulong End, int Name, SymbolBinding Binding, int Order);

    public int Count => _symbols.Count;

    /// <summary>Adds a symbol.</summary>
    /// <param name="start">The address.</param>
    /// <param name="length">The length; 0 if it is unknown, so that the symbol ends at the next one.</param>
    /// <param name="name">The offset of the name.</param>
    /// <param name="binding">The binding.</param>
    public void Add(ulong start, ulong length, int name, SymbolBinding binding)
    {
        ulong end = unchecked(start + length) < start ? ulong.MaxValue : start + length;
        _symbols.Add(new Symbol(start, end, name, binding, _symbols.Count));
    }

    /// <summary>Builds the table.</summary>
    /// <remarks>
    /// As in perf, symbols without a length get one before aliases are compared, so that the last of several aliases without a length is preferred.
    /// </remarks>
    public SymbolTable Build()
    {
        Symbol[] symbols = Sort();
        int count = 0;
        ulong enclosingEnd = 0; // of the functions with a length so far
        for (int i = 0; i < symbols.Length; i++)
        {
            Symbol symbol = symbols[i];
            if (symbol.End > symbol.Start)
            {
                enclosingEnd = Math.Max(enclosingEnd, symbol.End);
            }
            else
            {
                // A label inside of a function.
                if (symbol.Start < enclosingEnd && count > 0 && symbols[count - 1].Start != symbol.Start) continue;
                symbol = symbol with { End = i + 1 < symbols.Length ? symbols[i + 1].Start : RoundUp(symbol.Start) };
            }
            if (count == 0 || symbols[count - 1].Start != symbol.Start) symbols[count++] = symbol;
            else if (!IsBetter(symbols[count - 1], symbol)) symbols[count - 1] = symbol;
        }
        ulong[] starts = new ulong[count], ends = new ulong[count];
        int[] nameStarts = new int[count];
        for (int i = 0; i < count; i++) (starts[i], ends[i], nameStarts[i]) = (symbols[i].Start, symbols[i].End, symbols[i].Name);
        return new SymbolTable(names, starts, ends, nameStarts);
    }

    // By address; symbols of equal addresses keep their order.
    private Symbol[] Sort()
    {
        Symbol[] symbols = [.. _symbols];
        _symbols.Clear();
        var keys = new ulong[symbols.Length];
        bool isSorted = true;
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = symbols[i].Start;
            isSorted &= i == 0 || keys[i - 1] <= keys[i];
        }
        if (isSorted) return symbols;
        Array.Sort(keys, symbols);
        for (int start = 0, end; start < symbols.Length; start = end)
        {
            for (end = start + 1; end < symbols.Length && keys[end] == keys[start];) end++;
            if (end - start > 1) symbols.AsSpan(start, end - start).Sort(static (a, b) => a.Order.CompareTo(b.Order));
        }
        return symbols;
    }

    private static ulong RoundUp(ulong address) => address > ulong.MaxValue - (2 * Page) ? ulong.MaxValue : ((address + Page - 1) & ~(Page - 1)) + Page;

    // The first of two symbols that no rule distinguishes is preferred.
    private bool IsBetter(in Symbol a, in Symbol b)
    {
        bool aHasLength = a.End > a.Start, bHasLength = b.End > b.Start;
        if (aHasLength != bHasLength) return aHasLength;
        if (a.Binding != b.Binding) return a.Binding > b.Binding;
        ReadOnlySpan<byte> aName = SymbolTable.NameAt(names, a.Name), bName = SymbolTable.NameAt(names, b.Name);
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
