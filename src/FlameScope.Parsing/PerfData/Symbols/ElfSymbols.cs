namespace FlameScope.Parsing;

/// <summary>Reads the symbol tables of ELF files.</summary>
internal static class ElfSymbols
{
    private const ushort Undefined = 0;
    private const ushort Absolute = 0xFFF1;
    private const int NoType = 0;
    private const int Object = 1;
    private const int Function = 2;
    private const int IndirectFunction = 10;
    private const int Weak = 2;
    private const int Global = 1;
    private const int Unique = 10; // STB_GNU_UNIQUE
    private const ushort Arm = 40;
    private const ushort Arm64 = 183;
    private const ushort RiscV = 243;
    private const ushort X86 = 3;
    private const ushort X64 = 62;

    /// <summary>Reads a symbol table.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sectionName">The name of the section: <c>.symtab</c> or <c>.dynsym</c>.</param>
    /// <returns>The table; <c>null</c> if the file has none, or it has no functions.</returns>
    public static SymbolTable? Read(ElfFile file, string sectionName)
    {
        if (ReadSections(file, sectionName) is not var (entries, names)) return null;
        var builder = new SymbolTableBuilder(names, entries.Length / EntryLength(file));
        Add(builder, file, entries, names, 0);
        return builder.Count == 0 ? null : builder.Build();
    }

    /// <summary>Reads two symbol tables into one.</summary>
    /// <param name="file">The file with the first table.</param>
    /// <param name="sectionName">The name of the first table.</param>
    /// <param name="other">The file with the second table, which may be missing.</param>
    /// <param name="otherName">The name of the second table.</param>
    /// <returns>The table; <c>null</c> if the first table is missing, or there are no functions.</returns>
    public static SymbolTable? Read(ElfFile file, string sectionName, ElfFile other, string otherName)
    {
        if (ReadSections(file, sectionName) is not var (entries, names)) return null;
        if (ReadSections(other, otherName) is not var (otherEntries, otherNames)) return Read(file, sectionName);
        var builder = new SymbolTableBuilder([.. names, 0, .. otherNames], (entries.Length / EntryLength(file)) + (otherEntries.Length / EntryLength(other)));
        Add(builder, file, entries, names, 0);
        Add(builder, other, otherEntries, otherNames, names.Length + 1);
        return builder.Count == 0 ? null : builder.Build();
    }

    private static int EntryLength(ElfFile file) => file.Is64 ? 24 : 16;

    private static (byte[] Entries, byte[] Names)? ReadSections(ElfFile file, string sectionName)
    {
        if (file.FindSection(sectionName) is not { } section || section.Link >= (uint)file.Sections.Count) return null;
        return file.Read(section) is { } entries && file.Read(file.Sections[(int)section.Link]) is { } names ? (entries, names) : null;
    }

    private static void Add(SymbolTableBuilder builder, ElfFile file, byte[] entries, byte[] names, int firstName)
    {
        int length = EntryLength(file);
        for (int at = 0; at + length <= entries.Length; at += length) Add(builder, file, entries.AsSpan(at, length), names, firstName);
    }

    private static void Add(SymbolTableBuilder builder, ElfFile file, ReadOnlySpan<byte> entry, byte[] names, int firstName)
    {
        PerfByteOrder order = file.Order;
        uint name = order.ReadUInt32(entry);
        byte info = entry[file.Is64 ? 4 : 12], other = entry[file.Is64 ? 5 : 13];
        ushort section = order.ReadUInt16(entry[(file.Is64 ? 6 : 14)..]);
        ulong address = file.Is64 ? order.ReadUInt64(entry[8..]) : order.ReadUInt32(entry[4..]);
        ulong length = file.Is64 ? order.ReadUInt64(entry[16..]) : order.ReadUInt32(entry[8..]);
        int type = info & 15;
        if (name == 0 || name >= (uint)names.Length || section is Undefined or Absolute) return;
        if (type is not (Function or IndirectFunction or Object) && !IsLabel(type, other)) return;
        if (file.Machine is Arm or Arm64 or RiscV && IsMappingSymbol(SymbolTable.NameAt(names, (int)name, maximum: 3))) return;
        if (file.Machine == Arm && type == Function) address &= ~1UL; // the lowest bit selects the instruction set
        SymbolBinding binding = (info >> 4) switch
        {
            Weak => SymbolBinding.Weak,
            Global or Unique => SymbolBinding.Global,
            _ => SymbolBinding.Local,
        };
        builder.Add(address, length, firstName + (int)name, binding);
    }

    // Hand-written assembly code often has no types.
    private static bool IsLabel(int type, byte other) => type == NoType && (other & 3) is 0 or 3;

    // $a, $d, $t, $x mark code and data.
    private static bool IsMappingSymbol(ReadOnlySpan<byte> name) => name.Length >= 2 && name[0] == '$' && "adtx"u8.Contains(name[1]) && (name.Length == 2 || name[2] == '.');

    /// <summary>
    /// Reads the stubs by which a module calls functions of others, which have no symbols. They are named after the function: <c>strlen@plt</c>.
    /// </summary>
    public static SymbolTable? ReadStubs(ElfFile file)
    {
        const ulong StubLength = 16;
        if (file.Machine is not (X64 or X86 or Arm64)) return null;
        if (file.FindSection(".plt") is not { } plt || file.FindSection(file.Is64 ? ".rela.plt" : ".rel.plt") is not { } relocations) return null;
        if (relocations.Link >= (uint)file.Sections.Count || file.Read(relocations) is not { } entries) return null;
        ElfSection dynamic = file.Sections[(int)relocations.Link];
        if (dynamic.Link >= (uint)file.Sections.Count) return null;
        if (file.Read(dynamic) is not { } symbols || file.Read(file.Sections[(int)dynamic.Link]) is not { } names) return null;
        PerfByteOrder order = file.Order;
        int symbolLength = file.Is64 ? 24 : 16, entryLength = file.Is64 ? 24 : 8;
        ulong at = plt.Address + (file.Machine == Arm64 ? 32UL : 16);
        var text = new List<byte>();
        var stubs = new List<(ulong Address, int Name)>();
        for (int i = 0; i + entryLength <= entries.Length && at < plt.Address + plt.Length; i += entryLength, at += StubLength)
        {
            ReadOnlySpan<byte> entry = entries.AsSpan(i, entryLength);
            ulong symbol = file.Is64 ? order.ReadUInt64(entry[8..]) >> 32 : order.ReadUInt32(entry[4..]) >> 8;
            if (symbol >= (ulong)(symbols.Length / symbolLength)) continue;
            // Each function has one stub. Many stubs of one long name would fill the memory.
            if (text.Count > names.Length + entries.Length) break;
            uint name = order.ReadUInt32(symbols.AsSpan((int)symbol * symbolLength));
            stubs.Add((at, text.Count));
            text.AddRange(SymbolTable.NameAt(names, (int)Math.Min(name, int.MaxValue)));
            text.AddRange("@plt\0"u8);
        }
        if (stubs.Count == 0) return null;
        var builder = new SymbolTableBuilder([.. text], stubs.Count);
        foreach ((ulong address, int name) in stubs) builder.Add(address, StubLength, name, SymbolBinding.Global);
        return builder.Build();
    }
}
