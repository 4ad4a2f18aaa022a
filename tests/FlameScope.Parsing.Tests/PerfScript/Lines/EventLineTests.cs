using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The first line of a sample, in each of its forms.</summary>
public class EventLineTests
{
    [Theory]
    [InlineData("GPU Process 10 1.500000: x:", "GPU Process")]
    [InlineData("nm:main W:Log 10 1.500000: x:", "nm:main W:Log")]
    [InlineData("kworker/3:2H-x 10 1.500000: x:", "kworker/3:2H-x")]
    [InlineData("C1 Thread 4 10 1.500000: x:", "C1 Thread 4")]
    [InlineData("a [b] 10 [001] 1.500000: x:", "a [b]")]
    [InlineData("q 10 1.500000: x:", "q")]
    [InlineData(":10 10 1.500000: x:", ":10")]
    [InlineData(":-1 -1/-1 1.500000: x:", ":-1")]
    [InlineData("  10 1.500000: x:", "")]
    [InlineData("              dd    10 1.500000: x:", "dd")]
    [InlineData("VM:12 VCPU:003 qemu 10 1.500000: x:", "qemu")]
    public void The_thread_name_is_the_remainder(string line, string comm) => Assert.Equal(comm, PerfTexts.Only(line).Comm);

    [Theory]
    [InlineData("a 10 1.500000: x:", null, 10, null)]
    [InlineData("a 9/10 1.500000: x:", 9, 10, null)]
    [InlineData("a 9/10    [003] 1.500000: x:", 9, 10, 3)]
    [InlineData("a -1/-1 [-01] 1.500000: x:", -1, -1, null)]
    [InlineData("a [003] 1.500000: x:", null, null, 3)]
    [InlineData("a 10 [003] K 1.500000: x:", null, 10, 3)]
    [InlineData("a 10 [003] 2026-11-22 06:36:48.123456 1.500000: x:", null, 10, 3)]
    [InlineData("U 10 1.500000: x:", null, 10, null)]
    public void Ids_and_processor(string line, int? pid, int? tid, int? cpu)
    {
        ExpectedSample sample = PerfTexts.Only(line);
        Assert.Equal((pid, tid, cpu), (sample.Pid, sample.Tid, sample.Cpu));
    }

    [Theory]
    [InlineData("a 10 1.500001: x:", 1_500_001_000)]
    [InlineData("a 10 1.500000001: x:", 1_500_000_001)]
    [InlineData("a 10 115539.936601: x:", 115_539_936_601_000)]
    [InlineData("a 10 9007199.254740993: x:", 9_007_199_254_740_993)]
    public void Times_are_exact(string line, long time) => Assert.Equal(time, PerfTexts.Only(line).Time);

    [Theory]
    [InlineData("a 10 1.500000: 77 cycles:u:", "cycles:u", 77)]
    [InlineData("a 10 1.500000:    77    cpu/cycles,period=5/u:", "cpu/cycles,period=5/u", 77)]
    [InlineData("a 10 1.500000:              raw 0x1a8:", "raw 0x1a8", 1)]
    [InlineData("a 10 1.500000: sched:sched_switch: prev_comm=a 7 2.500000: x ==> next_comm=b", "sched:sched_switch", 1)]
    [InlineData("a 10 1.500000: 0 dummy:HG:", "dummy:HG", 0)]
    [InlineData("a 10 1.500000: 77", "", 77)]
    [InlineData("a 10 1.500000:", "", 1)]
    public void Event_and_period(string line, string name, long period)
    {
        ExpectedSample sample = PerfTexts.Only(line);
        Assert.Equal((name, period), (sample.Event, sample.Period));
        Assert.Empty(sample.Frames);
    }

    [Theory]
    [InlineData("a 10 1.500000: cycles:  ffffffff8100 do_it+0x5 ([kernel.kallsyms])", "do_it")]
    [InlineData("a 10 1.500000: 5 cycles: 7f1 b::c (int) (/bin/x)", "b::c (int)")]
    [InlineData("a 10 1.500000:          77      7f00deadbee1 main (/bin/x)", "main")]
    [InlineData("a 10 1.500000:      7f00deadbee1 std::a: b", "std::a: b")]
    public void A_frame_on_the_same_line(string line, string symbol) => Assert.Equal(symbol, Assert.Single(PerfTexts.Only(line).Frames).Symbol);

    [Fact]
    public void Samples_without_call_chains_do_not_need_blank_lines()
    {
        ExpectedSample[] samples = PerfTexts.All("   a 10 1.500000: cycles: 7f1 f (/x)\n   b 11 1.600000: cycles: 7f2 g (/x)\n");
        Assert.Equal(["a", "b"], samples.Select(s => s.Comm));
        Assert.Equal(["f", "g"], samples.SelectMany(s => s.Frames).Select(f => f.Symbol));
    }

    [Fact]
    public void The_source_of_a_branch_is_its_frame() => Assert.Equal(
        "f", Assert.Single(PerfTexts.Only("a 10 1.500000: 1 branches:u:   7f1 f (/x) =>   7f2 g (/x)\n").Frames).Symbol);

    [Fact]
    public void Tabs_of_simpleperf()
    {
        ExpectedSample sample = PerfTexts.Only("Signal Catcher\t25122 [007] 5.936601:\t\t1000000 task-clock:u:\n\t        b3ce\tLock::take() (/system/lib/libart.so)\n\n");
        Assert.Equal("5936601000 'Signal Catcher' /25122 [7] 1000000 'task-clock:u': Lock::take()|/system/lib/libart.so|User|", sample.ToString());
    }

    [Fact]
    public void Samples_are_sorted_by_time_and_equal_times_keep_their_order() =>
        Assert.Equal(["c", "a", "b", "d"], PerfTexts.All("a 1 2.500000: x:\nb 1 2.500000: x:\nc 1 1.500000: x:\nd 1 2.600000: x:\n").Select(s => s.Comm));
}
