using System.Buffers.Binary;
using System.Globalization;

namespace FlameScope.Columnar;

/// <summary>
/// Checks the metadata of a Parquet file before a library that trusts it reads it. Each field must have the type of the specification, and no list, text or page
/// may be longer than what the file contains or a page can sensibly be: otherwise the library may not return, or allocate without need.
/// </summary>
internal static class ParquetMetadata
{
    // Writers make pages of a few megabytes.
    private const int MaximumPage = 256 * 1024 * 1024;

    // Page headers are shorter unless they contain long minima and maxima.
    private const int ExpectedHeader = 512;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Checks the metadata at the end of a file and goes back to its start.</summary>
    /// <exception cref="InvalidDataException">The metadata is damaged.</exception>
    public static async Task CheckFooterAsync(Stream stream, CancellationToken cancellationToken)
    {
        int edge = Magic.Length;
        if (stream.Length < (2 * edge) + sizeof(int)) throw new InvalidDataException("it is too short");
        var end = new byte[sizeof(int) + edge];
        await ReadAtAsync(stream, stream.Length - end.Length, end, cancellationToken).ConfigureAwait(false);
        int length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (!end.AsSpan(sizeof(int)).SequenceEqual(Magic)) throw new InvalidDataException("it does not end with PAR1");
        if (length < 0 || length > stream.Length - end.Length - edge) throw new InvalidDataException("its metadata is longer than the file");
        var footer = new byte[length];
        await ReadAtAsync(stream, stream.Length - end.Length - length, footer, cancellationToken).ConfigureAwait(false);
        var reader = new ThriftReader(footer);
        reader.SkipStruct(ParquetStructure.FileMetaData);
        stream.Position = 0;
    }

    /// <summary>Checks the headers of the pages of a column in a row group.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="start">The position of the first page.</param>
    /// <param name="length">The length of all pages.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="InvalidDataException">A header is damaged.</exception>
    public static async Task CheckPagesAsync(Stream stream, long start, long length, CancellationToken cancellationToken)
    {
        if (start < 0 || length < 0 || length > stream.Length - start) throw new InvalidDataException("a column is outside of the file");
        for (long position = start; position < start + length;)
        {
            long rest = start + length - position;
            (int header, int compressed) = await ReadPageHeaderAsync(stream, position, rest, cancellationToken).ConfigureAwait(false);
            if (compressed > rest - header) throw new InvalidDataException("a page is longer than its column");
            position += header + compressed;
        }
    }

    private static async Task<(int Header, int Compressed)> ReadPageHeaderAsync(Stream stream, long position, long rest, CancellationToken cancellationToken)
    {
        for (long size = Math.Min(ExpectedHeader, rest); ; size = Math.Min(size * 32, Math.Min(rest, MaximumPage)))
        {
            var bytes = new byte[size];
            await ReadAtAsync(stream, position, bytes, cancellationToken).ConfigureAwait(false);
            try
            {
                var reader = new ThriftReader(bytes);
                reader.SkipStruct(ParquetStructure.PageHeader);
                if (reader.Uncompressed is < 0 or > MaximumPage || reader.Compressed is < 0 or > MaximumPage)
                {
                    throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a page of {reader.Uncompressed} bytes is too long"));
                }
                return (reader.Position, (int)reader.Compressed);
            }
            catch (EndOfStreamException) when (size < Math.Min(rest, MaximumPage))
            {
                // The header is longer than expected.
            }
        }
    }

    private static ValueTask ReadAtAsync(Stream stream, long position, Memory<byte> bytes, CancellationToken cancellationToken)
    {
        stream.Position = position;
        return stream.ReadExactlyAsync(bytes, cancellationToken);
    }
}
