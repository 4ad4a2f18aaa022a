namespace FlameScope.Parsing;

/// <summary>Recognizes lines of a sample or a record that are not frames: registers, branch stacks, instructions, namespaces.</summary>
internal static class PerfDetailLine
{
    public static bool IsDetail(ReadOnlySpan<byte> line)
    {
        if (!PerfText.IsBlank(line[0])) return false;
        ReadOnlySpan<byte> text = PerfText.TrimStart(line);
        return text.StartsWith("ABI:"u8) // registers: -F +iregs,+uregs
            || text.StartsWith("insn:"u8) || text.StartsWith("ilen:"u8) // -F +insn,+insnlen
            || IsBranch(text[..PerfText.EndOfFirstToken(text)]) // -F +brstack,+brstacksym
            || IsNamespace(text)
            || text.StartsWith("... "u8); // the end of a printed basic block
    }

    /// <summary>
    /// Returns whether a line is an instruction of a branch stack (<c>-F +brstackinsn</c>), which starts with an address as a frame does.
    /// </summary>
    public static bool IsInstruction(ReadOnlySpan<byte> line)
    {
        int tab = line.LastIndexOf((byte)'\t');
        return tab > 0 && line[(tab + 1)..].StartsWith("insn:"u8);
    }

    // from/to/P/-/-/3/…: source, target, and whether the branch was predicted
    private static bool IsBranch(ReadOnlySpan<byte> token)
    {
        int slash = token.IndexOf("/P/"u8);
        if (slash < 0) slash = token.IndexOf("/M/"u8);
        if (slash < 0) slash = token.IndexOf("/-/"u8);
        if (slash < 0) slash = token.IndexOf("/PN/"u8);
        if (slash < 0) slash = token.IndexOf("/MN/"u8);
        return slash > 0 && token[..slash].Contains((byte)'/');
    }

    // [0/net: 3/0xf0000075, 1/uts: …, after PERF_RECORD_NAMESPACES
    private static bool IsNamespace(ReadOnlySpan<byte> text) => text.Length > 4 && text[0] == '[' && PerfText.IsDigit(text[1]) && text[2] == '/';
}
