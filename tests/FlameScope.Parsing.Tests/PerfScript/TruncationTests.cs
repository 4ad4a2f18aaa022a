using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of text that is truncated at any byte: nothing before the end is lost.</summary>
public class TruncationTests
{
    private const string Text =
        "# ========\n# arch : x86_64\n# ========\n"
        + "a 10 [000] 1.500000: 100 cycles: \n\t     7f1 foo+0x1 (/bin/x)\n\t     7f2 main (/bin/x)\n\n"
        + "b 11 [001] 1.600000: 100 cycles:  ffffffff81000000 do_it ([kernel.kallsyms])\n"
        + "c 12 [000] 1.700000: 100 cycles: \n\t     7f3 bar (/bin/y)\n  y.c:3\n\t     7f4 baz (/bin/y)";

    [Fact]
    public void Text_truncated_at_any_byte_keeps_the_samples_before()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text);
        ExpectedSample[] whole = ExpectedSample.Of(PerfScript.Parse(text));
        int[] ends = [.. whole.Select(s => Text.IndexOf($"{s.Comm} {s.Tid} ", StringComparison.Ordinal)).Skip(1), text.Length];
        for (int cut = 0; cut <= text.Length; cut++)
        {
            int complete = ends.Count(end => end <= cut);
            Profile? profile = null;
            try
            {
                profile = PerfScript.Parse(text.AsSpan(0, cut));
            }
            catch (ProfileFormatException)
            {
                Assert.Equal(0, complete);
            }
            if (profile is not null) Assert.Equal(whole.Take(complete), ExpectedSample.Of(profile).Take(complete));
        }
    }

    [Theory]
    [InlineData("\t     7f1 fo", "fo", "")]
    [InlineData("\t     7f1 foo+0x1 (/bi", "foo+0x1 (/bi", "")]
    [InlineData("\t     7f1 foo+0x1", "foo", "")]
    [InlineData("\t     7f", "[unknown]", "")]
    public void A_truncated_frame_line_gives_the_fields_that_it_contains(string line, string symbol, string module)
    {
        ExpectedFrame frame = Assert.Single(PerfTexts.Only("a 10 1.500000: x:\n" + line).Frames);
        Assert.Equal((symbol, module), (frame.Symbol, frame.Module));
    }
}
