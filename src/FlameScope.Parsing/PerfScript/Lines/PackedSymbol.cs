namespace FlameScope.Parsing;

/// <summary>
/// Finds the arrows in a symbol into which an agent of a virtual machine packs inlined functions: <c>a->b->c</c>. An arrow in parentheses, in angle
/// brackets or next to a blank belongs to a type, and the arrow of <c>operator-></c> to a name.
/// </summary>
internal static class PackedSymbol
{
    /// <summary>Returns the position of the last arrow between two names, or -1.</summary>
    public static int LastArrow(ReadOnlySpan<byte> symbol)
    {
        int arrow = symbol.LastIndexOf("->"u8);
        if (arrow <= 0) return -1;
        if (!symbol.ContainsAny("()<"u8)) return LastBetweenNames(symbol, arrow);
        int found = FindLast(symbol, hasAngles: true, out bool isBalanced);
        return isBalanced ? found : FindLast(symbol, hasAngles: false, out _); // operator<, a=>b
    }

    private static int LastBetweenNames(ReadOnlySpan<byte> symbol, int arrow)
    {
        while (arrow > 0 && !IsBetweenNames(symbol, arrow)) arrow = symbol[..arrow].LastIndexOf("->"u8);
        return arrow > 0 ? arrow : -1;
    }

    private static int FindLast(ReadOnlySpan<byte> symbol, bool hasAngles, out bool isBalanced)
    {
        int found = -1, parentheses = 0, angles = 0;
        isBalanced = true;
        for (int i = 0; i < symbol.Length; i++)
        {
            switch (symbol[i])
            {
                case (byte)'(':
                    parentheses++;
                    break;
                case (byte)')':
                    if (parentheses > 0) parentheses--;
                    break;
                case (byte)'<' when hasAngles:
                    angles++;
                    break;
                case (byte)'>' when i > 0 && symbol[i - 1] == '-':
                    if (parentheses == 0 && angles == 0 && IsBetweenNames(symbol, i - 1)) found = i - 1;
                    break;
                case (byte)'>' when hasAngles:
                    if (angles-- == 0) isBalanced = false;
                    break;
            }
        }
        isBalanced &= angles == 0;
        return found;
    }

    private static bool IsBetweenNames(ReadOnlySpan<byte> symbol, int arrow) =>
        arrow > 0 && arrow + 2 < symbol.Length
        && !PerfText.IsBlank(symbol[arrow - 1]) && !PerfText.IsBlank(symbol[arrow + 2])
        && !symbol[..arrow].EndsWith("operator"u8);
}
