using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests that hold for every registered format, over an example of each.</summary>
public class EveryFormatTests
{
    private static readonly int[] BlockSizes = [1, 2, 7, 64, 1000];

    public static TheoryData<string> Formats => new(ProfileFormats.Default.Readers.Select(reader => reader.Name));

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_format_of_an_example_is_detected(string format)
    {
        Profile profile = ProfileFormats.Default.Parse(FormatExamples.All[format], new ProfileReadOptions { Strict = format != "chrome-trace" && format != "nettrace" });
        Assert.Equal(format, profile.Format);
        Assert.True(profile.Samples.Count > 1);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_other_format_claims_an_example(string format)
    {
        var probe = new FormatProbe(FormatExamples.All[format], isWhole: true);
        Assert.Equal([format], ProfileFormats.Default.Readers.Where(reader => reader.Match(probe) == FormatMatch.Yes).Select(reader => reader.Name));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_start_of_an_example_is_never_claimed_by_another_format(string format)
    {
        byte[] example = FormatExamples.All[format];
        for (int length = 0; length < example.Length; length += 1 + (length / 64))
        {
            var probe = new FormatProbe(example.AsMemory(0, length), isWhole: false);
            Assert.DoesNotContain(ProfileFormats.Default.Readers, reader => reader.Name != format && reader.Match(probe) == FormatMatch.Yes);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Blocks_of_any_size_give_the_same_profile(string format)
    {
        byte[] example = FormatExamples.All[format];
        Profile expected = ProfileFormats.Default.Parse(example);
        foreach (int size in BlockSizes)
        {
            var options = new ProfileReadOptions { BlockSize = size };
            ProfileAssert.Same(expected, ProfileFile.Open(new MemoryStream(example), options));
            ProfileAssert.Same(expected, await ProfileFile.OpenAsync(new MemoryStream(example), options));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Input_that_is_cut_at_any_byte_gives_a_profile_or_the_exception(string format)
    {
        byte[] example = FormatExamples.All[format];
        for (int length = 0; length < example.Length; length++) ReadOrRefuse(example[..length], format);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Changed_input_gives_a_profile_or_the_exception(string format)
    {
        byte[] example = FormatExamples.All[format];
        var random = new Random(20261128);
        for (int i = 0; i < 2000; i++)
        {
            byte[] changed = [.. example];
            for (int change = random.Next(1, 5); change > 0; change--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            ReadOrRefuse(changed, format);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Limits_hold_and_the_exception_names_the_format(string format)
    {
        foreach (ProfileReadOptions options in new ProfileReadOptions[] { new() { MaximumSymbols = 1 }, new() { MaximumSymbolLength = 1 }, new() { MaximumFrames = 1 } })
        {
            ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(new MemoryStream(FormatExamples.All[format]), options));
            Assert.Equal(ProfileReadError.LimitExceeded, fault.Error);
            Assert.Equal(format, fault.Format);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Progress_is_reported_and_ends_with_all_bytes(string format)
    {
        byte[] example = FormatExamples.All[format];
        var reports = new List<ReadProgress>();
        ProfileFile.Open(new MemoryStream(example), null, new Reports(reports));
        Assert.Equal(new ReadProgress(example.Length, example.Length), reports[^1]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_canceled_read_throws(string format)
    {
        byte[] example = FormatExamples.All[format];
        var canceled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => ProfileFile.Open(new MemoryStream(example), cancellationToken: canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProfileFile.OpenAsync(new MemoryStream(example), cancellationToken: canceled));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nonsense_that_is_read_as_a_named_format_has_no_samples(string format)
    {
        try
        {
            var options = new ProfileReadOptions { Format = format, Strict = true };
            Assert.Empty(ProfileFile.Open(new MemoryStream("\u0001nonsense \u0002"u8.ToArray()), options).Samples);
        }
        catch (ProfileFormatException fault)
        {
            Assert.NotEqual(ProfileReadError.Unspecified, fault.Error);
            Assert.Equal(format, fault.Format);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void A_line_of_perf_that_ends_as_a_folded_stack_does_is_perf_text(string lineEnd)
    {
        string line = "a 1/1 [103] 0.197267: cycles: call ffffffff71d930fe Lcom/foo/Bar;::baz ([JIT] tid 123) => 0" + lineEnd;
        Profile profile = ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(line));
        Assert.Equal("perf script", profile.Format);
        Assert.Equal(197_267_000, profile.FirstTime);
    }

    [Fact]
    public void A_name_that_no_format_has_is_refused_with_the_names()
    {
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(
            () => ProfileFile.Open(new MemoryStream([1]), new ProfileReadOptions { Format = "nothing" }));
        Assert.Equal(ProfileReadError.UnknownFormat, fault.Error);
        Assert.Contains("perf script", fault.Message, StringComparison.Ordinal);
    }

    private static void ReadOrRefuse(byte[] input, string format)
    {
        foreach (string? name in new[] { format, null })
        {
            try
            {
                ProfileFormats.Default.Parse(input, new ProfileReadOptions { Format = name });
            }
            catch (ProfileFormatException)
            {
            }
        }
    }

    private sealed class Reports(List<ReadProgress> reports) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => reports.Add(value);
    }
}
