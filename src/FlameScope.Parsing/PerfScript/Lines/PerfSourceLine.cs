namespace FlameScope.Parsing;

/// <summary>
/// Parses the line that <c>-F +srcline</c> prints after a frame: two blanks, then <c>file.c:12</c>; or, if the location is unknown,
/// <c>symbol+18</c>, <c>module[7f12ab]</c> or <c>??:0</c> (<c>get_srcline</c> in <c>srcline.c</c> of perf).
/// </summary>
internal static class PerfSourceLine
{
    /// <summary>Returns whether a line after a frame has one of these forms. Any other line is not part of the frame.</summary>
    public static bool IsSource(ReadOnlySpan<byte> line)
    {
        if (line.Length < 4 || line[0] != ' ' || line[1] != ' ' || PerfText.IsBlank(line[2])) return false;
        ReadOnlySpan<byte> source = WithoutSuffixes(line);
        int last = source.Length - 1;
        if (last < 1) return false;
        if (source[last] == ']')
        {
            int open = source.LastIndexOf((byte)'[');
            return open > 0 && !PerfText.IsBlank(source[open - 1]) && PerfText.IsAllHex(source[(open + 1)..last]);
        }
        int end = source.LastIndexOfAny((byte)':', (byte)'+');
        return end > 0 && (PerfText.IsAllDigits(source[(end + 1)..]) || source[(end + 1)..].SequenceEqual("?"u8));
    }

    /// <summary>Returns whether the line ends in <c>(inlined)</c>, which applies to the frame.</summary>
    public static bool IsInlined(ReadOnlySpan<byte> line) => line.EndsWith(" (inlined)"u8);

    /// <summary>Returns the source location; empty if the line does not contain one.</summary>
    public static ReadOnlySpan<byte> GetSource(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> source = WithoutSuffixes(line);
        int colon = source.LastIndexOf((byte)':');
        bool isLocation = colon > 0 && PerfText.IsAllDigits(source[(colon + 1)..]) && !source.StartsWith("??"u8);
        return isLocation ? source : default;
    }

    private static ReadOnlySpan<byte> WithoutSuffixes(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> source = PerfText.Trim(IsInlined(line) ? line[..^" (inlined)".Length] : line);
        int discriminator = source.IndexOf(" (discriminator "u8);
        return discriminator >= 0 ? source[..discriminator] : source;
    }
}
