using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

public sealed class CollapseTests
{
    private const string Sample = "java 1 1.000000: cycles:\n\t1 main (/bin/java)\n\n";

    [Theory]
    [InlineData("ab  1 1.000000: cycles:", "ab")]
    [InlineData("a  1 1.000000: cycles:", "a_")] // the expression takes two bytes at least
    [InlineData("a b   c 12/13 1.000000: cycles:", "a_b___c")]
    [InlineData("a 1x  2 1.000000: cycles:", "a_1x")]
    public void The_thread_name_ends_at_the_first_word_that_is_a_number(string line, string comm)
    {
        CollapsedStacks stacks = StackCollapse.Collapse(Encoding.UTF8.GetBytes($"{line}\n\t1 main (/bin/a)\n\n"));
        Assert.Equal([new CollapsedLine($"{comm};main", 1)], stacks.GetLines());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1x")]
    public async Task A_long_run_of_blanks_takes_linear_time(string end)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{Sample}ab{new string(' ', 1_000_000)}{end}\n{Sample}");
        CollapsedStacks stacks = await Task.Run(() => StackCollapse.Collapse(text)).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([new CollapsedLine("java;main", 2)], stacks.GetLines());
    }

    [Fact]
    public void A_symbol_of_many_unknown_functions_is_limited()
    {
        string unknown = string.Join("->", Enumerable.Repeat("[unknown]", 40_000));
        byte[] text = Encoding.UTF8.GetBytes($"{Sample}java 1 1.000000: cycles:\n\t1 {unknown} ({new string('m', 500_000)})\n\n");
        var exception = Assert.Throws<ProfileFormatException>(() => StackCollapse.Collapse(text));
        Assert.Equal(5, exception.Line);
    }

    [Fact]
    public void Truncated_compressed_text_is_collapsed_up_to_its_end()
    {
        byte[] gzip = WaysToRead.Gzip(Encoding.UTF8.GetBytes(Sample));
        Assert.Null(StackCollapse.Collapse(new MemoryStream(gzip)).Damage);

        CollapsedStacks cut = StackCollapse.Collapse(new MemoryStream(gzip[..^4]));
        Assert.Equal([new CollapsedLine("java;main", 1)], cut.GetLines());
        Assert.NotNull(cut.Damage);
    }

    [Fact]
    public void Repeated_lines_and_stacks_count_like_the_first()
    {
        const string Text = "java 1 1.000000: 5 x:\n\t7f La/b;: (/m)\n\t7f r (/m)\n\ncc 1 1.000000: 2 x:\n\t7f La/b;: (/m)\n\t7f r (/m)\n\n";
        CollapsedStacks stacks = StackCollapse.Collapse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Text, 3))));
        Assert.Equal([new CollapsedLine("cc;r;La/b::", 6), new CollapsedLine("java;r;a/b::", 15)], stacks.GetLines());
    }

    // A semicolon in a thread name is not replaced.
    [Fact]
    public void Stacks_with_the_same_text_are_merged()
    {
        CollapsedStacks stacks = StackCollapse.Collapse("aa;b 1 1.000000: 5 x:\n\t7f c (/m)\n\naa 1 1.000000: 7 x:\n\t7f c (/m)\n\t7f b (/m)\n\n"u8.ToArray());
        Assert.Equal([new CollapsedLine("aa;b;c", 12)], stacks.GetLines());
    }

    [Fact]
    public void Collapsing_refuses_other_formats_and_accepts_empty_input()
    {
        var exception = Assert.Throws<ProfileFormatException>(() => StackCollapse.Collapse(new MemoryStream("PERFILE2\u0001"u8.ToArray())));
        Assert.Contains("perf.data", exception.Message, StringComparison.Ordinal);
        Assert.Empty(StackCollapse.Collapse(new MemoryStream()).GetLines());
    }

    [Fact]
    public void A_sample_without_a_call_chain_has_its_frame_on_the_line()
    {
        const string Text = "           false 39654 19115.489713:          1 c:  ffffffff9b201293 foo+0x4 ([kernel.kallsyms])\n"
            + "           false 39654 19115.489719:          1 c:      7fa68b1f2d84 std::function<int (int, int)>::operator() (/usr/lib/ld-2.31.so) ilen: 1\n";
        Assert.Equal(
            [new CollapsedLine("false;foo", 1), new CollapsedLine("false;std::function<int (int, int)>::operator", 1)],
            StackCollapse.Collapse(Encoding.UTF8.GetBytes(Text)).GetLines());
    }

    [Fact]
    public void A_frame_without_a_name_is_a_blank() => Assert.Equal(
        [new CollapsedLine("java;w; ", 1)], StackCollapse.Collapse("java 3244 cpu-clock: \n\t    7f1e2215d058  (/lib/libc-2.15.so)\n\t    7f1e1d5b0000 w (/tmp/perf-3244.map)\n\n"u8).GetLines());

    [Fact]
    public void Idle_samples_are_counted() => Assert.Equal(
        1, StackCollapse.Collapse("swapper 0 [000] 1.000000: c: \n\tffffffff81 native_safe_halt+0x1 ([kernel.kallsyms])\n\n"u8).IdleCount);
}
