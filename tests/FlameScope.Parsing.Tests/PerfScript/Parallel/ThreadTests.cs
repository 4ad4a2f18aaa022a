using System.Globalization;
using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The result does not depend on the number of threads: no id, no line number, no exception.</summary>
public class ThreadTests
{
    // More than the 16 KiB that are examined to detect the format.
    private static readonly string Start = Samples(0, 120);

    public static TheoryData<string> Oddities => new()
    {
        { "" },
        { "something else\n" }, // unreadable
        { "Warning:\nProcessed 5 events and lost 3 chunks!\n" },
        { "\t 7f3 stray\n" },
        { "# hostname : other\n# ========\n" }, // another header
        { "a 12 1.600000: PERF_RECORD_LOST lost 7\n" },
        { "a 12 1.600000: PERF_RECORD_LOST lost x\n" },
        { "a 12 1.600000: PERF_RECORD_LOST lost 9223372036854775800\n" }, // fits by itself
        { "a 12 [000] 1.600000: 4611686018427387904 cycles:\n\t 7f1 f (/bin/x)\n\n" }, // so does this period
        { "a 12 [000] 1.600000: 99999999999999999999 cycles:\n\t 7f1 f (/bin/x)\n\n" },
        { "a 12 [000] 99999999999999.600000: 1 cycles:\n\t 7f1 f (/bin/x)\n\n" },
        { "app  12\n\t  7f1 foo\n\napp  12  cycles:  \n\t  7f1 foo\n\n" }, // samples, had none had a time
        { "a 12 [000] 1.600000: cycles:\n  a.c:12\n\n" }, // a source of no frame
        { "a 12 [000] 1.600000: cycles:\n\t 7f1 f (/bin/x)\n  a.c:12\n\t 7f2 a->b->c (/tmp/perf-13.map)\n\n" },
        { "a 12 [000] 1.600000: new event:\n\t 7f1 new_symbol (/bin/new)\n\n" },
        { "\n\n \t\n\r\n\n" },
        { "a 12 [000] 1.600000: cycles:\n\t 7f1 f (/bin/x)\n\tno frame at all\n\n" },
        { "\tno frame at all\n\t 7f1 f (/bin/x)\n\n" },
        { "a 12 [000] 1.600000: cycles:  7f1 f (/bin/x)\nb 12 [000] 1.700000: cycles:  7f1 f (/bin/x)\nc 12 [000] 1.700000: cycles:  7f1 f (/bin/x)\n" },
    };

    [Theory]
    [MemberData(nameof(Oddities))]
    public void Irregular_lines_between_samples_give_the_same_profile_for_any_number_of_threads(string odd)
    {
        var text = new StringBuilder(Start);
        for (int i = 0; i < 40; i++) text.Append(i % 5 == 3 ? odd : "").Append(Samples(i, 1 + (i % 7)));
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        foreach (int block in new[] { 1, 700, 5000 }) Threads.AssertSame(bytes, block);
        Threads.AssertSame(bytes, 1000, new ProfileReadOptions { Strict = true });
    }

    // A line end at the start of a block may be that of the previous block, and not a blank line. Without times, only a blank line ends
    // a sample.
    [Fact]
    public void Text_in_memory_may_be_split_within_lines()
    {
        byte[] text = "app   5  1 cycles: \n\t    7d35fac4023 f (/bin/x)\n  z.c:3\n\t    44e4d8006785 g (/bin/x)\n\nother   6  1 \n\t    7d35 h (/bin/x)\n\n"u8.ToArray();
        Profile whole = PerfScript.Parse(text);
        Assert.Equal(2, whole.Samples.Count);
        for (int block = 1; block <= text.Length; block++)
        {
            Assert.Null(ProfileAssert.FindDifference(whole, PerfScript.Parse(text, new ProfileReadOptions { BlockSize = block, MaximumThreads = 2 })));
        }
    }

    [Fact]
    public void Generated_texts_give_the_same_profile_for_any_number_of_threads()
    {
        Arbitrary<(PerfTextCase, PerfTextCase, int)> arbitrary = Arb.From(
            from first in PerfTextGenerator.Texts.Generator
            from second in PerfTextGenerator.Texts.Generator
            from block in Gen.Choose(1, 6000)
            select (first, second, block));
        Prop.ForAll(arbitrary, c =>
        {
            byte[] once = [.. c.Item1.ToBytes(), (byte)'\n', .. c.Item2.ToBytes(), (byte)'\n', (byte)'\n'];
            Threads.AssertSame([.. Enumerable.Repeat(once, (40_000 / once.Length) + 1).SelectMany(b => b)], c.Item3);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Theory]
    [InlineData("\r\n", 1)]
    [InlineData("\n", 0)] // samples end where the next one begins
    [InlineData(" \t\n", 1)]
    public void Line_ends_and_missing_blank_lines_do_not_change_the_profile(string lineEnd, int blankLines)
    {
        string text = Samples(0, 900).Replace("\n\n", "\n" + (blankLines == 1 ? "\n" : ""), StringComparison.Ordinal);
        foreach (int block in new[] { 100, 3000, 30_000 }) Threads.AssertSame(Encoding.UTF8.GetBytes(text.Replace("\n", lineEnd, StringComparison.Ordinal)), block);
    }

    [Fact]
    public void Samples_of_one_line_give_the_same_profile_for_any_number_of_threads()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 3000; i++) text.Append(CultureInfo.InvariantCulture, $"app {i % 9} [000] {i / 100}.{i % 100:D6}: cycles:  ffffffff81{i % 50:D6} f{i % 50} ([kernel.kallsyms])\n");
        foreach (int block in new[] { 100, 3000, 30_000 }) Threads.AssertSame(Encoding.UTF8.GetBytes(text.ToString()), block);
    }

    [Fact]
    public void Text_without_times_at_its_start_gives_the_same_profile_for_any_number_of_threads()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 2000; i++) text.Append(CultureInfo.InvariantCulture, $"app  {i % 9}  cycles: \n\t     7f{i % 50:D2} f{i % 50} (/bin/x)\n\n");
        string untimed = text.ToString();
        foreach (int block in new[] { 1000, 10_000 })
        {
            Threads.AssertSame(Encoding.UTF8.GetBytes(untimed), block);
            Threads.AssertSame(Encoding.UTF8.GetBytes(untimed + Samples(0, 100) + untimed), block);
        }
    }

    [Fact]
    public void Sums_that_exceed_64_bits_in_a_later_block_are_reported_the_same()
    {
        string large = "a 12 [000] 1.600000: 1152921504606846976 cycles:\n\t 7f1 f (/bin/x)\n\na 12 1.600000: PERF_RECORD_LOST lost 1152921504606846976\n\n";
        var text = new StringBuilder(Start);
        for (int i = 0; i < 20; i++) text.Append(large).Append(Samples(i, 5));
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        Assert.Equal(2, PerfScript.Parse(bytes).Diagnostics.Count);
        foreach (int block in new[] { 300, 900, 2000 }) Threads.AssertSame(bytes, block);
    }

    [Theory]
    [InlineData("MaximumLineLength")]
    [InlineData("MaximumFrames")]
    [InlineData("MaximumSymbolLength")]
    [InlineData("MaximumSymbols")]
    [InlineData("Strict")]
    public void A_limit_that_is_exceeded_late_throws_the_same_for_any_number_of_threads(string name)
    {
        ProfileReadOptions options = name switch
        {
            "MaximumLineLength" => new() { MaximumLineLength = 1024 },
            "MaximumFrames" => new() { MaximumFrames = 20 },
            "MaximumSymbolLength" => new() { MaximumSymbolLength = 20 },
            "MaximumSymbols" => new() { MaximumSymbols = 60 },
            _ => new() { Strict = true },
        };
        string late = name switch
        {
            "MaximumLineLength" => "b 1 2.500000: x:\n\t 7f1 " + new string('l', 1500) + "\n\n",
            "MaximumFrames" => "b 1 2.500000: x:\n" + string.Concat(Enumerable.Repeat("\t 7f1 f (/bin/x)\n", 21)) + "\n",
            "MaximumSymbolLength" => "b 1 2.500000: x:\n\t 7f1 " + new string('s', 21) + "\n\n",
            "MaximumSymbols" => string.Concat(Enumerable.Range(0, 20).Select(i => $"b 1 2.500000: x:\n\t 7f1 new{i} (/bin/x)\n\n" + Samples(i, 4))),
            _ => "what is this\n",
        };
        byte[] bytes = Encoding.UTF8.GetBytes(Start + Samples(1, 300) + late + Samples(2, 300));
        Assert.Contains(name == "Strict" ? "neither" : name, Threads.Read(() => PerfScript.Parse(bytes, options)).Fault, StringComparison.Ordinal);
        foreach (int block in new[] { 300, 1000, 10_000 }) Threads.AssertSame(bytes, block, options);
    }

    [Fact]
    public void Truncated_text_gives_the_same_profile_for_any_number_of_threads()
    {
        byte[] text = Encoding.UTF8.GetBytes(Start + Samples(3, 20));
        for (int cut = text.Length - 250; cut <= text.Length; cut += 9) Threads.AssertSame(text[..cut], 2000);
    }

    [Fact]
    public void An_endless_line_throws_the_same_for_any_number_of_threads()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(Start), .. Enumerable.Repeat((byte)'x', 1_500_000)];
        foreach (int block in new[] { 64, 1000, 100_000 }) Threads.AssertSame(text, block);
    }

    [Fact]
    public void A_number_of_threads_out_of_range_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileReadOptions { MaximumThreads = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileReadOptions { MaximumThreads = 65 });
    }

    [Fact]
    public void Profiles_of_the_parts_of_a_text_merge_into_its_profile()
    {
        string[] pieces = [.. Enumerable.Range(0, 9).Select(i => Samples(i, 20 + i))];
        Profile whole = PerfScript.Parse(string.Concat(pieces));
        Profile merged = Profile.MergeAll([.. pieces.Select(p => PerfScript.Parse(p))]);
        ProfileAssert.Same(whole, merged);
    }

    internal static string Samples(int seed, int count)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            int thread = random.Next(1, 9);
            text.Append(CultureInfo.InvariantCulture, $"app{thread % 3} {thread} [00{i % 8}] {seed}.{i:D6}: {i % 3} cycles: \n");
            for (int frame = random.Next(8); frame >= 0; frame--) text.Append(CultureInfo.InvariantCulture, $"\t{0x7f0000 + random.Next(40),16:x} f{random.Next(40)}+0x1 (/bin/x)\n");
            text.Append('\n');
        }
        return text.ToString();
    }
}
