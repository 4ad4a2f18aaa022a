using System.Text;
using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.FormatText;

namespace FlameScope.Parsing.Tests;

/// <summary>The JSON around trace events: arrays and objects, cut and damaged files, and how they are recognized.</summary>
public class TraceContainerTests
{
    private const string Event = """{"ph":"X","pid":1,"tid":2,"ts":0,"dur":5,"name":"a"}""";

    private static readonly ChromeTraceReader Reader = new();

    private static FormatMatch Match(string text, bool isWhole = true) => Reader.Match(new FormatProbe(Encoding.UTF8.GetBytes(text), isWhole));

    [Fact]
    public void Arrays_and_objects_are_recognized_by_their_content()
    {
        Assert.Equal(FormatMatch.Yes, Match($"[{Event}]"));
        Assert.Equal(FormatMatch.Yes, Match($"\uFEFF \n[\n{Event},\n"));
        Assert.Equal(FormatMatch.Yes, Match("""{"displayTimeUnit":"ms","otherData":{"a":1},"traceEvents":["""));
        Assert.Equal(FormatMatch.NeedMoreData, Match("""{"metadata":{"a":1},""", isWhole: false));
        Assert.Equal(FormatMatch.No, Match("""{"nodes":[],"samples":[]}"""));
        Assert.Equal(FormatMatch.No, Match("""[{"name":"a","value":1}]"""));
        Assert.Equal(FormatMatch.No, Match("[]"));
        Assert.Equal(FormatMatch.No, Match("app 1 1.0: cycles:"));
    }

    [Theory]
    [InlineData("[{0}]")]
    [InlineData("[{0}")]
    [InlineData("[{0},")]
    [InlineData("[\n{0},\n]")]
    [InlineData("\uFEFF[{0}]\n")]
    [InlineData("{{\"traceEvents\":[{0}]}}")]
    [InlineData("{{\"traceEvents\":[{0},]}}")]
    [InlineData("{{\"metadata\":{{\"x\":[1,{{}}]}},\"traceEvents\":[{0}],\"more\":null}}")]
    public void An_array_may_lack_its_end_or_end_in_a_comma(string format)
    {
        string text = format.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal).Replace("{0}", Event, StringComparison.Ordinal);
        Profile profile = FormatText.Read("chrome-trace", text);
        Assert.Equal(["a 5000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
        Assert.Equal(["a 5000"], Fold(ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void An_input_that_ends_within_an_event_keeps_what_is_whole_and_says_so_once()
    {
        Profile profile = FormatText.Read("chrome-trace", $"[{Event},{Event[..20]}");
        Assert.Equal(["a 5000"], Fold(profile));
        ReadDiagnostic problem = Assert.Single(profile.Diagnostics);
        Assert.Equal(1, problem.Count);
        Assert.Single(FormatText.Read("chrome-trace", $$"""{"traceEvents":[{{Event}},""").Diagnostics);
    }

    [Fact]
    public void A_trace_in_gzip_is_read()
    {
        using var stream = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"[{Event}]"));
        }
        stream.Position = 0;
        Profile profile = ProfileFile.Open(stream);
        Assert.Equal("chrome-trace", profile.Format);
        Assert.Equal(["a 5000"], Fold(profile));
    }

    [Fact]
    public void Names_keep_their_escapes_and_bytes()
    {
        Profile profile = FormatText.Read("chrome-trace", """[{"ph":"X","pid":1,"tid":2,"ts":0,"dur":5,"name":"a\u003cb\u003e \"q\" \\ \ud83d\ude00 \ud800"}]""");
        Assert.Equal(["a<b> \"q\" \\ \U0001F600 \uFFFD 5000"], Fold(profile));
    }

    [Fact]
    public void Long_texts_that_are_not_kept_are_skipped()
    {
        string screenshot = new('A', 3_000_000);
        Profile profile = FormatText.Read("chrome-trace", $$$"""[{"ph":"O","pid":1,"tid":2,"ts":0,"name":"Screenshot","args":{"snapshot":"{{{screenshot}}}"}},{{{Event}}}]""");
        Assert.Equal(["a 5000"], Fold(profile));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_name_beyond_the_limit_and_a_stack_beyond_the_limit_throw()
    {
        string text = $"[{string.Join(",", Enumerable.Range(0, 50).Select(i => $$"""{"ph":"X","pid":1,"tid":2,"ts":{{i}},"dur":{{200 - (2 * i)}},"name":"function {{i}}"}"""))}]";
        byte[] input = Encoding.UTF8.GetBytes(text);
        Assert.Equal(
            ProfileReadError.LimitExceeded,
            Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(input, new ProfileReadOptions { MaximumFrames = 20 })).Error);
        Assert.Equal(
            ProfileReadError.LimitExceeded,
            Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(input, new ProfileReadOptions { MaximumSymbolLength = 5 })).Error);
        Assert.Equal(
            ProfileReadError.LimitExceeded,
            Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(input, new ProfileReadOptions { MaximumSymbols = 9 })).Error);
    }

    [Fact]
    public void Values_nested_without_end_do_not_overflow_the_stack()
    {
        string deep = new('[', 300_000);
        Assert.Throws<ProfileFormatException>(() => FormatText.Read("chrome-trace", $$"""[{"ph":"X","args":{"x":{{deep}}"""));
    }

    [Fact]
    public void Strict_reading_throws_at_the_first_fault()
    {
        const string Text = """[{"ph":"X","pid":1,"tid":2,"ts":0,"dur":-5,"name":"a"}]""";
        Assert.Single(FormatText.Read("chrome-trace", Text).Diagnostics);
        Assert.Throws<ProfileFormatException>(() => FormatText.Read("chrome-trace", Text, isStrict: true));
    }

    [Fact]
    public void Text_that_is_not_JSON_throws_with_its_position()
    {
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => FormatText.Read("chrome-trace", $"[{Event},oops]"));
        Assert.Equal(ProfileReadError.Malformed, fault.Error);
        Assert.Equal(Event.Length + 2, fault.Position.ByteOffset);
    }

    [Fact]
    public void The_profile_does_not_depend_on_the_length_of_blocks() => CheckBlocks(Reader, TraceProfileTests.Everything);

    [Fact]
    public void A_trace_that_ends_at_any_byte_gives_a_profile_or_the_exception_of_the_format() => CheckCuts(Reader, TraceProfileTests.Everything);

    [Fact]
    public void A_trace_with_changed_bytes_gives_a_profile_or_the_exception_of_the_format() => CheckMutations(Reader, TraceProfileTests.Everything, 3000);
}
