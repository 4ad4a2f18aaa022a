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

    private readonly record struct Symbol(ulong Start, ulong End, int Name, SymbolBinding Binding);

    public int Count => _symbols.Count;

    /// <summary>Adds a symbol.</summary>
    /// <param name="start">The address.</param>
    /// <param name="length">The length; 0 if it is unknown, so that the symbol ends at the next one.</param>
    /// <param name="name">The offset of the name.</param>
    /// <param name="binding">The binding.</param>
    public void Add(ulong start, ulong length, int name, SymbolBinding binding)
    {
        ulong end = unchecked(start + length) < start ? ulong.MaxValue : start + length;
        _symbols.Add(new Symbol(start, end, name, binding));
    }

    /// <summary>Builds the table.</summary>
    public SymbolTable Build()
    {
        Symbol[] symbols = [.. _symbols];
        _symbols.Clear();
        var keys = new ulong[symbols.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = symbols[i].Start;
        Array.Sort(keys, symbols);
        int count = 0;
        for (int i = 0; i < symbols.Length; i++)
        {
            if (count > 0 && symbols[count - 1].Start == symbols[i].Start)
            {
                if (!IsBetter(symbols[count - 1], symbols[i])) symbols[count - 1] = symbols[i];
            }
            else
            {
                symbols[count++] = symbols[i];
            }
        }
        ulong[] starts = new ulong[count], ends = new ulong[count];
        int[] nameStarts = new int[count];
        for (int i = 0; i < count; i++)
        {
            Symbol symbol = symbols[i];
            ulong end = symbol.End;
            if (end == symbol.Start) end = i + 1 < count ? symbols[i + 1].Start : RoundUp(symbol.Start);
            (starts[i], ends[i], nameStarts[i]) = (symbol.Start, end, symbol.Name);
        }
        return new SymbolTable(names, starts, ends, nameStarts);
    }

    private static ulong RoundUp(ulong address) => address > ulong.MaxValue - (2 * Page) ? ulong.MaxValue : ((address + Page - 1) & ~(Page - 1)) + Page;

    // The order of sorting does not decide: two symbols that no rule distinguishes have the same name, or the names are compared.
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
        return aName.SequenceCompareTo(bName) <= 0;
    }

    private static int CountUnderscores(ReadOnlySpan<byte> name)
    {
        int other = name.IndexOfAnyExcept((byte)'_');
        return other < 0 ? name.Length : other;
    }

    private static bool IsAlias(ReadOnlySpan<byte> name) => name.StartsWith("SyS"u8) || name.StartsWith("compat_SyS"u8);
}
