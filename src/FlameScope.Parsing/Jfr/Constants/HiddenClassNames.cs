using System.Buffers;

namespace FlameScope.Parsing;

/// <summary>
/// Finds the part of a class name that is the same in every run. The JVM names a hidden class by its address, a number of its own, or both:
/// <c>Shop$$Lambda$83+0x00007fa1e4007a08/1545242146</c>, <c>Shop$$Lambda+0x0000000800c8a000/170</c>, <c>Shop$$Lambda$1.0x00007fc9c4000a08</c>,
/// <c>Shop$$Lambda$14/1452126962</c>, <c>java/lang/invoke/LambdaForm$MH/0x0000000800c8a000</c>.
/// </summary>
internal static class HiddenClassNames
{
    private const int MinimumAddressDigits = 8;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> Lambda => "$$Lambda"u8;

    /// <summary>Returns the name without the parts that differ in every run. Names of other classes are returned as they are.</summary>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> withoutNumber = WithoutSuffix(name, IsDecimal);
        ReadOnlySpan<byte> withoutAddress = WithoutSuffix(withoutNumber, IsAddress);
        int lambda = withoutAddress.LastIndexOf(Lambda);
        bool hasAddress = withoutAddress.Length < withoutNumber.Length;
        if (lambda < 0) return hasAddress ? withoutAddress : name;
        ReadOnlySpan<byte> number = withoutAddress[(lambda + Lambda.Length)..];
        bool isNumbered = number.Length > 1 && number[0] == '$' && IsDecimal(number[1..]);
        return isNumbered ? withoutAddress[..(lambda + Lambda.Length)] : withoutAddress;
    }

    private delegate bool Condition(ReadOnlySpan<byte> text);

    private static ReadOnlySpan<byte> WithoutSuffix(ReadOnlySpan<byte> name, Condition isSuffix)
    {
        int separator = name.LastIndexOfAny("/.+"u8);
        return separator > 0 && isSuffix(name[(separator + 1)..]) ? name[..separator] : name;
    }

    private static bool IsDecimal(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool IsAddress(ReadOnlySpan<byte> text) =>
        text.Length >= 2 + MinimumAddressDigits && text.StartsWith("0x"u8) && text[2..].IndexOfAnyExcept(HexDigits) < 0;
}
