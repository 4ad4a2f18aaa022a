using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="Profile.Symbols"/>: the name of a function.</summary>
/// <param name="Value">The index into the columns of the symbol table.</param>
public readonly record struct SymbolId(int Value) : ITableId
{
    /// <summary>The symbol of a frame whose function is not known: <c>[unknown]</c>.</summary>
    public static SymbolId Unknown => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Symbol {Value}");
}
