using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// A frame of a call chain as <c>perf script</c> prints it: address, symbol, module. The spans are slices of the line.
/// </summary>
/// <remarks>
/// The line is <c>address [symbol[+0xOFFSET]] [(module[+0xOFFSET])]</c>, with the address in hexadecimal without a prefix
/// (<c>sample__fprintf_callchain</c> in <c>evsel_fprintf.c</c> of perf). The module is the last balanced pair of parentheses after a blank, since
/// names contain parentheses, blanks, plus signs and colons.
/// </remarks>
public readonly ref struct PerfFrameLine
{
    internal PerfFrameLine(ReadOnlySpan<byte> address, ReadOnlySpan<byte> symbol, ReadOnlySpan<byte> module, bool isInlined)
    {
        Address = address;
        Symbol = symbol;
        Module = module;
        IsInlined = isInlined;
    }

    /// <summary>The hexadecimal digits of the address; empty if the line has none.</summary>
    public ReadOnlySpan<byte> Address { get; }

    /// <summary>The function, without the offset; empty if it is absent or <c>[unknown]</c>.</summary>
    public ReadOnlySpan<byte> Symbol { get; }

    /// <summary>The module, without <c>(deleted)</c> and an offset; empty if it is absent or <c>[unknown]</c>.</summary>
    public ReadOnlySpan<byte> Module { get; }

    /// <summary>Indicates whether the line ends in <c>(inlined)</c>, which perf prints in place of the module.</summary>
    public bool IsInlined { get; }

    /// <summary>The kind of code of the frame.</summary>
    public FrameKind Kind => IsInlined ? FrameKind.Inlined : LinuxModuleKind.Of(Module);

    /// <summary>Parses a line.</summary>
    /// <param name="line">The line, with or without blanks and a line end around it.</param>
    /// <param name="frame">The frame, if there is one.</param>
    /// <returns><c>true</c> if the first word of the line is a hexadecimal address.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> line, out PerfFrameLine frame)
    {
        frame = default;
        line = PerfText.Trim(line.TrimEnd((byte)'\n'));
        int end = PerfText.CountHexDigits(line);
        if (end == 0 || (end < line.Length && !PerfText.IsBlank(line[end]))) return false;
        ReadOnlySpan<byte> address = line[..end];

        ReadOnlySpan<byte> rest = PerfText.TrimStart(line[end..]);
        int open = FindModule(rest);
        ReadOnlySpan<byte> module = open < 0 ? default : CleanModule(rest[(open + 1)..^1]);
        ReadOnlySpan<byte> symbol = CleanSymbol(open < 0 ? rest : rest[..open]);
        bool isInlined = module.SequenceEqual("inlined"u8);
        frame = new PerfFrameLine(address, symbol, isInlined ? default : module, isInlined);
        return true;
    }

    /// <summary>
    /// Parses a line without an address (<c>-F sym,dso</c> without <c>ip</c>): a blank, a symbol, and a module in parentheses, which is a path or one
    /// word.
    /// </summary>
    /// <param name="line">The line, without blanks at its end.</param>
    /// <param name="frame">The frame, if there is one.</param>
    internal static bool TryParseWithoutAddress(ReadOnlySpan<byte> line, out PerfFrameLine frame)
    {
        frame = default;
        if (line.Length < 4 || !PerfText.IsBlank(line[0]) || line[^1] != ')') return false;
        ReadOnlySpan<byte> text = PerfText.TrimStart(line);
        int open = FindModule(text);
        if (open <= 0) return false;
        ReadOnlySpan<byte> module = text[(open + 1)..^1];
        bool isModule = !module.IsEmpty && (module[0] is (byte)'/' or (byte)'['
            || (module[0] is not ((byte)'%' or (byte)'$') && !module.ContainsAny((byte)' ', (byte)'\t')));
        if (!isModule) return false;
        module = CleanModule(module);
        bool isInlined = module.SequenceEqual("inlined"u8);
        frame = new PerfFrameLine(default, CleanSymbol(text[..open]), isInlined ? default : module, isInlined);
        return true;
    }

    /// <summary>
    /// Indicates whether the line stands for the callers in user space, which perf 6.19 and later can record with a later record
    /// (<c>--no-merge-callchains</c>): the address is the cookie of that record.
    /// </summary>
    internal bool IsDeferred => Module.IsEmpty ? Symbol.SequenceEqual("(cookie)"u8) : Symbol.IsEmpty && Module.SequenceEqual("cookie"u8);

    // The opening parenthesis of the module, or -1. If the name of the module is not balanced, the first " (" is taken.
    private static int FindModule(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[^1] != ')') return -1;
        int depth = 1;
        for (int end = text.Length - 1; end > 0;)
        {
            int i = text[..end].LastIndexOfAny((byte)'(', (byte)')');
            if (i < 0) break;
            depth += text[i] == ')' ? 1 : -1;
            if (depth == 0) return i == 0 || PerfText.IsBlank(text[i - 1]) ? i : -1;
            end = i;
        }
        int blank = text.IndexOf(" ("u8);
        return blank < 0 ? -1 : blank + 1;
    }

    private static ReadOnlySpan<byte> CleanModule(ReadOnlySpan<byte> module)
    {
        module = WithoutOffset(module);
        if (module.EndsWith(" (deleted)"u8)) module = module[..^" (deleted)".Length];
        return module.SequenceEqual("[unknown]"u8) ? default : module;
    }

    private static ReadOnlySpan<byte> CleanSymbol(ReadOnlySpan<byte> symbol)
    {
        symbol = WithoutOffset(PerfText.TrimEnd(symbol));
        return symbol.SequenceEqual("[unknown]"u8) ? default : symbol;
    }

    // Only +0x and digits at the end are an offset: operator+ and operator-> are names.
    private static ReadOnlySpan<byte> WithoutOffset(ReadOnlySpan<byte> text)
    {
        int start = text.Length - 1 - PerfText.CountHexDigitsAtEnd(text);
        bool isOffset = start >= 2 && start + 1 < text.Length && text[start] == 'x' && text[start - 1] == '0' && text[start - 2] == '+';
        return isOffset ? text[..(start - 2)] : text;
    }
}
