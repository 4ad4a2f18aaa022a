using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Names functions without a name by their address, such as <c>0x4af3c1</c>.</summary>
internal static class AddressName
{
    /// <summary>Adds the name of an address.</summary>
    /// <returns>The symbol; <see cref="SymbolId.Unknown"/> for the address 0.</returns>
    public static SymbolId Add(ProfileBuilder builder, ulong address)
    {
        if (address == 0) return SymbolId.Unknown;
        Span<byte> text = stackalloc byte[18];
        "0x"u8.CopyTo(text);
        address.TryFormat(text[2..], out int length, "x", CultureInfo.InvariantCulture);
        return builder.AddSymbol(text[..(length + 2)]);
    }
}
