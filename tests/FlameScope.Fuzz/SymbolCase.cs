using System.Diagnostics;
using System.Globalization;
using FlameScope.Model;
using FlameScope.Parsing;
using FlameScope.Parsing.Tests;

namespace FlameScope.Fuzz;

/// <summary>
/// Reads changed files with names of functions: each alone, and together with a recording that maps them. Only names, or none, are expected, in bounded
/// time and memory.
/// </summary>
internal sealed class SymbolCase(int seed, SymbolCorpus corpus) : IFuzzCase, IDisposable
{
    private const int RecordingEvery = 16;
    private const int Lookups = 16;
    private const long AllocationPerByte = 512;
    private const long AllocationAtAll = 16 * 1024 * 1024;
    private const ulong KernelAddress = 0xFFFF_FFFF_8100_0000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-fuzz").FullName;
    private byte[] _bytes = [];

    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A busy machine may delay any case: only a case that is slow each time is too slow.
    public void Run(long index)
    {
        for (int again = 0; ; again++)
        {
            long start = Stopwatch.GetTimestamp();
            RunOnce(index);
            if (Stopwatch.GetElapsedTime(start) < TimeLimit) return;
            ProfileRules.Require(again < 3, "the time limit");
        }
    }

    private void RunOnce(long index)
    {
        var random = new Random(unchecked((int)((((ulong)index + (uint)seed) * 0x9E37_79B9_7F4A_7C15UL) >> 32) ^ seed));
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long length;
        if (index % RecordingEvery == 0)
        {
            length = ReadRecording(random, index);
        }
        else
        {
            var kind = (SymbolFile)random.Next(4);
            _bytes = Pick(kind, random);
            length = _bytes.Length;
            Read(kind, random);
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        long limit = AllocationAtAll + (AllocationPerByte * length);
        ProfileRules.Require(allocated <= limit, $"memory: {allocated} bytes for {length}");
    }

    private byte[] Pick(SymbolFile kind, Random random)
    {
        byte[] file = corpus[kind][random.Next(corpus[kind].Count)];
        return SymbolMutator.Mutate(file, isText: kind is SymbolFile.PerfMap or SymbolFile.Kernel, random);
    }

    private void Read(SymbolFile kind, Random random)
    {
        switch (kind)
        {
            case SymbolFile.PerfMap:
                Check(PerfMapText.Read(_bytes), random);
                break;
            case SymbolFile.Kernel:
                Check(KernelSymbolText.Read((byte[])_bytes.Clone()), random);
                break;
            case SymbolFile.JitDump:
                Check(JitDump.Read(_bytes), random);
                break;
            default:
                ReadElf(random);
                break;
        }
    }

    private void ReadElf(Random random)
    {
        if (ElfModule.TryRead(() => ByteSource.Of(_bytes)) is not { } module) return;
        Check(module.Symbols, random);
        Check(module.Stubs, random);
        ProfileRules.Require(module.BuildId is null or { Length: <= 64 }, "a build identifier that is too long");
        for (int i = 0; i < Lookups; i++)
        {
            ulong offset = i == 0 ? ElfBytes.CodeOffset : (ulong)random.Next(_bytes.Length + 1);
            if (!module.TryGetAddress(offset, out ulong address)) continue;
            module.Symbols?.TryFind(address, out _);
            if (module.Unwinding?.Find(address) is not { } row) continue;
            var registers = new UnwindRegisters();
            for (int register = 0; register < 17; register++) registers.Set(register, 0x7FFF_0000UL + (ulong)(8 * register));
            registers.SetStack(new byte[256], 0x7FFF_0000);
            registers.Step(row, stackRegister: 7, out _, out _);
        }
    }

    private static void Check(SymbolTable? table, Random random)
    {
        if (table is null) return;
        ProfileRules.Require(table.Count > 0, "a table without functions");
        for (int i = 0; i < Lookups; i++)
        {
            int symbol = random.Next(table.Count);
            ReadOnlySpan<byte> name = table.GetName(symbol);
            ProfileRules.Require(name.IndexOfAny("\0\r\n"u8) < 0, "a name with a line end");
            ulong address = i % 2 == 0 ? (ulong)random.NextInt64() : 0x1000UL + (ulong)random.Next(0x1000);
            if (table.TryFind(address, out int found)) ProfileRules.Require((uint)found < (uint)table.Count, "a function that is not in the table");
            if (i == 0 && name.Length > 0) ProfileRules.Require(table.FindAddress(name) is not null, "a name that is not found");
        }
    }

    // The files are in a folder of the case, since the reader keeps those that it knows by path, length and time.
    private long ReadRecording(Random random, long index)
    {
        byte[] recording = MakeRecording(random);
        if (random.Next(4) == 0) recording = SymbolMutator.Mutate(recording, isText: false, random);
        string folder = Path.Combine(_folder, index.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        long length = recording.Length;
        void Write(string name, SymbolFile kind)
        {
            byte[] bytes = Pick(kind, random);
            if (kind == SymbolFile.Elf) _bytes = bytes; // the one that a failure saves
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
            length += bytes.Length;
        }
        try
        {
            Write("app", SymbolFile.Elf);
            Write(random.Next(2) == 0 ? "vdso" : "vmlinux", SymbolFile.Elf);
            Write("perf-10.map", SymbolFile.PerfMap);
            Write("jit-11.dump", SymbolFile.JitDump);
            if (random.Next(2) == 0) Write("kallsyms", SymbolFile.Kernel);
            var reader = new PerfDataReader { SymbolFolders = [folder], Demangle = random.Next(4) != 0 };
            Profile profile = ProfileFormats.Default.With(reader).Parse(recording, new ProfileReadOptions { MaximumThreads = 1 });
            foreach (StackId stack in profile.Samples.Stacks) ProfileRules.Require(stack.Value < profile.Stacks.Count, "a stack of no row");
        }
        catch (ProfileFormatException)
        {
            // The recording is changed, or a name exceeds a limit.
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return length;
    }

    // Two processes with the same program and code made at run time, and the kernel. Each sample has registers and a part of the user stack.
    private static byte[] MakeRecording(Random random)
    {
        const ulong Registers = 0xFF0FFF; // of x86-64
        const ulong Program = 0x401000, Compiled = 0x1000, Vdso = 0x7FFE_0000, StackTop = 0x7FFF_0000;
        PerfDataFile file = new PerfDataFile().Event(PerfDataFile.Usual | PerfDataFile.RegsUser | PerfDataFile.StackUser, registers: Registers)
            .Mmap(0, -1, KernelAddress, 0x10_0000, KernelAddress, "[kernel.kallsyms]_text", PerfDataFile.KernelMode);
        byte[]? buildId = random.Next(2) == 0 ? new ElfBytes().BuildId : null;
        foreach (int pid in (int[])[10, 11])
        {
            file.Comm(1, pid, pid, "app").Mmap2(2, pid, Program, 0x10_0000, ElfBytes.CodeOffset, "/opt/x/app", buildId: buildId)
                .Mmap2(2, pid, Compiled, 0x1000, Compiled, "//anon").Mmap2(2, pid, Vdso, 0x2000, 0, "[vdso]");
        }
        ulong Address() => random.Next(4) switch
        {
            0 => Compiled + (ulong)random.Next(0x1000),
            1 => Vdso + (ulong)random.Next(0x2000),
            2 => Program + (ulong)random.Next(0x10_0000),
            _ => Program + (ulong)random.Next(0x80),
        };
        for (int sample = 0; sample < 8; sample++)
        {
            ulong ip = Address();
            RecordBytes body = file.New().UInt64(ip).UInt32(10 + (sample % 2)).UInt32(10 + (sample % 2)).UInt64(100 + (ulong)sample).UInt64(1);
            body.UInt64(4).UInt64(PerfDataFile.KernelMark).UInt64(KernelAddress + (ulong)random.Next(0x400)).UInt64(PerfDataFile.UserMark).UInt64(ip);
            body.UInt64(2); // the ABI of 64 bits
            for (int register = 0; register < 24; register++)
            {
                if ((Registers >> register & 1) != 0) body.UInt64(register == 8 ? ip : StackTop + (ulong)(register == 7 ? 0 : 8 * register));
            }
            body.UInt64(256);
            for (int word = 0; word < 32; word++) body.UInt64(random.Next(2) == 0 ? Address() : StackTop + (ulong)(8 * random.Next(40)));
            file.Record(9, PerfDataFile.UserMode, body.UInt64(256));
        }
        return file.ToFile();
    }
}
