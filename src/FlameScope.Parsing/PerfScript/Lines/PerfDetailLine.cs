namespace FlameScope.Parsing;

/// <summary>
/// Recognizes lines of a sample or a record that are not frames: registers, branch stacks, instructions, memory fields, source code, namespaces,
/// and the output of BPF programs.
/// </summary>
internal static class PerfDetailLine
{
    public static bool IsDetail(ReadOnlySpan<byte> line)
    {
        if (PerfBranch.IsIn(line)) return true; // -F +brstack,+brstacksym
        if (line[0] == '|') return IsSourceCode(line);
        if (!PerfText.IsBlank(line[0])) return line.StartsWith("enqueue_to_dispatch_time:"u8); // the second line of a dispatch trace log
        if (line.StartsWith("\t\t"u8) && PerfText.IsLetter(line[2])) return true; // -F +disasm
        ReadOnlySpan<byte> text = PerfText.TrimStart(line);
        return text.StartsWith("ABI:"u8) // registers: -F +iregs,+uregs
            || text.StartsWith("insn:"u8) || text.StartsWith("ilen:"u8) // -F +insn,+insnlen
            || IsBranchTarget(text)
            || text.StartsWith("IPC: "u8)
            || text.StartsWith("metric: "u8)
            || text.StartsWith("... not reaching sample"u8)
            || (line[0] == ' ' && PerfTail.IsMemoryFields(line)) // -F +phys_addr,+data_page_size,+code_page_size
            || IsNamespace(text)
            || IsOfBpf(line, text)
            || IsBytesOfCode(text)
            || (line[0] == '\t' && IsBlock(text));
    }

    /// <summary>
    /// Returns whether a line is an instruction of a branch stack (<c>-F +brstackinsn,+brstackdisasm</c>), which starts with an address as a frame
    /// does: a tab, 16 digits, a tab, and the bytes or the text of the instruction. simpleperf prints such a tab, too, in front of a symbol and a
    /// module. Two tabs precede the instruction of the sample (<c>-F +disasm</c>).
    /// </summary>
    public static bool IsInstruction(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("\t\t"u8)) return true;
        if (line.Length < 3 || line[0] != '\t') return false;
        ReadOnlySpan<byte> address = PerfText.TrimStart(line);
        int digits = PerfText.CountHexDigits(address);
        if (digits == 0 || digits + 1 >= address.Length || address[digits] != '\t') return false;
        ReadOnlySpan<byte> text = address[(digits + 1)..];
        if (text.StartsWith("insn:"u8)) return true;
        return digits == 16 && (address[0] == '0' || text[^1] != ')' || text.IndexOf(" (%"u8) >= 0);
    }

    // => 401200 foo+0x0 (/bin/x), the target of a branch with a call chain
    private static bool IsBranchTarget(ReadOnlySpan<byte> text) =>
        text.StartsWith("=> "u8) && PerfFrameLine.TryParse(text[3..], out PerfFrameLine target) && (text[^1] == ')' || target.Symbol.IsEmpty);

    // The parts of a printed basic block: "main+4:" before it, and notes of perf.
    private static bool IsBlock(ReadOnlySpan<byte> text) =>
        text[^1] == ':' || text.IndexOf(":\t"u8) > 0
        || text.SequenceEqual("mismatch of LBR data and executable"u8)
        || text.StartsWith("block "u8) || text.StartsWith("brstack does not reach"u8) || text.StartsWith("cannot resolve "u8)
        || text.StartsWith("cannot fetch code"u8) || text.StartsWith("patching up to "u8);

    // |12       int x = 1; from -F +srccode
    private static bool IsSourceCode(ReadOnlySpan<byte> line)
    {
        int end = 1;
        while (end < line.Length && PerfText.IsDigit(line[end])) end++;
        return end > 1 && (end == line.Length || PerfText.IsBlank(line[end]));
    }

    // [0/net: 3/0xf0000075, 1/uts: …, and "4/user: …", after PERF_RECORD_NAMESPACES
    private static bool IsNamespace(ReadOnlySpan<byte> text)
    {
        if (text[0] == '[') text = text[1..];
        int colon = text.IndexOf((byte)':');
        if (colon < 3 || !PerfText.IsDigit(text[0]) || text[1] != '/') return false;
        return text[2..colon].IndexOfAnyExceptInRange((byte)'_', (byte)'z') < 0 && colon + 2 < text.Length && PerfText.IsDigit(text[colon + 2]);
    }

    // "      BPF output: 0000: 2f 68", "                  0008: 63 00", "      BPF string: …"
    private static bool IsOfBpf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("BPF output:"u8) || text.StartsWith("BPF string:"u8)) return true;
        bool isOffset = line.Length - text.Length >= 17 && text.Length > 6 && text[4] == ':' && text[5] == ' ' && PerfText.IsAllHex(text[..4]);
        return isOffset && PerfText.IsHexDigit(text[6]);
    }

    // "old bytes: 0f 1f 44", "new bytes: …" and further lines of bytes, after PERF_RECORD_TEXT_POKE
    private static bool IsBytesOfCode(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("old bytes:"u8) || text.StartsWith("new bytes:"u8)) return true;
        if (text.Length < 5) return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (i % 3 == 2 ? text[i] != ' ' : !PerfText.IsHexDigit(text[i])) return false;
        }
        return text.Length % 3 == 2;
    }
}
