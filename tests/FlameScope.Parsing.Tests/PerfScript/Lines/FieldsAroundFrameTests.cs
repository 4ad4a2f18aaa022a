using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Of all fields that perf prints with a sample, only <c>ip sym (dso)</c> is a frame.</summary>
public class FieldsAroundFrameTests
{
    private const string Head = "             app  4242 [001]   100.000001:     250000 ";
    private const string Own = "           401136 main+0x4 (/opt/app/bin/app)";

    [Theory]
    [InlineData("cycles:u: ", "")]
    [InlineData("cycles:u:     7ffc51d00768", "")]
    [InlineData("page-faults:     55f1c0a3d000 _edata+0x0 (/opt/app/bin/app)", "")]
    [InlineData("mem-loads: ffffb33a850078a0     40268100142 |OP LOAD|LVL L1 hit|SNP None|TLB L1 or L2 hit|LCK No|BLK  Addr               5              33", "")]
    [InlineData("cycles:u:  /system.slice/a.scope", "")]
    [InlineData("cbr:  cbr: 42 freq: 4219 MHz (156%)   ", "")]
    [InlineData("sched:sched_switch: prev_comm=a prev_pid=1 ==> next_comm=b", "")]
    [InlineData("probe_app:open: (401200) path=\"/etc/my (old) file\" mode=3", "")]
    [InlineData("cycles:u: ", " ABI:2    AX:0x1    BX:0x7ffe1 ")]
    [InlineData("cycles:u: ", " 0x401150/0x401136/P/-/-/0/RET/-  0x401150/0x401136/MN/X/A/0/RET/- ")]
    [InlineData("cycles:u: ", "main+0x1d/work+0x0/P/-/-/3/COND/- ")]
    [InlineData("cycles:u: ", "main+0x1d (/opt/a)/operator new(unsigned long)+0x12 (/opt/b)/P/-/-/3/COND/- ")]
    [InlineData("cycles:u: ", " ilen: 1 insn: 55")]
    [InlineData("cycles:u: ", "\t\tmovq (%rax), %rdi")]
    [InlineData("cycles:u: ", "        3fe1c2a0 4K N/A")]
    [InlineData("cycles:u: ", " \t IPC: 0.56 (12/34) ")]
    [InlineData("branches:uH:   call             ", " =>           401200 foo+0x0 (/opt/app/bin/lib.so)")]
    public void Without_a_call_chain(string before, string behind)
    {
        ExpectedFrame frame = Assert.Single(PerfTexts.Only($"{Head}{before} {Own}{behind}\n").Frames);
        Assert.Equal(("main", "/opt/app/bin/app"), (frame.Symbol, frame.Module));
    }

    [Theory]
    [InlineData("page-faults:     7f3f914b1000")]
    [InlineData("page-faults:     7f3f914b1000 [unknown] (//anon)")]
    [InlineData("cycles:u:     7ffc51d00768     10268100142 |OP LOAD|LVL L3 hit|BLK  N/A                5              85               0")]
    [InlineData("sched:sched_stat_runtime: comm=a pid=1 runtime=29674 [ns]")]
    public void A_data_address_is_not_a_frame(string text) => Assert.Empty(PerfTexts.Only($"{Head}{text}\n").Frames);

    [Theory]
    [InlineData("        3fe1c2a0")]
    [InlineData("        3fe1c2a0 4K 2M")]
    [InlineData("\t\tadd $0x8, %rsp")]
    [InlineData("main+0x1d/work+0x0/P/-/-/3/COND/- ")]
    [InlineData("|12       int x = 1;")]
    [InlineData("\tmain+4:\n\t0000000000401136\tinsn: eb 05                   \t# PRED 3 cycles [3] 0.67 IPC\n\tadd:\n\t0000000000401141\tadd $0x8, (%rsp)\tilen: 4")]
    [InlineData(" => 401200 foo+0x0 (/opt/app/bin/lib.so)")]
    public void With_a_call_chain_only_the_chain_counts(string after)
    {
        string text = $"app  4242   100.000001:          1 page-faults:  55f1c0a3d000 _edata+0x0 (/opt/x)\n\t          401136 main+0x4 (/opt/app)\n{after}\n\n";
        Model.Profile profile = PerfScript.Parse(text);
        Assert.Equal("main", Assert.Single(Assert.Single(ExpectedSample.Of(profile)).Frames).Symbol);
        Assert.Equal((0, false), ((int)profile.UnreadableCount, profile.Symbols.Contains("_edata")));
    }

    [Theory]
    [InlineData("Stub:Bin(ADD:String*String->String)", new[] { "Stub:Bin(ADD:String*String->String)" })]
    [InlineData("ops::<impl Fn(i32) -> i32 for F>::call", new[] { "ops::<impl Fn(i32) -> i32 for F>::call" })]
    [InlineData("int Foo.apply(Function<A->B>)", new[] { "int Foo.apply(Function<A->B>)" })]
    [InlineData("La;::<init>->Lb;::<clinit>", new[] { "Lb;::<clinit>", "La;::<init>" })]
    [InlineData("a(x->y)->b", new[] { "b", "a(x->y)" })]
    [InlineData("operator<->b", new[] { "b", "operator<" })]
    public void Inlined_functions_are_split_at_the_top_level(string symbol, string[] names) =>
        Assert.Equal(names, PerfTexts.Frames($"7f1 {symbol} (/tmp/perf-9.map)").Select(f => f.Symbol));

    [Fact]
    public void A_frame_may_follow_a_blank_line_of_a_payload()
    {
        ExpectedSample sample = PerfTexts.Only("app 16 [001]  2134.421375: printk:console: hello\n\n\tffffffff813ef7b5 printk_sprint+0x95 ([kernel.kallsyms])\n\n");
        Assert.Equal("printk_sprint", Assert.Single(sample.Frames).Symbol);
    }

    [Fact]
    public void A_frame_may_have_no_address() => Assert.Equal(
        ["f", "main"], PerfTexts.Only("app 1 1.500000: cycles: \n f+0x1 (/bin/x)\n main (/bin/x)\n\n").Frames.Select(f => f.Symbol));

    [Fact]
    public void A_deferred_call_chain_completes_the_samples_with_its_cookie()
    {
        const string Text = "pwd 23 1.000001: 5 cycles: \n\tffffffff83bb5bf6 k+0x2e6 ([kernel.kallsyms])\n\t b00000006 (cookie) ([unknown])\n\n"
            + "pwd 23 1.000002: DEFERRED CALLCHAIN [cookie: b00000006]\n\t 118fa7 m+0x7 (/usr/lib/libc.so.6)\n\t 1b0f _start+0x2f (/usr/bin/pwd)\n\n";
        Assert.Equal(["k", "m", "_start"], PerfTexts.Only(Text).Frames.Select(f => f.Symbol));
        Model.Profile cut = PerfScript.Parse(Text[..Text.IndexOf("pwd 23 1.000002", StringComparison.Ordinal)]);
        Assert.Equal("k", Assert.Single(Assert.Single(ExpectedSample.Of(cut)).Frames).Symbol);
        Assert.Equal(1, cut.UnreadableCount);
    }
}
