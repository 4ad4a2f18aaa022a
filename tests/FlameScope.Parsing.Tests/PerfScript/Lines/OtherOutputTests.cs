using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Layouts of perf script and outputs of other commands.</summary>
public class OtherOutputTests
{
    private const string Chain = "\n\t          401136 main+0x4 (/opt/app/bin/app)\n\n";

    [Fact]
    public void Latency_format_has_a_processor_without_brackets()
    {
        ExpectedSample sample = PerfTexts.Only(" V8 Work    1235   3    12.345679:     250000 cycles: ffffffff811ed7f1 foo+0x5 ([kernel.kallsyms])\n");
        Assert.Equal(("V8 Work", 1235, 3), (sample.Comm, sample.Tid ?? 0, sample.Cpu ?? 0));
    }

    [Fact]
    public void Without_ids_a_number_is_part_of_the_thread_name()
    {
        ExpectedSample[] samples = PerfTexts.All($"my worker 12   100.000001: cpu-clock: {Chain}wl   100.000002: cpu-clock: {Chain}");
        Assert.Equal([("my worker 12", null), ("wl", null)], samples.Select(s => (s.Comm, s.Tid)));
    }

    [Fact]
    public void A_thread_name_may_contain_a_time()
    {
        ExpectedSample sample = PerfTexts.Only($"x 1/2 [3] 4.5: 16119   487.743364:    2004008 cpu-clock: {Chain}");
        Assert.Equal(("x 1/2 [3] 4.5:", 16119, 487_743_364_000), (sample.Comm, sample.Tid ?? 0, sample.Time));
    }

    [Fact]
    public void Microseconds_of_simpleperf_may_lack_their_zeros() => Assert.Equal(
        115_540_000_870_000, PerfTexts.Only("main\t28287 [003] 115540.870:\t\t1000000 task-clock:u:\n        b3cea6c4\tf() (/system/lib/libc.so)\n\n").Time);

    [Fact]
    public void Times_of_day_are_times()
    {
        Profile profile = PerfScript.Parse($"head 26467 [000] 2026-11-28 16:20:45.902079 cpu-clock: {Chain}head 26467 [000] 2026-11-28 16:20:46.402079 cpu-clock: {Chain}");
        Assert.Equal(500_000_000, profile.LastTime - profile.FirstTime);
        Assert.Equal(new DateTime(2026, 11, 28, 16, 20, 45, 902, 79), profile.Header.Clock!.At(profile.FirstTime!.Value));
    }

    [Fact]
    public void Losses_in_words_are_no_faults()
    {
        Profile profile = PerfScript.Parse($"Processed 119080 samples and lost 15.72%!\n\nProcessed 102152 events and lost 3 chunks!\n\napp 1 1.000000: c: {Chain}");
        Assert.Equal(["15.72% of 119080 samples", "3 chunks of 102152 events"], profile.Header.Losses);
        Assert.Equal((0, 0), (profile.UnreadableCount, profile.LostCount));
    }

    [Theory]
    [InlineData("AUX data had gaps in it 3 times out of 12!", "AUX data, gaps 3 times out of 12")]
    [InlineData("AUX data lost 3 times out of 12!", "AUX data, 3 times out of 12")]
    [InlineData("Are you running a KVM guest in the background?", null)]
    [InlineData("12 out of 30 events were discarded for this reason.", null)]
    [InlineData("5 samples with id not present in the header", null)]
    [InlineData("5 instruction trace errors", null)]
    [InlineData("3 map information files for pre-existing threads were", null)]
    [InlineData("to a file.", null)]
    public void Messages_of_perf_are_no_faults(string message, string? loss)
    {
        Profile profile = PerfScript.Parse($"app 1 1.000000: c: {Chain}{message}\n\napp 1 2.000000: c: {Chain}");
        Assert.Equal((2, 0), (profile.Samples.Count, profile.UnreadableCount));
        Assert.Equal(loss is null ? [] : [loss], profile.Header.Losses);
    }

    [Fact]
    public void A_cut_line_is_reported_whatever_it_starts_with() => Assert.Equal(
        1, PerfScript.Parse("  .NET TP Worker 24585 [001]   825.567550: sched:x: a\n  .NET TP Worker 24585 [001]   825.5Warning:\n").UnreadableCount);

    [Fact]
    public void A_raw_dump_is_reported_once()
    {
        Profile profile = PerfScript.Parse(
            "\n0x1a8@perf.data [0x40]: event: 69\n.\n. ... raw event: size 64 bytes\n.  0000:  45 00  E.\n\n0 0 0x1a8 [0x40]: PERF_RECORD_ID_INDEX nr: 2\n... id: 214  idx: 0  cpu: 0  tid: -1\n"
            + $"\n0 603826942469 0x31c8 [0x70]: PERF_RECORD_SAMPLE(IP, 0x1): 21337/21337: 0xff period: 3 addr: 0\n ... thread: wl:21337\nwl 21337 [000]   603.826942:    3344481 cpu-clock: {Chain}");
        Assert.Equal((1, 1), (profile.Samples.Count, profile.UnreadableCount));
    }

    [Fact]
    public void A_metric_is_not_a_sample() => Assert.Equal(
        "c", PerfTexts.Only($"perf 4242 [001]   100.000001: c: {Chain}perf 4242 [001]   100.000002: \tmetric:     0.86  insn per cycle \n").Event);

    [Theory]
    [InlineData("# Total Lost Samples: 0\n#\n# Children      Self  Command\n", "perf report")]
    [InlineData("# ========\n# hostname : host\n# ========\n#\n# Samples: 2K of event 'cpu-clock'\n", "perf report")]
    [InlineData(" Percent |\tSource code & Disassembly of w for cpu-clock (213 samples, percent: local period)\n-----\n", "perf annotate")]
    [InlineData("         ? (         ): ls/11321  ... [continued]: execve())    = 0\n", "perf trace")]
    [InlineData("cpus=8\n            bash-1234  [001] 12345.678901: sched_switch:         bash:1234 [120] S ==> swapper/1:0 [120]\n", "trace-cmd report")]
    [InlineData("a\0b 1 1.000000: cycles:\n", "binary")]
    public void Outputs_of_other_commands_are_named(string text, string name) => Assert.Contains(
        name, Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Simpleperf_report_sample_is_read_block_by_block()
    {
        const string Text = "sample:\n  event_type: cpu-cycles\n  time: 123\n  event_count: 69\n  thread_id: 28287\n  thread_name: sh\n  vaddr_in_file: 1644a0\n  file: /apex/linker64\n"
            + "  symbol: init\n  callchain:\n    vaddr_in_file: 12\n    file: /data/base.odex\n    symbol: Startup.load\nlost_situation:\n  sample_count: 1\n  lost_count: 7\n";
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        Profile profile = ProfileFormats.Default.Parse(bytes);
        ExpectedSample sample = Assert.Single(ExpectedSample.Of(profile));
        Assert.Equal(("simpleperf", 7, 123, "sh", 28287, 69), (profile.Format, profile.LostCount, sample.Time, sample.Comm, sample.Tid ?? 0, sample.Period));
        Assert.Equal(["init|/apex/linker64", "Startup.load|/data/base.odex"], sample.Frames.Select(f => $"{f.Symbol}|{f.Module}"));
        for (int length = Text.IndexOf("  time", StringComparison.Ordinal) + 8; length < bytes.Length; length++) Assert.True(ProfileFormats.Default.Parse(bytes.AsMemory(0, length)).Samples.Count <= 1);
    }
}
