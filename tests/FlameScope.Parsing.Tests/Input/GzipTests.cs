using System.Globalization;
using System.Text;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of compressed input: complete, in members, truncated, corrupt, and a compression bomb.</summary>
public class GzipTests
{
    private static readonly byte[] Text = MakeText(2000);

    [Fact]
    public void Gzip_members_are_one_text()
    {
        int middle = Text.Length / 2;
        byte[] gzip = WaysToRead.Gzip(Text[..middle], [], Text[middle..]);
        ProfileAssert.Same(PerfScript.Parse(Text), WaysToRead.Stream(gzip, 1000));
        ProfileAssert.Same(PerfScript.Parse(Text), WaysToRead.Pipe(gzip, 1000, 1, 500));
    }

    [Fact]
    public void A_truncated_file_keeps_its_samples_and_is_reported()
    {
        byte[] gzip = WaysToRead.Gzip(Text);
        ExpectedSample[] whole = ExpectedSample.Of(PerfScript.Parse(Text));
        Profile cut = WaysToRead.Stream(gzip[..(gzip.Length * 9 / 10)], 4096);
        Assert.InRange(cut.Samples.Count, whole.Length / 2, whole.Length - 1);
        ExpectedSample[] kept = ExpectedSample.Of(cut);
        Assert.Equal(whole.Take(kept.Length - 1), kept.SkipLast(1));
        Assert.Contains(cut.Diagnostics, d => d.Reason.StartsWith("compressed data damaged or cut", StringComparison.Ordinal));
        Assert.Throws<ProfileFormatException>(() => WaysToRead.Stream(gzip[..(gzip.Length * 9 / 10)], 4096, new ProfileReadOptions { Strict = true }));
    }

    [Fact]
    public void Truncation_at_any_byte_is_detected()
    {
        byte[] gzip = WaysToRead.Gzip(Encoding.UTF8.GetBytes("a 1 1.500000: x:\n\t 7f1 f (/bin/x)\n"));
        Assert.Empty(WaysToRead.Stream(gzip, 100).Diagnostics);
        for (int length = 2; length < gzip.Length; length++)
        {
            try
            {
                Assert.NotEmpty(WaysToRead.Stream(gzip[..length], 100).Diagnostics);
            }
            catch (ProfileFormatException)
            {
                // Nothing could be read before the end.
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Gzip_data_truncated_before_any_text_is_described_as_gzip(int length)
    {
        byte[] cut = WaysToRead.Gzip(Text)[..length];
        Assert.Contains("gzip", Assert.Throws<ProfileFormatException>(() => WaysToRead.Stream(cut, 1000)).Message);
        Assert.Contains("gzip", Assert.Throws<ProfileFormatException>(() => WaysToRead.Pipe(cut, 1000, 1)).Message);
        Assert.Contains("gzip", Assert.Throws<ProfileFormatException>(() => StackCollapse.Collapse(new MemoryStream(cut))).Message);
        Assert.Contains("empty", Assert.Throws<ProfileFormatException>(() => WaysToRead.Stream(WaysToRead.Gzip([]), 1000)).Message);
    }

    [Fact]
    public void Corrupt_compressed_data_ends_the_text()
    {
        byte[] gzip = WaysToRead.Gzip(Text);
        gzip.AsSpan(gzip.Length / 2, 64).Fill(0xA5);
        Profile profile = WaysToRead.Stream(gzip, 4096);
        Assert.InRange(profile.Samples.Count, 100, 2000);
        Assert.Contains(profile.Diagnostics, d => d.Reason.StartsWith("compressed data damaged", StringComparison.Ordinal));
        Assert.Throws<ProfileFormatException>(() => WaysToRead.Stream(gzip, 4096, new ProfileReadOptions { Strict = true }));
    }

    [Fact]
    public void A_compression_bomb_throws_unless_the_limit_is_lifted()
    {
        var bomb = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bomb, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("a 1 1.500000: x:\n"u8);
            byte[] blank = new byte[1 << 20];
            blank.AsSpan().Fill((byte)'\n');
            for (int i = 0; i < 70; i++) gzip.Write(blank);
        }
        var limit = new ProfileReadOptions { MaximumCompressionRatio = 100 };
        var fault = Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(new MemoryStream(bomb.ToArray()), limit));
        Assert.Contains("MaximumCompressionRatio", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, ProfileFile.Open(new MemoryStream(bomb.ToArray()), limit with { MaximumCompressionRatio = 0 }).Samples.Count);
    }

    // The addresses differ, so that the text does not compress too well.
    private static byte[] MakeText(int samples)
    {
        var random = new Random(5);
        var text = new StringBuilder();
        for (int i = 0; i < samples; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"app {random.Next(1, 50)} [00{i % 8}] {i}.{random.Next(1_000_000):D6}: cycles: \n\t{random.NextInt64(1L << 47),16:x} f{random.Next(300)} (/bin/x)\n\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
