using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.PerfDataFile;

namespace FlameScope.Parsing.Tests;

/// <summary>The names of functions are found in files, in kallsyms and in perf maps.</summary>
public sealed class PerfDataSymbolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfdata").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ElfBytes App => new ElfBytes().Function("main", 0x401000, 0x20).Function("work", 0x401020, 0x10);

    private PerfDataReader Reader => new() { SymbolFolders = [_folder] };

    private void Write(string path, byte[] content)
    {
        path = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    // The code is mapped to another address than the file has, as a position-independent executable is.
    private static byte[] Recording(byte[]? buildId = null, string name = "/opt/x/app") => new PerfDataFile().Event()
        .Mmap2(1, 10, 0x7f0000001000, 0x1000, ElfBytes.CodeOffset, name, buildId: buildId)
        .Sample(2, 10, 0x7f0000001004, [UserMark, 0x7f0000001004, 0x7f0000001025, 0x7f0000001035]).ToFile();

    [Theory]
    [InlineData("app")]
    [InlineData("opt/x/app")]
    [InlineData("app.debug")]
    [InlineData(".build-id/01/02030405060708090a0b0c0d0e0f1011121314.debug")]
    [InlineData("0102030405060708090a0b0c0d0e0f1011121314/debuginfo")]
    public void An_offset_becomes_an_address_of_the_file_by_its_segments(string path)
    {
        Write(path, App.ToArray());
        Profile profile = Read(Recording(App.BuildId), Reader, isStrict: true);
        Assert.Equal("main work [/opt/x/app]", Stack(profile));
        Assert.Contains(profile.Header.Facts, fact => fact is { Name: "missing symbols", Value: "/opt/x/app: 1 addresses, no function is at the address" });
    }

    [Fact]
    public void A_folder_of_the_machines_files_is_searched_by_path()
    {
        Write("opt/x/app", App.ToArray());
        Assert.Equal("main work [/opt/x/app]", Stack(Read(Recording(), new PerfDataReader { SymbolFileRoot = _folder })));
    }

    [Fact]
    public void A_file_of_another_build_is_not_used()
    {
        Write("app", App.ToArray());
        Profile profile = Read(Recording(new byte[20]), Reader);
        Assert.Equal("[/opt/x/app] [/opt/x/app] [/opt/x/app]", Stack(profile));
        Assert.Contains(profile.Header.Facts, fact => fact.Value == "/opt/x/app: 3 addresses, the file has another build identifier");
    }

    [Fact]
    public void Build_identifiers_of_the_header_section_count_too()
    {
        Write("app", App.ToArray());
        PerfDataFile file = new PerfDataFile().Event().Mmap2(1, 10, 0x1000, 0x1000, ElfBytes.CodeOffset, "/opt/x/app").Sample(2, 10, 0x1004);
        file.Feature(2, file.New().Bytes(file.Encode(67, 0, file.New().UInt32(-1).Bytes(new byte[24]).Text("/opt/x/app"))));
        Assert.Equal("[/opt/x/app]", Stack(Read(file.ToFile(), Reader)));
    }

    [Fact]
    public void Symbols_of_a_debug_file_are_found_by_the_segments_of_the_executed_file()
    {
        Write("app", new ElfBytes { TableName = ".dynsym" }.Function("exported", 0x401000, 8).ToArray());
        Write("app.debug", new ElfBytes { IsDebugFile = true }.Function("main", 0x401000, 0x20).ToArray());
        Assert.StartsWith("main ", Stack(Read(Recording(App.BuildId), Reader)), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, "app.debug"));
        Assert.StartsWith("exported ", Stack(Read(Recording(App.BuildId), Reader)), StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_symbols_in_the_file_are_added_to_those_that_other_modules_see()
    {
        byte[] inner = new ElfBytes { IsDebugFile = true }.Function("hidden", 0x401020, 0x10).ToArray();
        byte[] whole = XzBytes.Of(inner);
        foreach (byte[] data in (byte[][])[whole, whole[..^40], XzBytes.Of([1, 2, 3]), []])
        {
            Write("app", new ElfBytes { TableName = ".dynsym", DebugData = data }.Function("exported", 0x401000, 0x10).ToArray());
            bool isRead = data == whole && NativeLibrary.TryLoad("liblzma.so.5", out _);
            Assert.Equal(isRead ? "exported hidden [/opt/x/app]" : "exported [/opt/x/app] [/opt/x/app]", Stack(Read(Recording(App.BuildId), Reader)));
        }
    }

    [Fact]
    public void Compressed_symbols_that_are_damaged_take_bounded_memory()
    {
        byte[] compressed = XzBytes.Of(new byte[3 * 1024]);
        var random = new Random(7);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = i % 2 == 0 ? compressed[..random.Next(compressed.Length)] : (byte[])compressed.Clone();
            if (damaged.Length > 0) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            XzData.Decompress(damaged);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 500L * 2 * 1024 * 1024);
    }

    [Fact]
    public void Nothing_of_this_machine_is_opened_unless_it_is_requested()
    {
        Write("app", App.ToArray());
        byte[] recording = Recording(name: Path.Combine(_folder, "app"));
        Assert.StartsWith("[", Stack(Read(recording)), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.StartsWith("main work ", Stack(Read(recording, new PerfDataReader { UseSystemSymbols = true })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/../app")]
    [InlineData("/opt/../../app")]
    [InlineData("//")]
    [InlineData("/")]
    public void A_path_that_leads_out_of_the_folder_is_not_opened(string name)
    {
        Write("app", App.ToArray());
        var inner = new PerfDataReader { SymbolFolders = [Path.Combine(_folder, "inner")], SymbolFileRoot = Path.Combine(_folder, "inner") };
        Directory.CreateDirectory(Path.Combine(_folder, "inner"));
        Assert.StartsWith("[", Stack(Read(Recording(name: name), inner)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_identifier_files_of_this_machine_are_used_for_its_own_recordings_only()
    {
        if (OperatingSystem.IsWindows()) return;
        Write("app", App.ToArray());
        PerfDataFile file = new PerfDataFile().Event().Mmap2(1, 10, 0x1000, 0x1000, ElfBytes.CodeOffset, Path.Combine(_folder, "app")).Sample(2, 10, 0x1004);
        var reader = new PerfDataReader { UseSystemSymbols = true };
        Assert.Equal("main", Stack(Read(file.Feature(3, file.New().CountedText(Environment.MachineName)).ToFile(), reader)));
        Assert.StartsWith("[", Stack(Read(file.Feature(3, file.New().CountedText("other-machine")).ToFile(), reader)), StringComparison.Ordinal);
    }

    [Fact]
    public void Kernel_functions_come_from_kallsyms_and_move_with_the_random_address()
    {
        Write("kallsyms", "ffffffff81000000 T _stext\nffffffff81000000 T _text\nffffffff81000100 t do_work\nffffffff81000200 T end\nffffffffc0000000 t mod_fn\t[mod]\n"u8.ToArray());
        PerfDataFile file = new PerfDataFile().Event().Mmap(0, -1, 0xffffffff91000000, 0x1000000, 0xffffffff91000000, "[kernel.kallsyms]_text", KernelMode)
            .Sample(2, 10, 0xffffffff91000110, [KernelMark, 0xffffffff91000110, 0xffffffff91000000], misc: KernelMode);
        Assert.Equal("do_work _text", Stack(Read(file.ToFile(), Reader, isStrict: true)));
    }

    [Fact]
    public void A_kallsyms_without_rights_has_no_addresses_and_is_not_used()
    {
        Write("kallsyms", "0000000000000000 T _text\n0000000000000000 t do_work\n"u8.ToArray());
        PerfDataFile file = new PerfDataFile().Event().Sample(2, 10, 0xffffffff81000110, [KernelMark, 0xffffffff81000110], misc: KernelMode);
        Assert.Equal("[[kernel.kallsyms]]", Stack(Read(file.ToFile(), Reader)));
    }

    [Fact]
    public void In_a_perf_map_later_lines_replace_earlier_ones_and_names_have_blanks()
    {
        Write("perf-10.map", "5000 100 old function\n5040 20 new one\nnonsense\n5100 0x10 b->c\n4ff0 18 first"u8.ToArray());
        PerfDataFile file = new PerfDataFile().Event().Mmap2(1, 10, 0x4000, 0x4000, 0x4000, "//anon")
            .Sample(2, 10, 0x5010, [UserMark, 0x5010, 0x5048, 0x5060, 0x5104, 0x4ff0, 0x5007, 0x5110]);
        Profile profile = Read(file.ToFile(), Reader);
        Assert.Equal("old function new one old function c b first first [/tmp/perf-10.map]", Stack(profile));
        Assert.True(profile.Frames[profile.Stacks.GetFrames(profile.Samples.Stacks[0])[3]].IsInlined);
    }

    [Fact]
    public void Functions_in_the_double_mapped_memory_of_dotnet_come_from_the_perf_map()
    {
        Write("perf-10.map", "5000 100 [Program] Main\n"u8.ToArray());
        PerfDataFile file = new PerfDataFile().Event().Mmap2(1, 10, 0x4000, 0x4000, 0x123000, "/memfd:doublemapper (deleted)").Sample(2, 10, 0x5010);
        Assert.Equal("[Program] Main", Stack(Read(file.ToFile(), Reader)));
    }

    [Fact]
    public void Functions_of_a_jit_dump_are_those_that_were_written_or_moved_last()
    {
        RecordBytes dump = new RecordBytes().UInt32(0x4A695444).UInt32(1).UInt32(40).UInt32(62).UInt32(0).UInt32(10).UInt64(0).UInt64(0);
        void Load(ulong address, ulong index, string name)
        {
            byte[] text = [.. System.Text.Encoding.UTF8.GetBytes(name), 0];
            dump.UInt32(0).UInt32(16 + 40 + text.Length + 4).UInt64(0).UInt32(10).UInt32(10).UInt64(address).UInt64(address).UInt64(16).UInt64(index).Bytes(text).Bytes(new byte[4]);
        }
        Load(0x5000, 1, "first");
        Load(0x5010, 2, "second");
        Load(0x5000, 3, "third");
        dump.UInt32(1).UInt32(16 + 48).UInt64(0).UInt32(10).UInt32(10).UInt64(0).UInt64(0x5010).UInt64(0x6000).UInt64(16).UInt64(2);
        Write("jit-10.dump", dump.ToArray());
        PerfDataFile file = new PerfDataFile().Event().Mmap2(1, 10, 0x4000, 0x4000, 0x4000, "//anon").Sample(2, 10, 0x5004, [UserMark, 0x5004, 0x5014, 0x6004, 0x7000]);
        Assert.Equal("third second second [/tmp/perf-10.map]", Stack(Read(file.ToFile(), Reader)));
    }

    [Fact]
    public void Symbols_that_simpleperf_stores_are_used()
    {
        PerfDataFile New1() => new PerfDataFile().Event().Mmap2(1, 10, 0x70001000, 0x1000, 0x1000, "/system/lib64/paint.so").Sample(2, 10, 0x70001010);
        PerfDataFile old = New1();
        RecordBytes file = old.New().Bytes("/system/lib64/paint.so\0"u8).UInt32(1).UInt64(0x1000).UInt32(1).UInt64(0x1000).UInt32(0x20).Bytes("draw()\0"u8);
        old.Feature(128, old.New().UInt32(file.Length).Bytes(file.ToArray()));
        Assert.Equal("draw()", Stack(Read(old.ToFile())));
        PerfDataFile recent = New1();
        byte[] symbol = [0x08, 0x80, 0xC0, 0x80, 0x02, 0x10, 0x20, 0x1A, 4, (byte)'d', (byte)'r', (byte)'a', (byte)'w']; // 0x402000, 0x20
        byte[] message = [0x0A, 22, .. "/system/lib64/paint.so"u8, 0x18, 0x80, 0xA0, 0x80, 0x02, 0x22, (byte)symbol.Length, .. symbol, 0x32, 3, 0x08, 0x80, 0x00]; // 0x401000, offset 0
        recent.Feature(132, recent.New().UInt32(message.Length).Bytes(message));
        Assert.Equal("draw", Stack(Read(recent.ToFile())));
    }

    [Fact]
    public void Of_several_symbols_at_an_address_perfs_choice_is_taken()
    {
        byte[] file = new ElfBytes().Function("weak", 0x401000, 0x20, binding: 2).Function("__underscores", 0x401000, 0x20).Function("global", 0x401000, 0x20)
            .Function("local_and_long", 0x401000, 0x20, binding: 0).Function("no_length", 0x401000, 0, type: 0, binding: 0)
            .Function("outer", 0x401020, 0x10).Function("label", 0x401025, 0, type: 0).ToArray();
        Write("app", file);
        Assert.Equal("global outer [/opt/x/app]", Stack(Read(Recording(), Reader)));
    }

    [Fact]
    public void Mangled_names_are_demangled_on_request()
    {
        Write("app", new ElfBytes().Function("_ZN3foo3barEi", 0x401000, 0x20).Function("_RNvC5crate3run", 0x401020, 0x10).ToArray());
        Assert.Equal("foo::bar crate::run [/opt/x/app]", Stack(Read(Recording(), Reader)));
        Assert.StartsWith("_ZN3foo3barEi ", Stack(Read(Recording(), new PerfDataReader { SymbolFolders = [_folder], Demangle = false })), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_cut_or_changed_give_names_or_none()
    {
        byte[] recording = Recording();
        byte[] whole = App.ToArray();
        var random = new Random(5);
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = i < 100 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            for (int changes = i < 100 ? 0 : random.Next(1, 6); changes > 0; changes--)
            {
                bool isHeader = random.Next(2) == 0;
                int at = isHeader ? random.Next(4, 120) : random.Next((int)(ElfBytes.CodeOffset + ElfBytes.CodeLength), changed.Length);
                changed[at] = random.Next(3) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) };
            }
            ElfModule? module = ElfModule.TryRead(() => ByteSource.Of(changed));
            if (module is not null && module.TryGetAddress(ElfBytes.CodeOffset + 4, out ulong address)) module.Symbols?.TryFind(address, out _);
            _ = module?.Unwinding;
        }
        Assert.NotEmpty(recording);
    }

    [Fact]
    public void Changed_texts_of_symbols_give_names_or_none()
    {
        byte[] whole = "ffffffff81000100 t do_work\t[mod]\n5040 20 new one\n5000 100 old function\n4000 ffffffffffffffff x\n"u8.ToArray();
        var random = new Random(6);
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = whole[..random.Next(whole.Length)];
            for (int changes = random.Next(4); changes > 0 && changed.Length > 0; changes--) changed[random.Next(changed.Length)] = (byte)"0f \n\t\0TZ"[random.Next(8)];
            KernelSymbolText.Read((byte[])changed.Clone())?.TryFind(0x5040, out _);
            PerfMapText.Read(changed)?.TryFind(0x5040, out _);
        }
    }

    // Comparing whole names, or copying them for each symbol, would take hours and terabytes.
    [Fact]
    public void Many_symbols_with_one_long_name_are_read_in_bounded_time_and_memory()
    {
        const int Symbols = 400_000;
        byte[] names = new byte[8 * 1024 * 1024];
        names.AsSpan().Fill((byte)'_');
        var builder = new SymbolTableBuilder(names, Symbols);
        for (int i = 0; i < Symbols; i++) builder.Add(0x1000, 16, 1 + (i % 2), SymbolBinding.Global);
        SymbolTable table = builder.Build();
        Assert.Equal(1, table.Count);
        Assert.Null(table.FindAddress("work"u8));
        Assert.Equal(names.Length - 1, table.GetName(0).Length);
    }

    [Fact]
    public void Stubs_with_one_long_name_end_at_the_length_of_the_names()
    {
        byte[] whole = new ElfBytes { TableName = ".dynsym", StubCount = 20_000 }.Function(new string('f', 100_000), 0x401000, 0x20).ToArray();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        ElfModule module = ElfModule.TryRead(() => ByteSource.Of(whole))!;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 32 * 1024 * 1024);
        Assert.InRange(module.Stubs!.Count, 1, 20);
        Assert.EndsWith("f@plt", System.Text.Encoding.UTF8.GetString(module.Stubs.GetName(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_first_notes_of_a_file_are_searched_for_its_build_identifier()
    {
        byte[] whole = new ElfBytes { BuildId = [], NoteSectionCount = 5000 }.Function("main", 0x401000, 0x20).ToArray();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(ElfModule.TryRead(() => ByteSource.Of(whole)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 32 * 1024 * 1024);
    }

    [Theory]
    [InlineData(0x0E, 200)]
    [InlineData(0x0E, 16)]
    [InlineData(0x13, 100)]
    public void An_offset_in_place_of_a_frame_expression_gives_no_rules(byte code, byte operand)
    {
        byte[] section = [0x0F, 2, 0x77, 8, code, operand, 1];
        var program = new UnwindProgram(section, new PerfByteOrder(isBigEndian: false), codeAlignment: 1, dataAlignment: -8, returnRegister: 16, isSignal: false);
        Assert.NotNull(program.Run(0, 0, 0, 4, 0x1000, 0x1000));
        Assert.Null(program.Run(0, 0, 0, section.Length, 0x1000, 0x1000));
    }

    [Fact]
    public void Symbols_outlive_garbage_collections_and_are_read_again_when_their_file_changes()
    {
        string path = Path.Combine(_folder, "app");
        Write("app", App.ToArray());
        WeakReference first = Open(path);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        Assert.True(first.IsAlive || memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes);
        ElfModule again = ElfModule.TryOpen(path)!;
        Assert.Same(again, ElfModule.TryOpen(path));
        Write("app", App.Function("added", 0x401030, 0x10).ToArray());
        Assert.NotSame(again, ElfModule.TryOpen(path));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Open(string path) => new(ElfModule.TryOpen(path));

    [Fact]
    public void Symbols_that_were_used_last_are_kept_within_the_limit_of_memory()
    {
        object first = new(), second = new(), third = new(), tooLarge = new();
        RecentSymbols.Use(tooLarge, RecentSymbols.MaximumBytes + 1);
        Assert.False(RecentSymbols.Keeps(tooLarge));
        RecentSymbols.Use(first, RecentSymbols.MaximumBytes / 2);
        Thread.Sleep(50);
        RecentSymbols.Use(second, RecentSymbols.MaximumBytes / 2);
        Thread.Sleep(50);
        RecentSymbols.Use(third, RecentSymbols.MaximumBytes / 2);
        Assert.False(RecentSymbols.Keeps(first));
        Assert.True(RecentSymbols.Keeps(third));
        RecentSymbols.Release(0);
        Assert.False(RecentSymbols.Keeps(third));
    }
}
