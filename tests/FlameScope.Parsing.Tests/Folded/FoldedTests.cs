using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static FlameScope.Parsing.Tests.SampleText;

namespace FlameScope.Parsing.Tests;

/// <summary>Folded stacks: lines with a stack and a count.</summary>
public class FoldedTests
{
    [Fact]
    public void A_line_is_one_row_with_its_count()
    {
        Profile profile = Read("main;work;read 10\nmain;work 924\nmain 1\n");
        Assert.Equal("folded", profile.Format);
        Assert.Equal(["main;work;read 10", "main;work 924", "main 1"], Counts(profile));
        Assert.False(profile.HasTimes);
        Assert.Empty(profile.Diagnostics);
        Assert.Empty(profile.GetValueTypes(profile.Samples[0].Event));
    }

    [Fact]
    public void Equal_lines_are_rows_of_their_own() => Assert.Equal(["a;b 1", "a;b 2"], Counts(Read("a;b 1\na;b 2\n")));

    [Fact]
    public void Blanks_in_names_and_at_their_starts_are_kept() =>
        Assert.Equal([" a b; c d  5", "std::map<int, int>;x  1"], Counts(Read(" a b; c d  5\nstd::map<int, int>;x  1\n")));

    [Fact]
    public void Lines_can_end_in_carriage_returns_blanks_and_nothing() => Assert.Equal(["a;b 1", "a;c 2", "a;d 3"], Counts(Read("a;b 1\r\n\r\na;c 2 \t\na;d 3")));

    [Fact]
    public void The_count_can_follow_a_tab() => Assert.Equal(["a;b 1"], Counts(Read("a;b\t1\n")));

    [Fact]
    public void Comments_and_empty_lines_are_skipped()
    {
        Profile profile = Read("# made by a tool\n#\n\na;b 1\n#private;c 2\n");
        Assert.Equal(["a;b 1", "#private;c 2"], Counts(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void Empty_frames_are_unknown_ones() =>
        Assert.Equal(["a;[unknown];b 1", "[unknown];a 2", "a;[unknown] 3"], Counts(Read("a;;b 1\n;a 2\na; 3\n")));

    [Fact]
    public void Samples_without_frames_have_the_empty_stack() => Assert.Equal(["a;b 3", " 1", " 2", "a;b 4"], Counts(Read("a;b 3\n 1\n[no frames] 2\na;b 4\n")));

    [Theory]
    [InlineData("1e3", 1000, false)]
    [InlineData("2.50", 2, true)]
    [InlineData("3.5", 4, true)]
    [InlineData("3.0", 3, false)]
    [InlineData("007", 7, false)]
    [InlineData("0", 0, false)]
    public void Counts_can_have_a_fraction_or_an_exponent(string text, long count, bool isReported)
    {
        Profile profile = Read($"a;b {text}\n");
        Assert.Equal([$"a;b {count}"], Counts(profile));
        Assert.Equal(isReported ? ["count with a fraction, rounded (1)"] : [], Reports(profile));
    }

    [Theory]
    [InlineData("a;b")]
    [InlineData("a;b -1")]
    [InlineData("a;b x1")]
    [InlineData("a;b 1x")]
    [InlineData("a;b 99999999999999999999")]
    [InlineData("7")]
    public void A_line_without_a_count_is_reported(string line)
    {
        Profile profile = Read(string.Concat(Enumerable.Repeat("a;c 1\n", 10)) + line + "\n");
        Assert.Equal(10, profile.Samples.Count);
        Assert.Equal("line without a count", Assert.Single(profile.Diagnostics).Reason);
        Assert.Equal([11], profile.Diagnostics[0].Lines);
    }

    [Fact]
    public void A_difference_with_two_counts_per_line_is_refused()
    {
        var e = Assert.Throws<ProfileFormatException>(() => Read("a;b 1 2\na;c 0 7\n"));
        Assert.Contains("two counts", e.Message, StringComparison.Ordinal);
        Assert.Equal(["a;b 1 2", "a;c 7"], Counts(Read("a;b 1 2\na;c 7\n")));
    }

    [Theory]
    [InlineData("f_[j]", FrameKind.Jit, false)]
    [InlineData("f_[1]", FrameKind.Jit, false)]
    [InlineData("f_[0]", FrameKind.Interpreted, false)]
    [InlineData("f_[k]", FrameKind.Kernel, false)]
    [InlineData("f_[i]", FrameKind.Unknown, true)]
    [InlineData("f_[x]", FrameKind.Unknown, false)]
    [InlineData("_[k]", FrameKind.Unknown, false)]
    [InlineData("f", FrameKind.Unknown, false)]
    public void The_ending_of_a_name_is_its_kind(string name, FrameKind kind, bool isInlined)
    {
        Frame frame = FrameOf(Read($"a;{name} 1\n"), name);
        Assert.Equal((kind, isInlined), (frame.Kind, frame.IsInlined));
    }

    [Theory]
    [InlineData("[hasher tid=19482]", null, 19482L, "hasher")]
    [InlineData("[C2 Compiler tid=7]", null, 7L, "C2 Compiler")]
    [InlineData("java-12/13", 12L, 13L, "java")]
    [InlineData("a-b-?/13", null, 13L, "a-b")]
    [InlineData("java-12", null, null, "")]
    [InlineData("[unknown]", null, null, "")]
    [InlineData("[x tid=y]", null, null, "")]
    public void The_first_frame_can_be_a_thread(string frame, long? pid, long? tid, string name)
    {
        Profile profile = Read($"{frame};run 1\n{frame};run;other 1\nmain;x 1\n");
        Assert.Equal($"{frame};run 1", Counts(profile)[0]);
        foreach (int row in new[] { 0, 1 })
        {
            ThreadInfo thread = profile.Threads[profile.Samples[row].Thread];
            Assert.Equal((pid, tid, name), (thread.Pid, thread.Tid, profile.Comms[thread.Comm]));
        }
        Assert.Null(profile.Threads[profile.Samples[2].Thread].Tid);
    }

    [Fact]
    public void Counts_whose_sum_does_not_fit_are_reported()
    {
        Profile profile = Read($"a;b {long.MaxValue}\na;c 1\n");
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal(["count that does not fit (1)"], Reports(profile));
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.Equal(["a;b 1"], Counts(Read("\uFEFFa;b 1\n")));

    [Theory]
    [InlineData("main 5\nread 7\n")]
    [InlineData("a;b\nc;d\n")]
    [InlineData("app 10 1.500000: cycles: \n\t 7f1 foo;bar (/bin/x)\n")]
    [InlineData("a,b;c\n1,2;3 4\n")]
    [InlineData("")]
    public void Other_texts_are_not_recognized(string text) =>
        Assert.NotEqual(FormatMatch.Yes, new FoldedReader().Match(new FormatProbe(Encoding.UTF8.GetBytes(text), isWhole: true)));

    [Fact]
    public void A_first_line_that_is_longer_than_the_start_needs_more_data() =>
        Assert.Equal(FormatMatch.NeedMoreData, new FoldedReader().Match(new FormatProbe("a;b;c"u8.ToArray(), isWhole: false)));

    [Fact]
    public void Limits_hold()
    {
        string line = string.Join(';', Enumerable.Repeat("frame", 1000)) + " 1\n";
        var e = Assert.Throws<ProfileFormatException>(() => Read(line, new ProfileReadOptions { MaximumFrames = 999 }));
        Assert.Equal((ProfileReadError.LimitExceeded, 1L), (e.Error, e.Line));
        Assert.Throws<ProfileFormatException>(() => Read(line, new ProfileReadOptions { MaximumLineLength = 1024 }));
        Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(
            new MemoryStream(Encoding.UTF8.GetBytes(line[..^1])), new ProfileReadOptions { MaximumLineLength = 1024, BlockSize = 16, Format = "folded" }));
        Assert.Throws<ProfileFormatException>(() => Read(line, new ProfileReadOptions { MaximumSymbolLength = 4 }));
    }

    // Lines share frames with the line before, which is the case that the parser has a shortcut for.
    [Fact]
    public void Generated_lines_give_their_stacks_for_any_block_length()
    {
        Gen<string> name = Gen.Elements("a", "ab", "b", "", "a b", "[x tid=3]");
        Gen<string> line = from frames in Gen.ListOf(name) from count in Gen.Choose(0, 20) select string.Join(';', frames.Take(5)) + " " + count;
        Gen<(List<string> Lines, int Block)> cases = from lines in Gen.ListOf(line) from block in Gen.Choose(1, 50) select (lines.ToList(), block);
        Prop.ForAll(Arb.From(cases), c =>
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(c.Lines.Select(each => each + "\n")) + "end;x 1\n");
            Profile profile = ReadInBlocks(text, c.Block, "folded");
            IEnumerable<string> expected = c.Lines.Append("end;x 1").Select(each =>
            {
                int blank = each.LastIndexOf(' ');
                string stack = each[..blank];
                return string.Join(';', stack.Length == 0 ? [] : stack.Split(';').Select(frame => frame.Length == 0 ? "[unknown]" : frame)) + each[blank..];
            });
            Assert.Equal(expected, Counts(profile));
            ProfileAssert.Same(ProfileFormats.Default.Parse(text, new ProfileReadOptions { Format = "folded" }), profile);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static List<string> Counts(Profile profile)
    {
        var lines = new List<string>();
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            long count = profile.Samples.Counts.IsEmpty ? 1 : profile.Samples.Counts[i];
            lines.Add($"{string.Join(';', profile.GetStackNames(profile.Samples[i].Stack))} {count}");
        }
        return lines;
    }
}
