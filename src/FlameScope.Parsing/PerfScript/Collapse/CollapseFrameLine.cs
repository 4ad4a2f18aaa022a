using System.Buffers;

namespace FlameScope.Parsing;

/// <summary>A line that the script matches as a frame: <c>^\s*(\w+)\s*(.+) \((.*)\)</c>.</summary>
internal readonly ref struct CollapseFrameLine
{
    private static readonly SearchValues<byte> WordBytes =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"u8);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Initializes the frame of a sample without a call chain.</summary>
    public CollapseFrameLine(PerfFrameLine frame)
    {
        Address = frame.Address;
        Function = frame.Symbol.IsEmpty ? "[unknown]"u8 : frame.Symbol;
        Module = frame.Module.IsEmpty ? "[unknown]"u8 : frame.Module;
    }

    public ReadOnlySpan<byte> Address { get; private init; }

    public ReadOnlySpan<byte> Function { get; private init; }

    public ReadOnlySpan<byte> Module { get; private init; }

    /// <summary>The function without an offset.</summary>
    public ReadOnlySpan<byte> Symbol
    {
        get
        {
            int offset = Function.LastIndexOf("+0x"u8);
            return offset < 0 || Function[(offset + 3)..].ContainsAnyExcept(HexDigits) ? Function : Function[..offset];
        }
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out CollapseFrameLine result)
    {
        result = default;
        ReadOnlySpan<byte> text = PerfText.TrimStart(line);
        int close = text.LastIndexOf((byte)')');
        int open = close < 0 ? -1 : text[..close].LastIndexOf(" ("u8);
        if (open < 0) return false;
        int word = text.IndexOfAnyExcept(WordBytes);
        if (word <= 0) return false;
        ReadOnlySpan<byte> function = word < open ? PerfText.TrimStart(text[word..open]) : default;
        if (function.IsEmpty && word < open)
        {
            function = text[(open - 1)..open]; // without a name, the expression matches the blank before the module
        }
        else if (function.IsEmpty)
        {
            // perf prints no symbol without the field sym. The script takes the last digit of the address as the function, inferno skips the line.
            if (word != open) return false;
            function = text[open..(open + 1)];
        }
        result = new CollapseFrameLine { Address = text[..word], Function = function, Module = text[(open + 2)..close] };
        return true;
    }
}
