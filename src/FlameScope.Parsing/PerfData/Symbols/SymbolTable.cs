using System.Buffers;

namespace FlameScope.Parsing;

/// <summary>The functions of a module, sorted by address, with at most one function per start.</summary>
internal sealed class SymbolTable
{
    // A function may be nested in another one. perf finds only some of these.
    private const int MaximumNesting = 8;

    private readonly byte[] _names;
    private readonly ulong[] _starts;
    private readonly ulong[] _ends;
    private readonly int[] _nameStarts;

    internal SymbolTable(byte[] names, ulong[] starts, ulong[] ends, int[] nameStarts)
    {
        _names = names;
        _starts = starts;
        _ends = ends;
        _nameStarts = nameStarts;
    }

    public int Count => _starts.Length;

    /// <summary>The memory that the table takes.</summary>
    public long Bytes => _names.LongLength + (_starts.LongLength * (sizeof(ulong) + sizeof(ulong) + sizeof(int)));

    /// <summary>Finds the function at an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="symbol">Receives the index of the function.</param>
    public bool TryFind(ulong address, out int symbol)
    {
        int low = 0, high = _starts.Length;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) / 2);
            if (_starts[middle] <= address) low = middle + 1;
            else high = middle;
        }
        for (symbol = low - 1; symbol >= 0 && symbol >= low - MaximumNesting; symbol--)
        {
            if (address < _ends[symbol] || (address == _starts[symbol] && _ends[symbol] == _starts[symbol])) return true;
        }
        return false;
    }

    /// <summary>Returns the bytes of a function's name, which end at a null byte or a line end.</summary>
    public ReadOnlySpan<byte> GetName(int symbol) => NameAt(_names, _nameStarts[symbol]);

    /// <summary>Returns the address of a function with a name; <c>null</c> if there is none.</summary>
    public ulong? FindAddress(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _starts.Length; i++)
        {
            if (NameAt(_names, _nameStarts[i], name.Length + 1).SequenceEqual(name)) return _starts[i];
        }
        return null;
    }

    /// <summary>Returns the name at an offset.</summary>
    /// <param name="names">The names.</param>
    /// <param name="start">The offset.</param>
    /// <param name="maximum">The maximum number of bytes that are returned, so that many symbols with one long name do not take long.</param>
    internal static ReadOnlySpan<byte> NameAt(byte[] names, int start, int maximum = int.MaxValue)
    {
        ReadOnlySpan<byte> rest = names.AsSpan(Math.Min(start, names.Length));
        rest = rest[..Math.Min(rest.Length, maximum)];
        int end = rest.IndexOfAny(s_ends);
        return end < 0 ? rest : rest[..end];
    }

    private static readonly SearchValues<byte> s_ends = SearchValues.Create("\0\n\r"u8);
}
