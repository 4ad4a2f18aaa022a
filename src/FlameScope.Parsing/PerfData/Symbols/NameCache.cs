using System.Runtime.CompilerServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The names of functions as they are shown. Each is demangled once.</summary>
internal sealed class NameCache(bool demangles)
{
    private readonly Demangler _demangler = new();
    private readonly Dictionary<(int Table, int Symbol), byte[]> _names = [];
    private readonly ConditionalWeakTable<SymbolTable, object> _tables = [];
    private int _tableCount;

    /// <summary>Returns the name of a function.</summary>
    public ReadOnlySpan<byte> Get(SymbolTable table, int symbol)
    {
        ReadOnlySpan<byte> name = table.GetName(symbol);
        if (!demangles || !Demangler.IsMangled(name)) return name;
        int number = (int)_tables.GetValue(table, _ => ++_tableCount);
        if (!_names.TryGetValue((number, symbol), out byte[]? shown)) _names[(number, symbol)] = shown = _demangler.Demangle(name) ?? name.ToArray();
        return shown;
    }
}
