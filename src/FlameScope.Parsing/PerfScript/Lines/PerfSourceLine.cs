namespace FlameScope.Parsing;

/// <summary>
/// The line that <c>-F +srcline</c> puts under a frame: two blanks, then <c>file.c:12</c>; or, where perf does not know the place,
/// <c>symbol+18</c>, <c>module[7f12ab]</c> or <c>??:0</c> (<c>get_srcline</c> in perf's <c>srcline.c</c>).
/// </summary>
internal static class PerfSourceLine
{
    public static bool IsSource(ReadOnlySpan<byte> line) => line.Length > 2 && line[0] == ' ' && line[1] == ' ' && !PerfText.IsBlank(line[2]);

    /// <summary>Whether the line ends in <c>(inlined)</c>, which belongs to the frame.</summary>
    public static bool IsInlined(ReadOnlySpan<byte> line) => line.EndsWith(" (inlined)"u8);

    /// <summary>The place in the source; empty where the line does not name one.</summary>
    public static ReadOnlySpan<byte> GetSource(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> source = PerfText.Trim(IsInlined(line) ? line[..^" (inlined)".Length] : line);
        int discriminator = source.IndexOf(" (discriminator "u8);
        if (discriminator >= 0) source = source[..discriminator];
        int colon = source.LastIndexOf((byte)':');
        bool isPlace = colon > 0 && PerfText.IsAllDigits(source[(colon + 1)..]) && !source.StartsWith("??"u8);
        return isPlace ? source : default;
    }
}
