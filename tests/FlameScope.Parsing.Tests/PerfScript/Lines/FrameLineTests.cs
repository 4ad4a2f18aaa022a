using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Frame lines in each of their forms.</summary>
public class FrameLineTests
{
    [Theory]
    [InlineData("7f1 run+0x1f (/bin/x)", "run", "/bin/x")]
    [InlineData("7f1 (anonymous namespace)::f(a, b) (/bin/x)", "(anonymous namespace)::f(a, b)", "/bin/x")]
    [InlineData("7f1 operator+ (/bin/x)", "operator+", "/bin/x")]
    [InlineData("7f1 p<T>::operator->() const+0x2 (/bin/x)", "p<T>::operator->() const", "/bin/x")]
    [InlineData("7f1 go<fn(u8) -> u8>::run (/bin/x)", "go<fn(u8) -> u8>::run", "/bin/x")]
    [InlineData("7f1 x+0x (/bin/x)", "x+0x", "/bin/x")]
    [InlineData("7f1 f (/bin/x (deleted))", "f", "/bin/x")]
    [InlineData("7f1 f (/bin/x+0x12ab)", "f", "/bin/x")]
    [InlineData("7f1 f (/bin/x (deleted)+0x12ab)", "f", "/bin/x")]
    [InlineData("7f1 f (/opt/my app (1)/x)", "f", "/opt/my app (1)/x")]
    [InlineData("7f1 f (/odd)name)", "f", "/odd)name")]
    [InlineData("7f1 f (/bin/x)   ", "f", "/bin/x")]
    [InlineData("7f1 [unknown] (/bin/x)", "[unknown]", "/bin/x")]
    [InlineData("7f1 [unknown] ([unknown])", "[unknown]", "")]
    [InlineData("7f1 f", "f", "")]
    [InlineData("7f1", "[unknown]", "")]
    public void Symbol_and_module(string line, string symbol, string module)
    {
        ExpectedFrame frame = PerfTexts.Frame(line);
        Assert.Equal((symbol, module), (frame.Symbol, frame.Module));
    }

    [Fact]
    public void An_address_consists_of_hexadecimal_digits()
    {
        for (int length = 1; length <= 40; length++)
        {
            for (int place = 0; place < length; place++)
            {
                for (int value = '!'; value <= byte.MaxValue; value++)
                {
                    byte[] line = [.. Enumerable.Repeat((byte)'7', length), .. " f (/bin/x)"u8];
                    line[place] = (byte)value;
                    bool isDigit = value < 0x80 && char.IsAsciiHexDigit((char)value);
                    Assert.True(PerfFrameLine.TryParse(line, out PerfFrameLine frame) == isDigit, $"{length} digits, {value:x2} at {place}");
                    if (isDigit) Assert.Equal(length, frame.Address.Length);
                }
            }
        }
    }

    [Theory]
    [InlineData("7f1 f (inlined)", FrameKind.Inlined)]
    [InlineData("7f1 f ([kernel.kallsyms])", FrameKind.Kernel)]
    [InlineData("7f1 f ([guest.kernel.kallsyms])", FrameKind.Kernel)]
    [InlineData("7f1 f ([overlay])", FrameKind.Kernel)]
    [InlineData("7f1 f (/boot/vmlinux-6.1)", FrameKind.Kernel)]
    [InlineData("7f1 f (/lib/modules/k/e.ko.zst)", FrameKind.Kernel)]
    [InlineData("7f1 f (bpf_prog_12_x)", FrameKind.Kernel)]
    [InlineData("7f1 f (/tmp/perf-9.map)", FrameKind.Jit)]
    [InlineData("7f1 f (/x/jitted-9-1.so)", FrameKind.Jit)]
    [InlineData("7f1 f ([JIT] tid 9)", FrameKind.Jit)]
    [InlineData("7f1 f ([JIT app cache])", FrameKind.Jit)]
    [InlineData("7f1 f (/memfd:doublemapper (deleted))", FrameKind.Jit)]
    [InlineData("7f1 f ([vdso])", FrameKind.User)]
    [InlineData("7f1 f ([vsyscall])", FrameKind.User)]
    [InlineData("7f1 f ([unknown])", FrameKind.Unknown)]
    public void Kinds(string line, FrameKind kind) => Assert.Equal(kind, PerfTexts.Frame(line).Kind);

    [Fact]
    public void Arrows_in_a_symbol_are_inlined_functions_in_jit_modules_only()
    {
        Assert.Equal(
            ["c|Inlined", "b|Inlined", "Lx/A;::a|Jit"],
            PerfTexts.Frames("7f1 Lx/A;::a->b->c+0x5 (/tmp/perf-9.map)").Select(f => $"{f.Symbol}|{f.Kind}"));
        Assert.Equal("a->b->c", PerfTexts.Frame("7f1 a->b->c (/bin/x)").Symbol);
    }

    [Fact]
    public void Source_lines_belong_to_the_frame_above()
    {
        IReadOnlyList<ExpectedFrame> frames = PerfTexts.Frames("7f1 f\n  a.h:3 (inlined)\n\t7f1 g+0x8 (/bin/x)\n  lib dir/b.c:12\n\t7f2 main (/bin/x)\n  main+18");
        Assert.Equal(["f||Inlined|a.h:3", "g|/bin/x|User|lib dir/b.c:12", "main|/bin/x|User|"], frames.Select(f => $"{f.Symbol}|{f.Module}|{f.Kind}|{f.Source}"));
    }

    [Fact]
    public void Registers_branches_and_instructions_are_not_frames() => Assert.Equal(
        "f", PerfTexts.Frame("7f1 f (/bin/x)\n ABI:2    AX:0x1 BX:0x2\n 0x7f1/0x7f2/P/-/-/3//-\n\t00007f1\tinsn: 48 89\n  ... not reaching sample ...").Symbol);

    [Fact]
    public void Lines_between_frames_do_not_end_a_sample()
    {
        Profile profile = PerfScript.Parse("a 1 1.500000: x:\n\t 7f1 f\nb 2 1.600000: PERF_RECORD_LOST lost 3\n# note\nWarning:\n\t 7f2 g\n\nb 2 1.600000: PERF_RECORD_MMAP2 2/2: [0x1(0x2) @ 0]: r-xp /x\n");
        Assert.Equal(["f", "g"], Assert.Single(ExpectedSample.Of(profile)).Frames.Select(f => f.Symbol));
        Assert.Equal(3, profile.LostCount);
        Assert.Equal(0, profile.UnreadableCount);
    }
}
