using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

public sealed class CollapseTests
{
    private const string Sample = "java 1 1.000000: cycles:\n\t1 main (/bin/java)\n\n";

    [Theory]
    [InlineData("ab  1 1.000000: cycles:", "ab")]
    [InlineData("a  1 1.000000: cycles:", "a")] // as inferno; the expression of the script takes two bytes at least
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

    [Theory]
    [InlineData("Outer<Inner<int (*)(int)>>::run(int)", "Outer<Inner<int (*)(int)>>::run")]
    [InlineData("std::function<int (int, int)>::operator()(int, int) const", "std::function<int (int, int)>::operator")]
    [InlineData("{lambda(int, int)#2}::operator()", "{lambda(int, int)#2}::operator")]
    [InlineData("a::(anonymous namespace)::b(int)", "a::(anonymous namespace)::b")]
    [InlineData("net/http.(*Client).Do(x)", "net/http.(*Client).Do")]
    [InlineData("foo<Vec::<usize>>(Vec<usize>)", "foo<Vec::<usize>>")]
    [InlineData("[(foo)]::bar()", "[(foo)]::bar")]
    [InlineData("operator<(a, b)", "operator<(a, b)")] // its bracket has no end
    [InlineData(".run()V", ".run")]
    [InlineData("say \"it's\"", "say its")]
    [InlineData("gc::GcBox$LT$T$GT$::new::_$u7b$$u7b$closure$u7d$$u7d$::ha2ed0674a1c3dc9f", "gc::GcBox<T>::new::_{{closure}}")]
    [InlineData("_$LT$a..b..C$LT$$u20$M$C$$u20$R$GT$$GT$::run::h30ecedc997ad7e32", "<a::b::C< M, R>>::run")]
    [InlineData("a.$x$b::h30ecedc997ad7e32", "a.$x$b")]
    [InlineData("fast_hash::h30ecedc997ad7e3", "fast_hash::h30ecedc997ad7e3")]
    [InlineData("f+0x1F", "f")]
    [InlineData("f+0xg", "f+0xg")]
    public void A_function_is_printed_without_its_arguments(string symbol, string function) =>
        AssertLines($"app 1 1.0: c: \n\t1 {symbol} (/m)\n\n", ($"app;{function}", 1));

    [Theory]
    [InlineData("a->b->c", "app;a;b_[i];c_[i]")]
    [InlineData("T::operator->", "app;T::operator")]
    [InlineData("(idle)", "app")] // the script regards it as the name of a process
    public void A_symbol_contains_functions(string symbol, string stack) => AssertLines($"app 1 1.0: c: \n\t1 {symbol} (/m)\n\n", (stack, 1));

    [Theory]
    [InlineData("([nf_conntrack])", "f_[k]")]
    [InlineData("(/usr/lib/debug/boot/vmlinux-5.4.14-a.1)", "f_[k]")]
    [InlineData("(/lib/modules/6.1.0/kernel/net/mlx5_core.ko)", "f_[k]")]
    [InlineData("([unknown])", "f")]
    [InlineData("(/opt/vmlinux/bin)", "f")]
    [InlineData("(/tmp/perf-12.map)", "f_[j]")]
    [InlineData("(/tmp/jitted-31714-4145673320.so)", "f_[j]")]
    public void The_module_decides_the_mark(string module, string function)
    {
        CollapsedStacks stacks = StackCollapse.Collapse(Encoding.UTF8.GetBytes($"app 1 1.0: c: \n\t1 f {module}\n\n"), new StackCollapseOptions { Kernel = true, Jit = true });
        Assert.Equal([new CollapsedLine($"app;{function}", 1)], stacks.GetLines());
    }

    [Fact]
    public void A_frame_of_an_address_and_a_module_is_a_frame_of_its_own() =>
        AssertLines("app 1 1.0: c: \n\t          401136 (/bin/app)\n\t          401140 main (/bin/app)\n\n", ("app;main; ", 1));

    // inferno-collapse-perf ignores modifiers, too.
    [Fact]
    public void An_event_is_the_same_with_and_without_modifiers() => AssertLines(
        "           false 39654 19115.489713:          1 cycles:u:  ffffffff9b201293 [unknown] ([unknown])\n"
        + "           false 39654 19115.489719:          1 cycles:      7fa68b1f2d84 _dl_start+0x4 (/usr/lib/ld-2.31.so)\n",
        ("false;[unknown]", 1), ("false;_dl_start", 1));

    [Fact]
    public void The_event_of_a_sample_with_a_payload_is_known()
    {
        CollapsedStacks stacks = StackCollapse.Collapse(
            "a 1 [000] 1.000000: 5 cycles: \n\t1 f (/m)\n\na 1 [000] 2.000000: sched:sched_switch: prev_comm=a prev_pid=1\n\t1 g (/m)\n\n"u8);
        Assert.Equal([new CollapsedLine("a;f", 5)], stacks.GetLines());
        Assert.Equal(1, stacks.FilteredCount);
    }

    [Fact]
    public void Frames_after_a_blank_line_in_a_payload_belong_to_the_sample() => AssertLines(
        "a 1 [000] 1.000000: ftrace:print: one\n\n\t1 f (/m)\n\na 1 [000] 2.000000: ftrace:print: 3 two\nb 4 c\n\n\t1 f (/m)\n\n", ("a;f", 2));

    [Fact]
    public void Samples_without_frames_are_counted() => AssertLines(
        "a 1 [000] 1.000000: 5 c: \na 1 [000] 2.000000: 7 c: \na 1 [000] 3.000000: 1 c: \n\t1 f (/m)\n\n", ("a", 12), ("a;f", 1));

    [Fact]
    public void Messages_of_perf_are_no_samples() =>
        AssertLines($"Warning: Processed 3 events and lost 1 chunks!\n\n{Sample}", ("java;main", 1));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void A_last_sample_counts_without_a_blank_line(string end)
    {
        AssertLines($"java 1 1.000000: c:\n\t1 f (/m)\n\t2 main (/bin/java){end}", ("java;main;f", 1));
        AssertLines($"{Sample}java 1 1.000000: cycles:\n\t1 f+0x4 (/m)\n\t2 main+0x8 (/bin/java){end}", ("java;main", 1), ("java;main;f", 1));
    }

    // FlameGraph's own tests, recordings of old versions of perf that were cut by hand, expect this.
    [Fact]
    public void A_last_sample_is_omitted_where_the_text_was_cut_after_a_line()
    {
        byte[] text = Encoding.UTF8.GetBytes($"{Sample}java 1 1.000000: cycles:\n\t1 main (/bin/java)\n");
        CollapsedStacks stacks = StackCollapse.Collapse(text);
        Assert.Equal([new CollapsedLine("java;main", 1)], stacks.GetLines());
        Assert.True(stacks.IsLastUnfinished);

        Assert.False(StackCollapse.Collapse(text.AsSpan()[..^1]).IsLastUnfinished);
        Assert.True(StackCollapse.Collapse(new MemoryStream(WaysToRead.Gzip([.. text])[..^9])).IsLastUnfinished);
    }

    // The scan finds samples whose frames start with a tab; the others are read line by line.
    [Fact]
    public void Scanned_samples_count_as_lines_read_one_by_one()
    {
        string tabs = RandomText(new Random(7), 3000);
        string blanks = tabs.Replace("\t", "        ", StringComparison.Ordinal);
        foreach (var options in (StackCollapseOptions[])[new(), new() { Tid = true, Kernel = true, Addresses = true }, new() { EventFilter = "b" }])
        {
            CollapsedStacks expected = StackCollapse.Collapse(Encoding.UTF8.GetBytes(blanks), options);
            CollapsedStacks fast = StackCollapse.Collapse(Encoding.UTF8.GetBytes(tabs), options);
            CollapsedStacks piped = StackCollapse.Collapse(new MemoryStream(Encoding.UTF8.GetBytes(tabs)), options);
            Assert.Equal(expected.GetLines(), fast.GetLines());
            Assert.Equal(expected.GetLines(), piped.GetLines());
            Assert.Equal((expected.FilteredCount, expected.IdleCount), (fast.FilteredCount, fast.IdleCount));
            Assert.Equal((expected.FilteredCount, expected.IdleCount), (piped.FilteredCount, piped.IdleCount));
        }
    }

    [Fact]
    public void Lines_are_in_the_order_of_their_bytes()
    {
        CollapsedStacks stacks = StackCollapse.Collapse(Encoding.UTF8.GetBytes(RandomText(new Random(3), 500)));
        string[] lines = [.. stacks.GetLines().Select(line => line.Stack)];
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        Assert.Equal(lines.Length, stacks.Count);
        Assert.Equal(lines.Length, lines.Distinct().Count());
    }

    private static string RandomText(Random random, int samples)
    {
        string[] comms = ["java", "a b", "a", "a;b", "swapper", "java2"];
        string[] frames = ["f", "f b", "f(int)", "La/x;.y", "a->b", "[unknown]", "default_idle+0x4", "", "g+0x10", "f;g"];
        string[] modules = ["/bin/app", "[kernel.kallsyms]", "/tmp/perf-1.map", "[unknown]"];
        var text = new StringBuilder();
        for (int i = 0; i < samples; i++)
        {
            int thread = random.Next(comms.Length);
            string eventName = random.Next(3) == 0 ? "b" : "c:u";
            text.Append($"{comms[thread]} {thread}/{thread} [00{random.Next(4)}] {i + 1}.000000: {random.Next(3)} {eventName}: \n");
            for (int depth = random.Next(8); depth > 0; depth--)
            {
                text.Append($"\t{random.Next(4) + 0x401136,16:x} {frames[random.Next(frames.Length)]} ({modules[random.Next(modules.Length)]})\n");
            }
            if (random.Next(10) == 0) text.Append("\t\tnot a frame\n");
            if (random.Next(20) == 0) text.Append("# a comment\n");
            text.Append('\n');
        }
        return text.ToString();
    }

    private static void AssertLines(string text, params (string Stack, long Count)[] lines) =>
        Assert.Equal(lines.Select(line => new CollapsedLine(line.Stack, line.Count)), StackCollapse.Collapse(Encoding.UTF8.GetBytes(text)).GetLines());
}
