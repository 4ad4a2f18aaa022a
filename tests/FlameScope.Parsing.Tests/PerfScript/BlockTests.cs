using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The result, including its ids, does not depend on how a text is split into blocks.</summary>
public class BlockTests
{
    private const string Text =
        "# ========\n# hostname : box\n# ========\n#\n"
        + "V8 Worker 10/11 [003] 1.500000:  100 cycles: \n\t    7f1 foo+0x1 (/bin/x)\n  a.c:12\n\t    7f2 main (/bin/x)\n  b.c:7 (inlined)\n\n"
        + "app  12 [000] 1.400000:  cpu-clock:pppH:  ffffffff81000000 native_safe_halt ([kernel.kallsyms])\n"
        + "Warning:\n\t 7f3 stray\napp 12 1.600000: PERF_RECORD_LOST lost 7\nsomething else\n"
        + "java 13 [001] 1.700000: 5 cycles:\r\n\t 7f4 a->b->c (/tmp/perf-13.map)\r\n\t 7f5 λ ([unknown])\r\n \t\r\njava 13 [001] 1.700000: 5 cycles:\n\t 7f5 cut";

    [Fact]
    public void A_split_at_any_byte_gives_the_same_lines()
    {
        foreach (byte[] text in Texts())
        {
            List<string> whole = WaysToRead.ReadCut(text, 0);
            for (int cut = 1; cut <= text.Length; cut++) Assert.Equal(whole, WaysToRead.ReadCut(text, cut));
        }
    }

    [Fact]
    public void Parsing_gives_the_same_profile_for_any_block_size()
    {
        foreach (byte[] text in Texts())
        {
            Profile whole = PerfScript.Parse(text);
            for (int size = 1; size <= 70; size++) ProfileAssert.Same(whole, WaysToRead.Stream(text, size));
            ProfileAssert.Same(whole, WaysToRead.Stream(text, 1 << 20));
            ProfileAssert.Same(whole, WaysToRead.Stream(WaysToRead.Gzip(text), 33));
            ProfileAssert.Same(whole, WaysToRead.Pipe(text, 21, 1, 30, 2));
            ProfileAssert.Same(whole, WaysToRead.Pipe(WaysToRead.Gzip(text), 21, 1, 30, 2));
        }
    }

    // More than the 16 KiB that are examined to detect the format.
    [Fact]
    public void Generated_texts_give_the_same_profile_in_every_way()
    {
        Arbitrary<(PerfTextCase Text, int Block, int[] Segments)> arbitrary = Arb.From(
            from text in PerfTextGenerator.Texts.Generator
            from block in Gen.Choose(1, 5000)
            from count in Gen.Choose(1, 5)
            from segments in Gen.ArrayOf(Gen.Choose(1, 400), count)
            select (text, block, segments));
        Prop.ForAll(arbitrary, c =>
        {
            byte[] text = Repeat(c.Text.ToBytes(), 40_000);
            Profile whole = PerfScript.Parse(text);
            ProfileAssert.Same(whole, WaysToRead.Stream(text, c.Block));
            ProfileAssert.Same(whole, WaysToRead.Pipe(text, c.Block, c.Segments));
            ProfileAssert.Same(whole, WaysToRead.Stream(WaysToRead.Gzip(text), c.Block));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Fact]
    public void A_frame_with_and_without_a_source_is_two_frames()
    {
        string text = "a 1 1.000001: x:\n\t            7f0001 foo (/bin/x)\n  a.c:1\n\t            7f0002 main (/bin/x)\n\na 1 1.000002: x:\n\t            7f0001 foo (/bin/x)\n\n";
        Profile whole = PerfScript.Parse(text);
        Assert.Equal(3, whole.Frames.Count);
    }

    [Fact]
    public void Other_formats_are_refused_for_any_block_size()
    {
        byte[] text = Encoding.UTF8.GetBytes("<html>\n" + string.Concat(Enumerable.Repeat("<p>\n", 5000)) + "app 10 1.500000: cycles:\n");
        string message = Assert.Throws<ProfileFormatException>(() => PerfScript.Parse(text)).Message;
        foreach (int size in new[] { 1, 70, 4096, 1 << 20 })
        {
            Assert.Equal(message, Assert.Throws<ProfileFormatException>(() => WaysToRead.Stream(text, size)).Message);
        }
    }

    private static IEnumerable<byte[]> Texts()
    {
        yield return Encoding.UTF8.GetBytes(Text);
        yield return Encoding.UTF8.GetBytes("\uFEFF" + Text);
        yield return Encoding.UTF8.GetBytes("app  12\n\t  7f1 foo\n\napp  12  cycles:  \n\t  7f1 foo\n\nbus 9\n\t 7f2 x (/bin/y)");
    }

    private static byte[] Repeat(byte[] text, int length)
    {
        byte[] once = [.. text, (byte)'\n', (byte)'\n'];
        return [.. Enumerable.Repeat(once, (length / once.Length) + 1).SelectMany(b => b)];
    }
}
