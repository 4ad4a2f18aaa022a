using System.Buffers.Binary;
using Xunit;

namespace FlameScope.Columnar.Tests;

/// <summary>The metadata of a Parquet file is checked before a library reads it.</summary>
public class ParquetMetadataTests
{
    [Theory]
    [InlineData(1, 1 << 30, 1, "too long")]
    [InlineData(1, 1, -1, "too long")]
    [InlineData(1, 1, 1000, "longer than its column")]
    public async Task A_page_that_cannot_be_true_is_refused(int type, int uncompressed, int compressed, string reason)
    {
        byte[] page = PageOf(type, uncompressed, compressed);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => CheckPages([.. page, 0], page.Length + 1));
        Assert.Contains(reason, fault.Message);
    }

    [Fact]
    public async Task Pages_with_long_and_short_headers_are_accepted()
    {
        byte[] shortPage = PageOf(0, 5, 3), longPage = PageOf(0, 5, 3, new string('x', 5000));
        byte[] pages = [.. longPage, 1, 2, 3, .. shortPage, 1, 2, 3];
        await CheckPages(pages, pages.Length);
        await Assert.ThrowsAsync<EndOfStreamException>(() => CheckPages(pages, longPage.Length - 1));
        await Assert.ThrowsAsync<InvalidDataException>(() => CheckPages(pages, pages.Length + 1));
    }

    [Theory]
    [InlineData("15 00 00", null)] // version 0
    [InlineData("18 00 00", "unexpected type (8)")] // the version is text
    [InlineData("29 fc ff ff ff ff 07 00", "end of the stream")] // a list of two billion columns
    [InlineData("68 ff ff ff ff 0f 00", "end of the stream")] // text of four billion bytes
    [InlineData("cc 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c", "too many levels")]
    [InlineData("05 c8 01 02", "end of the stream")] // an unknown field, and no end
    [InlineData("05 c8 01 02 00", null)]
    [InlineData("09 c8 01 f1 ff ff ff ff 07 00", "end of the stream")] // an unknown list of two billion Boolean values
    [InlineData("16 ff ff ff ff ff ff ff ff ff ff ff 01 00", "unexpected type (6)")]
    [InlineData("15 ff ff ff ff ff ff ff ff ff ff ff 01 00", "more than ten bytes")]
    public Task A_footer_is_checked_against_the_specification(string hexadecimal, string? reason) =>
        CheckFooter(Convert.FromHexString(hexadecimal.Replace(" ", "")), reason);

    [Fact]
    public Task Field_ids_that_exceed_16_bits_continue_at_the_lowest_one() => CheckFooter(
        [.. Enumerable.Repeat<byte[]>([0xf5, 0], 65535 / 15).SelectMany(field => field), 0x38, 0, 0], "unexpected type (8)"); // -1, and then field 2, a list

    private static async Task CheckFooter(byte[] footer, string? reason)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        using var file = new MemoryStream([.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8]);
        Exception? fault = await Record.ExceptionAsync(() => ParquetMetadata.CheckFooterAsync(file, CancellationToken.None));
        if (reason is null) Assert.Null(fault);
        else Assert.Contains(reason, fault!.Message);
        Assert.True(reason is not null || file.Position == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1 and some text")]
    [InlineData("PAR1\u0005\0\0\0PAR1")]
    [InlineData("PAR1\0\0\0\u0080PAR1")]
    public async Task A_file_that_is_not_Parquet_is_refused(string text)
    {
        using var file = new MemoryStream([.. text.Select(c => (byte)c)]);
        await Assert.ThrowsAsync<InvalidDataException>(() => ParquetMetadata.CheckFooterAsync(file, CancellationToken.None));
    }

    private static byte[] PageOf(int type, int uncompressed, int compressed, string minimum = "")
    {
        var writer = new ThriftWriter();
        writer.Int32(1, type);
        writer.Int32(2, uncompressed);
        writer.Int32(3, compressed);
        writer.Struct(5, () =>
        {
            writer.Int32(1, 1);
            writer.Struct(5, () => writer.Text(6, minimum));
        });
        writer.End();
        return writer.Written.ToArray();
    }

    private static async Task CheckPages(byte[] bytes, int length)
    {
        using var file = new MemoryStream(bytes);
        await ParquetMetadata.CheckPagesAsync(file, 0, length, CancellationToken.None);
    }
}
