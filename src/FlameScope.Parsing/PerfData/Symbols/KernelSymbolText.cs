namespace FlameScope.Parsing;

/// <summary>Reads the kernel's symbol table, <c>/proc/kallsyms</c>: lines of an address, a type, a name, and a module in brackets.</summary>
internal static class KernelSymbolText
{
    private const int TypicalLine = 44;

    /// <summary>Reads a table.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The table; <c>null</c> if it has no functions, or their addresses are hidden.</returns>
    public static SymbolTable? Read(byte[] text) => Read(text, text.Length);

    /// <summary>Reads a table.</summary>
    /// <param name="text">The text, and memory after it.</param>
    /// <param name="textLength">The length of the text.</param>
    /// <returns>The table; <c>null</c> if it has no functions, or their addresses are hidden.</returns>
    public static SymbolTable? Read(byte[] text, int textLength)
    {
        // The names end at blanks in the text, and at null bytes in the table.
        var builder = new SymbolTableBuilder(text, textLength / TypicalLine);
        bool hasAddress = false;
        for (int at = 0; at < textLength;)
        {
            int end = text.AsSpan(at, textLength - at).IndexOf((byte)'\n');
            int lineEnd = end < 0 ? textLength : at + end;
            if (TryRead(text.AsSpan(at, lineEnd - at), out ulong address, out byte type, out int name, out int length))
            {
                if (at + name + length < text.Length) text[at + name + length] = 0;
                hasAddress |= address != 0;
                builder.Add(address, 0, at + name, GetBinding(type));
            }
            at = lineEnd + 1;
        }
        return hasAddress ? builder.Build() : null;
    }

    private static bool TryRead(ReadOnlySpan<byte> line, out ulong address, out byte type, out int name, out int length)
    {
        type = 0;
        name = length = 0;
        if (!HexNumber.TryRead(ref line, out address, out int digits) || line.Length < 4 || line[0] != ' ' || line[2] != ' ') return false;
        type = line[1];
        ReadOnlySpan<byte> text = line[3..];
        length = text.IndexOfAny("\t \r"u8);
        if (length < 0) length = text.Length;
        name = digits + 3;
        return length > 0 && text[0] != '$' && (type | 0x20) is (byte)'t' or (byte)'w' or (byte)'d' or (byte)'b';
    }

    private static SymbolBinding GetBinding(byte type) =>
        type == 'W' ? SymbolBinding.Weak : type is >= (byte)'A' and <= (byte)'Z' ? SymbolBinding.Global : SymbolBinding.Local;
}
