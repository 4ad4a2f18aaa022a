using System.Text;
using FlameScope.Parsing.Tests;

namespace FlameScope.Fuzz;

/// <summary>The kinds of files with the names of functions.</summary>
internal enum SymbolFile
{
    Elf,
    PerfMap,
    Kernel,
    JitDump,
}

/// <summary>The files with names of functions that are changed: written ones, small programs of this machine, and those of the command line.</summary>
internal sealed class SymbolCorpus
{
    private const int MaximumProgram = 256 * 1024;
    private const int MaximumText = 64 * 1024;

    // Other machines have other programs, or none: a case is the same only on one machine.
    private static readonly string?[] Programs = [Environment.ProcessPath, "/usr/bin/true", "/usr/bin/env", "/usr/lib/x86_64-linux-gnu/libdl.so.2", "/usr/lib/aarch64-linux-gnu/libdl.so.2"];

    private readonly List<byte[]>[] _files = [[], [], [], []];

    public SymbolCorpus(IEnumerable<string> inputs)
    {
        AddElf();
        Add(SymbolFile.PerfMap, "1000 20 first\n1010 20 second function with blanks\n7f0000 8 _ZN3foo3barEi\n0x1000 4 LazyCompile:*work /app/x.js:1\n1004 1 a->b->c\n"u8);
        Add(SymbolFile.PerfMap, [.. Enumerable.Range(0, 200).SelectMany(i => Encoding.UTF8.GetBytes($"{0x1000 + (i * 37 % 128 * 8):x} {8 + (i % 5 * 16):x} function{i}\n"))]);
        Add(SymbolFile.Kernel, "ffffffff81000000 T _text\nffffffff81000000 T _stext\nffffffff81000100 t do_work\nffffffff81000100 W weak_work\nffffffffc0000000 t module_work\t[mod]\nffffffff81000200 D data\n"u8);
        Add(SymbolFile.Kernel, "0000000000000000 T _text\n0000000000000000 t hidden\n"u8);
        Add(SymbolFile.JitDump, MakeDump(isBigEndian: false));
        Add(SymbolFile.JitDump, MakeDump(isBigEndian: true));
        foreach (string? program in Programs)
        {
            if (program is not null && new FileInfo(program) is { Exists: true, Length: < MaximumProgram }) Add(SymbolFile.Elf, File.ReadAllBytes(program));
        }
        foreach (string input in inputs) AddInput(File.ReadAllBytes(input), input);
    }

    public IReadOnlyList<byte[]> this[SymbolFile kind] => _files[(int)kind];

    private void AddInput(byte[] bytes, string path)
    {
        if (bytes.AsSpan().StartsWith("\u007FELF"u8)) Add(SymbolFile.Elf, bytes);
        else if (bytes.AsSpan().StartsWith("DTiJ"u8) || bytes.AsSpan().StartsWith("JiTD"u8)) Add(SymbolFile.JitDump, bytes);
        else Add(path.EndsWith(".map", StringComparison.Ordinal) ? SymbolFile.PerfMap : SymbolFile.Kernel, bytes.AsSpan(0, Math.Min(bytes.Length, MaximumText)));
    }

    private void Add(SymbolFile kind, ReadOnlySpan<byte> bytes) => _files[(int)kind].Add(bytes.ToArray());

    private void AddElf()
    {
        static ElfBytes Functions(ElfBytes file) => file.Function("main", 0x401000, 0x20).Function("_ZN3foo3barEi", 0x401020, 0x10).Function("_RNvC5crate3run", 0x401030, 0x10)
            .Function("weak", 0x401030, 0x10, binding: 2).Function("label", 0x401035, 0, type: 0).Function("no_length", 0x401100, 0);
        byte[] inner = Functions(new ElfBytes()).ToArray();
        byte[][] made =
        [
            inner,
            Functions(new ElfBytes(isBigEndian: true)).ToArray(),
            Functions(new ElfBytes { IsDebugFile = true }).ToArray(),
            Functions(new ElfBytes { TableName = ".dynsym", StubCount = 3, DebugData = XzBytes.Of(inner) }).ToArray(),
            Functions(new ElfBytes { UnwindRules = MakeRules() }).ToArray(),
        ];
        foreach (byte[] file in made) Add(SymbolFile.Elf, file);
    }

    // A common entry, and a function whose entry has most kinds of instructions. Its expression is that of the stubs of x86-64.
    private static byte[] MakeRules()
    {
        const ulong Section = 0x700000; // the address in the file
        RecordBytes common = new RecordBytes().UInt32(0).Bytes([1, (byte)'z', (byte)'R', 0, 1, 0x78, 16, 1, 0x1B, 0x0C, 7, 8, 0x90, 1, 0, 0]);
        RecordBytes rules = new RecordBytes().UInt32(common.Length).Bytes(common.ToArray());
        byte[] instructions =
        [
            0x41, 0x0E, 16, 0x86, 2, 0x43, 0x0D, 6, 0x02, 8, 0x0A, 0x83, 3, 0x05, 12, 4, 0x11, 13, 0x7C, 0x14, 14, 1, 0x09, 15, 3, 0x07, 14, 0x08, 15,
            0x10, 12, 2, 0x77, 8, 0x16, 13, 2, 0x77, 16, 0x44, 0xC6, 0x06, 3, 0x0C, 7, 8, 0x0B, 0x2E, 8, 0x03, 0x10, 0,
            0x0F, 11, 0x77, 8, 0x80, 0, 0x3F, 0x1A, 0x3B, 0x2A, 0x33, 0x24, 0x22,
        ];
        int start = rules.Length + 8;
        RecordBytes entry = new RecordBytes().UInt32(rules.Length + 4).UInt32((long)unchecked((uint)(ElfBytes.CodeAddress - (Section + (ulong)start))))
            .UInt32((long)ElfBytes.CodeLength).Bytes([0]).Bytes(instructions);
        while (entry.Length % 4 != 0) entry.Bytes([0]);
        return rules.UInt32(entry.Length).Bytes(entry.ToArray()).UInt32(0).ToArray();
    }

    private static byte[] MakeDump(bool isBigEndian)
    {
        RecordBytes dump = new RecordBytes(isBigEndian).UInt32(0x4A695444).UInt32(1).UInt32(40).UInt32(62).UInt32(0).UInt32(10).UInt64(0).UInt64(0);
        void Load(ulong address, ulong index, string name)
        {
            byte[] text = [.. Encoding.UTF8.GetBytes(name), 0];
            dump.UInt32(0).UInt32(16 + 40 + text.Length + 4).UInt64(0).UInt32(10).UInt32(10).UInt64(address).UInt64(address).UInt64(16).UInt64(index).Bytes(text).Bytes(new byte[4]);
        }
        Load(0x1000, 1, "first");
        Load(0x1010, 2, "second");
        Load(0x1000, 3, "third");
        dump.UInt32(1).UInt32(16 + 48).UInt64(0).UInt32(10).UInt32(10).UInt64(0).UInt64(0x1010).UInt64(0x1100).UInt64(16).UInt64(2);
        return dump.ToArray();
    }
}
