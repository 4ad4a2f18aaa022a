using System.Globalization;
using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>
/// A sample on the fast path and the same sample line by line give the same profile, including its ids. A line of blanks ends a sample like an
/// empty line, but the sample is read line by line.
/// </summary>
public class WholeSampleTests
{
    [Fact]
    public void Generated_texts_give_the_same_profile_line_by_line() => Prop.ForAll(PerfTextGenerator.Texts, text =>
    {
        // Twice, so that everything is cached the second time.
        byte[] once = text.ToBytes();
        CheckSame([.. once, (byte)'\n', (byte)'\n', .. once, (byte)'\n', (byte)'\n']);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Lines_of_any_length_are_found_at_any_position()
    {
        var text = new StringBuilder();
        for (int length = 1; length < 200; length++)
        {
            text.Append(CultureInfo.InvariantCulture, $"a {length} [001] 1.{length:D6}: 7 x: \n");
            for (int line = 0; line < 5; line++) text.Append("\t            7f12 ").Append('s', length + line).Append(" (/bin/a)\n");
            text.Append('\n');
        }
        CheckSame(text.ToString());
    }

    [Fact]
    public void Chains_of_a_thread_with_a_common_part_remain_distinct()
    {
        string[] lines = ["\t            7f01 a (/bin/x)\n", "\t            7f02 bb (/bin/x)\n", "\t            7f02 b (/bin/x)\n", "\t           17f02 b (/bin/x)\n", "\t 1 c\n"];
        var random = new Random(5);
        var text = new StringBuilder();
        for (int i = 0; i < 2000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"app  12 [000]  3.{i:D6}:     100 cycles:u: \n");
            for (int depth = random.Next(6); depth > 0; depth--) text.Append(lines[random.Next(lines.Length)]);
            text.Append('\n');
        }
        CheckSame(text.ToString());
    }

    // Lines are cached by their fingerprints, which must depend on every byte of a text of any length.
    [Fact]
    public void Lines_that_differ_in_one_byte_remain_distinct()
    {
        var text = new StringBuilder();
        var names = new List<string>();
        int time = 0;
        foreach (int length in (int[])[5, 12, 13, 14, 20, 40, 77, 1000, 1001, 1030, 2100])
        {
            for (int place = 0; place <= length; place += Math.Max(1, length / 61))
            {
                string name = string.Create(length, place, (chars, at) =>
                {
                    chars.Fill('s');
                    if (at < chars.Length) chars[at] = 't';
                });
                names.Add(name);
                text.Append(CultureInfo.InvariantCulture, $"a 1 [001] 1.{time++:D6}: 7 x: \n\t            7f12 {name} (/bin/a)\n\n");
            }
        }
        Profile profile = PerfScript.Parse(Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal(names, profile.Samples.Stacks.ToArray().Select(stack => profile.Symbols[profile.Frames[profile.Stacks.Frames[stack.Value]].Symbol]));
        CheckSame(text.ToString());
    }

    // Names and modules whose words differ by a small number or a multiple of it.
    [Fact]
    public void Frames_with_similar_names_remain_distinct()
    {
        var text = new StringBuilder();
        var names = new List<string>();
        for (int symbol = 0; symbol < 10; symbol++)
        {
            for (int module = 0; module < 10; module++)
            {
                names.Add($"worker_f{symbol} /app/lib{module}.so");
                text.Append(CultureInfo.InvariantCulture, $"bash 1 [001] {names.Count}.000000: 1 cycles:\n\t    7f0000{names.Count:D6} worker_f{symbol}+0x1 (/app/lib{module}.so)\n\n");
            }
        }
        Profile profile = PerfScript.Parse(Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal(names, profile.Samples.Stacks.ToArray().Select(stack => profile.Frames[profile.Stacks.Frames[stack.Value]])
            .Select(frame => $"{profile.Symbols[frame.Symbol]} {profile.Modules[frame.Module]}"));
    }

    [Theory]
    [InlineData("\t            7f09 g (/bin/x)\n\tnot a frame\n")]
    [InlineData("\tnot a frame\n")]
    [InlineData("\t            7f09 g (/bin/x)\n  g.c:7\n\t            7f01 main (/bin/x)\n")]
    [InlineData("\t            7f09 g (/bin/x)\n\t   insn: 90\n\t            7f01 main (/bin/x)\n")]
    [InlineData("app  12 [000]  3.500000:     100 cycles:u: \n\t            7f01 main (/bin/x)\n")]
    [InlineData("a 12 3.500000: PERF_RECORD_LOST lost 7\n")]
    [InlineData("what is this\n\t            7f01 main (/bin/x)\n")]
    public void Samples_after_an_irregular_chain_are_the_same(string odd)
    {
        const string Event = "app  12 [000]  3.000001:     100 cycles:u: \n", Root = "\t            7f01 main (/bin/x)\n\n";
        string plain = Event + "\t            7f02 f (/bin/x)\n" + Root + Event + "\t            7f03 h (/bin/x)\n" + Root;
        CheckSame(plain + Event + odd + Root + plain + plain + odd + Event + Root + plain + odd + "\n" + plain);
    }

    [Theory]
    [InlineData("app  12 [000]  3.000001:     100 cycles:u: \n", "app  12 [000]  3.000002:     9 cycles:u: \n")]
    [InlineData("app  12 [000]  3.000001:     100 cycles:u: \n", "app  12 [000]  3.000002:  cycles:u: \n")]
    [InlineData("app  12 [000]  3.000001:     cycles:u: \n", "app  12 [000]  3.000002: 1 cycles:u: \n")]
    [InlineData("app  12 [000]  3.000001:     100 cycles:u: \n", "app  12 [000]  3.000002:     9223372036854775807 cycles:u: \n")]
    [InlineData("app  12 [000]  3.000001:     100 cycles:u: \n", "app  12 [000]  9223372037.000002: 100 cycles:u: \n")]
    [InlineData("app  12 [000]  3.000001:     100 cycles:u: \n", "app  12 [000]  3.000002003: 100 cycles:u: \n")]
    [InlineData("a 1 1.500000: b]   12 [000]  1.500000: x: \n", "a 1 1.500000: b]   12 [000]  2.500000: x: \n")]
    [InlineData("a 1 1.500000: b] 1.500000: x: \n", "a 1 1.500000: b] 2.500000: x: \n")]
    [InlineData("foo [b] 12 [000] 1.500000: x: \n", "foo [b] 12 [001] 1.500000: x: \n")]
    [InlineData("VM:1 VCPU:2 foo 12/13 [000] 1.500000: 5 raw 0x1a8: \n", "VM:1 VCPU:2 foo 12/13 [000] 1.600000: 6 raw 0x1a8: \n")]
    [InlineData("# 12345 [000] 1.500000: x: \n", "# 12345 [000] 1.600000: x: \n")]
    [InlineData("abcdefg] 5.000000: foo 1 [001] 5.000000: cycles:\n", "abcdefg] 7.000000: foo 1 [001] 5.000000: cycles:\n")]
    [InlineData("a-b 12/13 [002] 5.000000: foo 1 [001] 5.000000: cycles:\n", "app  12 [000]  3.000001: foo 1 [001] 5.000000: cycles:\n")]
    [InlineData("abcdefg] 5.000000: 3 5.000000: x:\n", "abcdefg] 7.000000: 3 5.000000: x:\n")]
    [InlineData("app  12 [000]  3.000001:  7f01 main (/bin/x)\n", "app  12 [000]  3.000002:  7f01 main (/bin/x)\n")]
    [InlineData("app  12 [000]  3.000001: 100 sched:sched_switch: prev_comm=a\n", "app  12 [000]  3.000002: 100 sched:sched_switch: prev_comm=b\n")]
    public void Similar_first_lines_remain_distinct(string first, string second)
    {
        const string Frames = "\t            7f01 main (/bin/x)\n\n";
        CheckSame(string.Concat(Enumerable.Repeat(first + Frames + second + Frames, 3)));
    }

    private static void CheckSame(string text) => CheckSame(Encoding.UTF8.GetBytes(text));

    private static void CheckSame(byte[] text)
    {
        Profile whole = PerfScript.Parse(text);
        ProfileAssert.Same(PerfScript.Parse(WithBlanks(text)), whole);
        ProfileAssert.Same(whole, WaysToRead.Stream(text, 300));
    }

    private static byte[] WithBlanks(byte[] text)
    {
        var result = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' && i > 0 && text[i - 1] == '\n') result.Add((byte)' ');
            result.Add(text[i]);
        }
        return [.. result];
    }
}
