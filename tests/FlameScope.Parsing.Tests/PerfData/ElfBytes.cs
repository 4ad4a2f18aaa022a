using System.Text;

namespace FlameScope.Parsing.Tests;

/// <summary>Writes a small ELF file: a code segment at an offset that differs from its address, a symbol table, a build identifier and unwinding rules.</summary>
internal sealed class ElfBytes(bool isBigEndian = false)
{
    public const ulong CodeOffset = 0x1000, CodeAddress = 0x401000, CodeLength = 0x1000, StubAddress = 0x500000;

    private readonly List<(string Name, ulong Address, ulong Length, byte Info)> _symbols = [];

    public byte[] BuildId { get; init; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

    public string TableName { get; init; } = ".symtab";

    /// <summary>Indicates whether the file has debug information only: its code segment has no bytes.</summary>
    public bool IsDebugFile { get; init; }

    public byte[]? UnwindRules { get; init; }

    /// <summary>A compressed file with more functions.</summary>
    public byte[]? DebugData { get; init; }

    /// <summary>The number of stubs that call the first function, in a file whose table is <c>.dynsym</c>.</summary>
    public int StubCount { get; init; }

    /// <summary>The number of sections with notes that follow the others, each with 64 KiB of the file.</summary>
    public int NoteSectionCount { get; init; }

    public ElfBytes Function(string name, ulong address, ulong length, int type = 2, int binding = 1)
    {
        _symbols.Add((name, address, length, (byte)((binding << 4) | type)));
        return this;
    }

    public byte[] ToArray()
    {
        var names = new List<byte> { 0 };
        RecordBytes symbols = New().Bytes(new byte[24]);
        foreach ((string name, ulong address, ulong length, byte info) in _symbols)
        {
            symbols.UInt32(names.Count).Bytes([info, 0]).UInt16(1).UInt64(address).UInt64(length);
            names.AddRange(Encoding.UTF8.GetBytes(name));
            names.Add(0);
        }
        byte[] note = New().UInt32(4).UInt32(BuildId.Length).UInt32(3).Bytes("GNU\0"u8).Bytes(BuildId).ToArray();
        string[] sectionNames = ["", ".text", TableName, ".strtab", ".note.gnu.build-id", ".shstrtab", ".eh_frame", ".gnu_debugdata", ".plt", ".rela.plt"];
        var sectionText = new List<byte>();
        var nameOffsets = new int[sectionNames.Length];
        for (int i = 0; i < sectionNames.Length; i++)
        {
            nameOffsets[i] = sectionText.Count;
            sectionText.AddRange(Encoding.ASCII.GetBytes(sectionNames[i]));
            sectionText.Add(0);
        }
        RecordBytes relocations = New();
        for (int i = 0; i < StubCount; i++) relocations.UInt64(0x600000).UInt64(1UL << 32).UInt64(0);
        byte[][] contents = [[], [], symbols.ToArray(), [.. names], note, [.. sectionText], UnwindRules ?? [], DebugData ?? [], [], relocations.ToArray()];
        uint[] types = [0, IsDebugFile ? 8u : 1, 2, 3, 7, 3, UnwindRules is null ? 0u : 1, DebugData is null ? 0u : 1, StubCount == 0 ? 0u : 1, StubCount == 0 ? 0u : 4];
        const int Header = 64, Program = 56;
        RecordBytes body = New();
        int start = (int)(CodeOffset + CodeLength);
        RecordBytes sections = New();
        for (int i = 0; i < contents.Length; i++)
        {
            bool isText = i == 1;
            ulong address = isText ? CodeAddress : i == 6 ? 0x700000UL : i == 8 ? StubAddress : 0;
            ulong length = isText ? CodeLength : i == 8 ? ((ulong)StubCount + 1) * 16 : (ulong)contents[i].Length;
            sections.UInt32(nameOffsets[i]).UInt32(types[i]).UInt64(0).UInt64(address).UInt64(isText ? CodeOffset : (ulong)(start + body.Length))
                .UInt64(length).UInt32(i == 2 ? 3 : i == 9 ? 2 : 0).UInt32(0).UInt64(8).UInt64(i == 2 ? 24UL : 0);
            body.Bytes(contents[i]);
            while (body.Length % 8 != 0) body.Bytes([0]);
        }
        for (int i = 0; i < NoteSectionCount; i++) sections.UInt32(0).UInt32(7).UInt64(0).UInt64(0).UInt64((ulong)i).UInt64(64 * 1024).UInt32(0).UInt32(0).UInt64(8).UInt64(0);
        RecordBytes file = New().Bytes("\u007FELF"u8).Bytes([2, (byte)(isBigEndian ? 2 : 1), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]).UInt16(2).UInt16(62).UInt32(1).UInt64(CodeAddress)
            .UInt64(Header).UInt64((ulong)(start + body.Length)).UInt32(0).UInt16(Header).UInt16(Program).UInt16(1).UInt16(64).UInt16(contents.Length + NoteSectionCount).UInt16(5);
        file.UInt32(1).UInt32(5).UInt64(IsDebugFile ? 0 : CodeOffset).UInt64(CodeAddress).UInt64(CodeAddress).UInt64(IsDebugFile ? 0 : CodeLength).UInt64(CodeLength).UInt64(0x1000);
        file.Bytes(new byte[start - file.Length]);
        return file.Bytes(body.ToArray()).Bytes(sections.ToArray()).ToArray();
    }

    private RecordBytes New() => new(isBigEndian);
}
