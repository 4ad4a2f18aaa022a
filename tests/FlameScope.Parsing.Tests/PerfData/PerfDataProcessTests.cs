using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.PerfDataFile;

namespace FlameScope.Parsing.Tests;

/// <summary>Threads, processes and mappings at the time of each sample.</summary>
public class PerfDataProcessTests
{
    [Fact]
    public void Samples_and_other_records_are_sorted_by_time_together()
    {
        // The buffer of a second processor has the name and the mapping, and comes later in the file.
        PerfDataFile file = new PerfDataFile().Event().Sample(300, 10, 0x1010).Sample(100, 10, 0x1010)
            .Comm(200, 10, 10, "later").Mmap2(200, 10, 0x1000, 0x1000, 0, "/bin/app");
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal([100, 300], profile.Samples.Times.ToArray());
        Assert.Equal((":10", "[]"), (Comm(profile, 0), Stack(profile, 0)));
        Assert.Equal(("later", "[/bin/app]"), (Comm(profile, 1), Stack(profile, 1)));
    }

    [Fact]
    public void Records_without_a_time_are_taken_at_once()
    {
        PerfDataFile file = new PerfDataFile().Event().Comm(0, 10, 10, "app").Mmap2(0, 10, 0x1000, 0x1000, 0, "/bin/app").Sample(100, 10, 0x1010);
        Assert.Equal("[/bin/app]", Stack(Read(file.ToFile(), isStrict: true)));
    }

    [Fact]
    public void A_round_never_moves_a_record_before_an_earlier_one()
    {
        const int Rounds = 40, Each = 2000;
        PerfDataFile file = new PerfDataFile().Event();
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = Each; i > 0; i--) file.Sample((ulong)((round * Each) + i), 10, (ulong)(round + 1));
            file.Round();
        }
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal(Enumerable.Range(1, Rounds * Each).Select(i => (long)i), profile.Samples.Times.ToArray());
    }

    [Fact]
    public void A_fork_copies_name_and_mappings_and_later_mappings_are_its_own()
    {
        PerfDataFile file = new PerfDataFile().Event().Comm(1, 10, 10, "app").Mmap2(2, 10, 0x1000, 0x1000, 0, "/bin/app")
            .Fork(3, 20, 20, 10, 10).Mmap2(4, 20, 0x5000, 0x1000, 0, "/lib/child.so").Mmap2(4, 10, 0x5000, 0x1000, 0, "/lib/parent.so")
            .Sample(5, 20, 0x1010, [UserMark, 0x1010, 0x5000], pid: 20).Sample(6, 10, 0x1010, [UserMark, 0x1010, 0x5000]);
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal(("app", "[/bin/app] [/lib/child.so]"), (Comm(profile, 0), Stack(profile, 0)));
        Assert.Equal("[/bin/app] [/lib/parent.so]", Stack(profile, 1));
    }

    [Fact]
    public void A_new_program_drops_the_mappings_and_a_new_name_does_not()
    {
        PerfDataFile file = new PerfDataFile().Event().Comm(1, 10, 10, "sh").Mmap2(2, 10, 0x1000, 0x1000, 0, "/bin/sh")
            .Comm(3, 10, 10, "renamed").Sample(4, 10, 0x1010).Comm(5, 10, 10, "app", isExec: true)
            .Sample(6, 10, 0x1010).Mmap2(7, 10, 0x8000, 0x1000, 0, "/bin/app").Sample(8, 10, 0x1010);
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal(("renamed", "[/bin/sh]"), (Comm(profile, 0), Stack(profile, 0)));
        Assert.Equal(("app", "[/bin/sh]"), (Comm(profile, 1), Stack(profile, 1))); // still in the system call of the old program
        Assert.Equal("[]", Stack(profile, 2));
    }

    [Fact]
    public void Threads_share_the_mappings_of_their_process()
    {
        PerfDataFile file = new PerfDataFile().Event().Comm(1, 10, 10, "app").Fork(2, 10, 11, 10, 10).Mmap2(3, 10, 0x1000, 0x1000, 0, "/bin/app")
            .Comm(4, 10, 11, "worker").Sample(5, 11, 0x1010).Exit(6, 10, 11).Sample(7, 11, 0x1010);
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal(("worker", "[/bin/app]"), (Comm(profile, 0), Stack(profile, 0)));
        Assert.Equal("worker", Comm(profile, 1));
    }

    [Fact]
    public void A_mapping_replaces_what_it_covers_and_keeps_the_rest()
    {
        PerfDataFile file = new PerfDataFile().Event().Mmap2(1, 10, 0x1000, 0x9000, 0, "/old").Mmap2(2, 10, 0x3000, 0x1000, 0, "/new")
            .Sample(3, 10, 0x2fff, [UserMark, 0x2fff, 0x3000, 0x3fff, 0x4000, 0x9fff, 0xa000]);
        Assert.Equal("[/old] [/new] [/new] [/old] [/old] []", Stack(Read(file.ToFile(), isStrict: true)));
    }

    [Fact]
    public void The_idle_task_is_the_swapper()
    {
        Profile profile = Read(new PerfDataFile().Event().Sample(5, 0, 0xffffffff81000000, [KernelMark, 0xffffffff81000000], pid: 0, misc: KernelMode).ToFile());
        Assert.Equal("swapper", Comm(profile));
    }

    [Fact]
    public void Programs_of_the_kernel_name_themselves_until_they_are_removed()
    {
        PerfDataFile file = new PerfDataFile().Event().KernelSymbol(1, 0xffffffffc1000000, 0x100, "bpf_prog_6deef7357e7b4530_filter")
            .Sample(2, 10, 0xffffffffc1000010, [KernelMark, 0xffffffffc1000010], misc: KernelMode)
            .KernelSymbol(3, 0xffffffffc1000000, 0x100, "bpf_prog_6deef7357e7b4530_filter", flags: 1)
            .Sample(4, 10, 0xffffffffc1000010, [KernelMark, 0xffffffffc1000010], misc: KernelMode);
        Profile profile = Read(file.ToFile(), isStrict: true);
        Assert.Equal("bpf_prog_6deef7357e7b4530_filter", Stack(profile, 0));
        Assert.Equal("[[kernel.kallsyms]]", Stack(profile, 1));
    }

    [Theory]
    [InlineData("//anon", "/tmp/perf-10.map", FrameKind.Jit)]
    [InlineData("[heap]", "/tmp/perf-10.map", FrameKind.Jit)]
    [InlineData("/SYSV00000000 (deleted)", "/tmp/perf-10.map", FrameKind.Jit)]
    [InlineData("/memfd:doublemapper (deleted)", "/memfd:doublemapper", FrameKind.Jit)]
    [InlineData("[vdso]", "[vdso]", FrameKind.User)]
    [InlineData("/usr/bin/app (deleted)", "/usr/bin/app", FrameKind.User)]
    public void The_name_of_a_mapping_decides_its_module(string name, string module, FrameKind kind)
    {
        Profile profile = Read(new PerfDataFile().Event().Mmap2(1, 10, 0x1000, 0x1000, 0, name).Sample(2, 10, 0x1010).ToFile(), isStrict: true);
        Assert.Equal($"[{module}]", Stack(profile));
        Assert.Equal(kind, profile.Frames[profile.Stacks.GetFrames(profile.Samples.Stacks[0])[0]].Kind);
    }

    [Fact]
    public void Forks_that_each_change_many_mappings_stay_within_the_memory_limit()
    {
        PerfDataFile file = new PerfDataFile().Event();
        for (int i = 0; i < 3000; i++) file.Mmap2((ulong)i + 1, 10, (ulong)i << 16, 0x1000, 0, "/x");
        for (int i = 0; i < 5000; i++) file.Fork(5000, 100 + i, 100 + i, 10, 10).Mmap2(5001, 100 + i, 0x123456789000, 0x1000, 0, "/y");
        Profile profile = Read(file.Sample(6000, 10, 1).ToFile());
        Assert.Equal("mapping beyond the limit of mappings", Assert.Single(profile.Diagnostics).Reason);
    }
}
