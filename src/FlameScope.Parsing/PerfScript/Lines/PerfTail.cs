namespace FlameScope.Parsing;

/// <summary>
/// Finds the frame of a sample without a call chain in the text after the name of its event: <c>ip sym (dso)</c>, with the other fields that
/// <c>process_event</c> in <c>builtin-script.c</c> of perf prints before and after it.
/// </summary>
/// <remarks>
/// <para>Before it are the flags of a branch, the payload of a tracepoint, a synthesized event, the data address with its symbol, the data source,
/// weights and the cgroup; after it registers, the branch stack, the instruction, the physical address, page sizes and the instructions per cycle.
/// </para>
/// <para>perf prints a blank and the address in 16 columns (<c>" %16lx"</c>). The data address and the weights have 16 columns and no such blank, so
/// the last hexadecimal word that ends at least 17 columns after the previous word is the address of the frame.</para>
/// </remarks>
internal static class PerfTail
{
    private const int MaximumAddress = 16;
    private const int AddressColumn = 17; // a blank and the 16 columns of an address
    private const int MaximumCandidates = 16; // perf prints at most six; each costs a pass over the text

    /// <summary>Finds the frame.</summary>
    /// <param name="tail">The text after the name of the event, without the blanks around it.</param>
    /// <param name="indent">The number of blanks before the text.</param>
    /// <param name="isTracepoint">Indicates whether the event is a tracepoint, whose payload may contain hexadecimal words.</param>
    /// <param name="frame">The frame, if there is one.</param>
    /// <param name="isInColumn">Indicates whether the address is in the column where perf prints one.</param>
    public static bool TryFindFrame(ReadOnlySpan<byte> tail, int indent, bool isTracepoint, out PerfFrameLine frame, out bool isInColumn)
    {
        int arrow = tail.IndexOf(" => "u8);
        if (arrow > 0 && TryFindFrame(PerfText.TrimEnd(tail[..arrow]), indent, isTracepoint, isWhole: true, out frame, out isInColumn)) return true;
        return TryFindFrame(tail, indent, isTracepoint, isWhole: false, out frame, out isInColumn);
    }

    // The words from the last to the first. If isWhole, the frame ends where the text ends.
    private static bool TryFindFrame(
        ReadOnlySpan<byte> text, int indent, bool isTracepoint, bool isWhole, out PerfFrameLine frame, out bool isInColumn)
    {
        frame = default;
        isInColumn = false;
        int candidates = 0;
        for (int start, end = text.Length; end > 0; end = EndOfPreviousWord(text, start))
        {
            start = PerfText.StartOfLastToken(text[..end]);
            int blanks = start == 0 ? indent : CountBlanks(text[..start]);
            ReadOnlySpan<byte> word = text[start..end];
            bool isColumn = blanks + word.Length >= AddressColumn;
            if (!(isColumn || start == 0) || word.Length > MaximumAddress || !PerfText.IsAllHex(word)) continue;
            if (candidates++ == MaximumCandidates) break;
            ReadOnlySpan<byte> after = text[(start + word.Length)..];
            ReadOnlySpan<byte> name = after[..EndOfFrame(after)];
            if (isWhole && name.Length < after.Length) continue;
            bool isData = start == 0 && blanks + word.Length == AddressColumn;
            if (IsAddressAlone(name, isColumn))
            {
                bool isLast = PerfText.Trim(name).IsEmpty && frame.Address.IsEmpty;
                if (!isLast || isData || (isTracepoint && !(isColumn && start == 0))) continue;
                isInColumn = isColumn;
                frame = new PerfFrameLine(word, default, default, isInlined: false);
            }
            else if (!(isData && blanks > 1) && IsFrame(name, isTracepoint, start > 0))
            {
                isInColumn = isColumn;
                return PerfFrameLine.TryParse(text[start..(start + word.Length + name.Length)], out frame);
            }
        }
        return !frame.Address.IsEmpty;
    }

    /// <summary>
    /// Returns the end of the symbol and the module in the text after an address: the position of the first field that perf prints after a frame.
    /// </summary>
    public static int EndOfFrame(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        Cut(ref end, IndexOfNumbered(text, " ABI:"u8)); // registers
        Cut(ref end, text.IndexOf("\t\t"u8)); // disassembly
        Cut(ref end, IndexOfNumbered(text, " ilen: "u8));
        Cut(ref end, text.IndexOf(" insn: "u8));
        Cut(ref end, text.IndexOf("\t IPC: "u8));
        Cut(ref end, PerfBranch.FindStart(text));
        return WithoutPhysicalAddress(WithoutPageSizes(PerfText.TrimEnd(text[..end]))).Length;

        static void Cut(ref int end, int position)
        {
            if (position >= 0 && position < end) end = position;
        }
    }

    /// <summary>Returns whether a text consists of fields that perf prints after a frame: a physical address and the names of page sizes.</summary>
    public static bool IsMemoryFields(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> address = WithoutPageSizes(text);
        return address.Length < text.Length ? PerfText.Trim(address).IsEmpty || IsPhysicalAddress(address) : IsPhysicalAddress(text);
    }

    // The address alone on its line: 16 columns of blanks and digits.
    private static bool IsPhysicalAddress(ReadOnlySpan<byte> text) =>
        text.Length == MaximumAddress && text[0] == ' ' && PerfText.IsAllHex(PerfText.TrimStart(text));

    // The names of the data and the code page size: 4K, 2M, 1G, N/A.
    private static ReadOnlySpan<byte> WithoutPageSizes(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < 2; i++)
        {
            int start = PerfText.StartOfLastToken(text);
            if (!IsPageSize(text[start..])) break;
            text = PerfText.TrimEnd(text[..start]);
        }
        return text;
    }

    private static bool IsPageSize(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("N/A"u8) || (word.Length is >= 2 and <= 5 && "BKMGT"u8.Contains(word[^1]) && PerfText.IsAllDigits(word[..^1]));

    // A physical address, in 16 columns after the module or the symbol.
    private static ReadOnlySpan<byte> WithoutPhysicalAddress(ReadOnlySpan<byte> text)
    {
        int start = PerfText.StartOfLastToken(text);
        ReadOnlySpan<byte> frame = PerfText.TrimEnd(text[..start]);
        int width = text.Length - frame.Length;
        bool isAddress = start - frame.Length > 1 && width >= MaximumAddress && PerfText.IsAllHex(text[start..]);
        return isAddress ? frame : text;
    }

    // Returns whether no symbol and no module follows an address. perf prints one blank before them, and more before a number in columns.
    private static bool IsAddressAlone(ReadOnlySpan<byte> name, bool isInColumn)
    {
        ReadOnlySpan<byte> text = PerfText.Trim(name);
        if (text.IsEmpty) return true;
        if (name[0] == ' ' && name.Length > 1 && name[1] != ' ') return false;
        if (isInColumn) return true;
        for (; !text.IsEmpty; text = PerfText.TrimStart(text))
        {
            int end = PerfText.EndOfFirstToken(text);
            if (!PerfText.IsAllHex(text[..end])) return false;
            text = text[end..];
        }
        return true;
    }

    // The payload of a tracepoint may contain a hexadecimal word, but not with a module; without modules, a symbol of one word is accepted.
    private static bool IsFrame(ReadOnlySpan<byte> name, bool isTracepoint, bool isAfterPayload)
    {
        if (!isTracepoint) return true;
        ReadOnlySpan<byte> text = PerfText.Trim(name);
        if (text[^1] == ')') return text.IndexOf(" ("u8) >= 0 || text[0] == '(';
        return isAfterPayload && !text.ContainsAny((byte)' ', (byte)'=');
    }

    private static int IndexOfNumbered(ReadOnlySpan<byte> text, ReadOnlySpan<byte> marker)
    {
        int position = text.IndexOf(marker);
        int number = position + marker.Length;
        return position >= 0 && number < text.Length && PerfText.IsDigit(text[number]) ? position : -1;
    }

    private static int EndOfPreviousWord(ReadOnlySpan<byte> text, int start)
    {
        while (start > 0 && PerfText.IsBlank(text[start - 1])) start--;
        return start;
    }

    private static int CountBlanks(ReadOnlySpan<byte> text)
    {
        int start = text.Length;
        while (start > 0 && text[start - 1] == ' ') start--;
        return text.Length - start;
    }
}
