using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Input that is not the text of perf throws with a description of its format.</summary>
public class UnreadableFormatTests
{
    [Theory]
    [InlineData("PERFILE2\u0001\0\0", "perf.data")]
    [InlineData("<!DOCTYPE html>\n<html></html>", "HTML")]
    [InlineData("<?xml version=\"1.0\"?><svg xmlns=\"x\"/>", "SVG")]
    [InlineData("{\"nodes\":[]}", "JSON")]
    [InlineData("\uFEFF [1,2]", "JSON")]
    [InlineData("", "empty")]
    [InlineData(" \r\n\t\n", "blank lines")]
    [InlineData("\u007FELF\u0002", "ELF")]
    [InlineData("abc\0def", "binary")]
    [InlineData("     0.000 ( 0.004 ms): sleep/20 brk() = 0x5581\n", "perf trace")]
    [InlineData("# Samples: 5 of event 'cycles'\n# Overhead  Command\n 5% x\n", "perf report")]
    [InlineData("some prose\nand more", "the first reads \"some prose\"")]
    public void Known_text_formats_are_described(string text, string sentence) => AssertRefused(Encoding.UTF8.GetBytes(text), sentence);

    [Theory]
    [InlineData(new byte[] { 0x04, 0x22, 0x4D, 0x18, 0, 0 }, "lz4")]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0 }, "xz")]
    [InlineData(new byte[] { 0x04, 0x08, 0x7B, 0x10, 0x3A, 0x0C }, "stackprof --stackcollapse")]
    [InlineData(new byte[] { 0x72, 0x62, 0x73, 0x70, 0x79, 0x30, 0x32, 0x0A, 0x7B, 0x7D, 0x0A }, "rbspy report")]
    [InlineData(new byte[] { 0x0A, 0x04, 0x40, 0x05, 0x50, 0x01, 0x0A, 0x09, 0x40 }, "Perfetto")]
    [InlineData(new byte[] { 0x0A, 0x13, 0xA2, 0x02, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 }, "Perfetto")]
    public void Known_binary_formats_are_described(byte[] bytes, string sentence) => AssertRefused(bytes, sentence);

    [Fact]
    public void A_recording_of_Windows_is_described()
    {
        byte[] file = new byte[64 * 1024];
        file[1] = 0x10; // The size of the buffer is 4096, in its header and in the header of the log.
        file[72] = 2;
        file[74] = 2;
        file[75] = 0xC0;
        file[105] = 0x10;
        AssertRefused(file, "Event Tracing for Windows");
        file[75] = 0;
        AssertRefused(file, "binary");
    }

    [Fact]
    public void A_format_inside_gzip_is_described() => Assert.Contains(
        "HTML", Assert.Throws<ProfileFormatException>(() => WaysToRead.Stream(WaysToRead.Gzip("<html>"u8.ToArray()), 100)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<html>\napp 10 1.500000: cycles:\n")]
    [InlineData("a;b 3\napp 10 1.500000: cycles:\n")]
    [InlineData("{\napp 10 1.500000: PERF_RECORD_EXIT(1:1):(1:1)\n")]
    public void One_line_of_perf_is_sufficient(string text) => Assert.Equal("perf script", PerfScript.Parse(text).Format);

    [Fact]
    public void Match_returns_yes_no_or_need_more_data()
    {
        Assert.Equal(FormatMatch.Yes, PerfScript.Match("Warning:\napp 10 1.500000: cycles:\n"u8));
        Assert.Equal(FormatMatch.No, PerfScript.Match("PERFILE2\u0001"u8));
        Assert.Equal(FormatMatch.NeedMoreData, PerfScript.Match("# comment\napp 10 1."u8));
        Assert.Equal(FormatMatch.NeedMoreData, PerfScript.Match(ReadOnlySpan<byte>.Empty));
        Assert.Equal(FormatMatch.NeedMoreData, PerfScript.Match("\n \n"u8));
    }

    private static void AssertRefused(byte[] input, string sentence)
    {
        Assert.Contains(sentence, Assert.Throws<ProfileFormatException>(() => PerfScript.Parse(input)).Message, StringComparison.Ordinal);
        Assert.Contains(sentence, Assert.Throws<ProfileFormatException>(() => WaysToRead.Stream(input, 64)).Message, StringComparison.Ordinal);
    }
}
