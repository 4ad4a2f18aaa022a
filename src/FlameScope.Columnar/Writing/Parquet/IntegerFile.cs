using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using ZstdSharp;

namespace FlameScope.Columnar;

/// <summary>
/// Writes a Parquet file whose columns are integers, or lists of them. Parquet.Net encodes only texts as dictionaries; the ids of stacks and contexts, which
/// are most of a dataset, take half of the bytes as dictionaries.
/// </summary>
/// <remarks>The subset of the format: required columns, data pages of version 1, statistics of row groups, indexes of pages, and three encodings: RLE_DICTIONARY for values that
/// repeat, DELTA_BINARY_PACKED for others, and PLAIN in dictionaries and where it is smaller.</remarks>
internal sealed class IntegerFile(Stream stream, CompressionLevel compression, CancellationToken cancellationToken) : IDisposable
{
    // An engine that reads a short range skips pages; the smaller they are, the less they compress.
    private const int PageSize = 1 << 16;

    // The numbers that Parquet's definition (parquet.thrift) gives to types, encodings and so on.
    private const int Int32Type = 1, Int64Type = 2, Required = 0, Optional = 1, Repeated = 2, ListConversion = 3, DataPage = 0, DictionaryPage = 2, Plain = 0,
        Rle = 3, DeltaBinaryPacked = 5, RleDictionary = 8, Uncompressed = 0, Zstandard = 6, Unordered = 0, Ascending = 1;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    private readonly Compressor? _compressor = compression == CompressionLevel.NoCompression ? null : new Compressor(LevelOf(compression));
    private readonly List<RowGroup> _groups = [];
    private long _position;

    /// <summary>Indicates whether the file has an index of its pages.</summary>
    public bool HasIndex { get; init; } = true;

    private sealed record RowGroup(IReadOnlyList<Chunk> Chunks, long Rows);

    private readonly record struct Page(long Offset, int Length, int FirstRow, long Minimum, long Maximum);

    private sealed class Chunk(IntegerColumn column)
    {
        public IntegerColumn Column => column;

        public long? DictionaryOffset { get; set; }

        public long DataOffset { get; set; }

        public long Compressed { get; set; }

        public long Uncompressed { get; set; }

        public SortedSet<int> Encodings { get; } = [];

        public (long Minimum, long Maximum) Range { get; init; }

        public List<Page> Pages { get; } = [];

        public (long Offset, int Length) OffsetIndex { get; set; }

        public (long Offset, int Length) ColumnIndex { get; set; }
    }

    public async Task WriteGroupAsync(IReadOnlyList<IntegerColumn> columns)
    {
        if (_position == 0) await WriteAsync(Magic.ToArray()).ConfigureAwait(false);
        var chunks = new List<Chunk>();
        foreach (IntegerColumn column in columns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            chunks.Add(await WriteColumnAsync(column).ConfigureAwait(false));
        }
        _groups.Add(new RowGroup(chunks, columns[0].RowCount));
    }

    /// <summary>Writes the metadata, which ends the file.</summary>
    public async Task EndAsync(KeyValuePair<string, string> fact)
    {
        if (HasIndex) await WriteIndexesAsync().ConfigureAwait(false);
        var footer = new ThriftWriter();
        footer.Int32(1, 2); // the version of the format
        List<Action> schema = [() => Element(footer, "schema", null, null, _groups[0].Chunks.Count, null)];
        foreach (IntegerColumn column in _groups[0].Chunks.Select(chunk => chunk.Column)) schema.AddRange(SchemaOf(footer, column));
        footer.Structs(2, schema, write => write());
        footer.Int64(3, _groups.Sum(group => group.Rows));
        footer.Structs(4, _groups, group => WriteGroup(footer, group));
        footer.Structs(5, [fact], pair =>
        {
            footer.Text(1, pair.Key);
            footer.Text(2, pair.Value);
        });
        footer.Text(6, "flamescope");
        footer.Structs(7, _groups[0].Chunks, _ => footer.Struct(1, () => { })); // minima and maxima are by the order of the type
        footer.End();
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Written.Length);
        await WriteAsync(footer.Written.ToArray()).ConfigureAwait(false);
        await WriteAsync(length).ConfigureAwait(false);
        await WriteAsync(Magic.ToArray()).ConfigureAwait(false);
    }

    public void Dispose() => _compressor?.Dispose();

    private async Task<Chunk> WriteColumnAsync(IntegerColumn column)
    {
        ReadOnlyMemory<long> values = column.Values;
        // A dictionary is worth its size if values occur four times.
        ValueDictionary? dictionary = column.IsAscending ? null : ValueDictionary.TryCreate(values.Span, Math.Max(values.Length / 4, 1));
        var chunk = new Chunk(column) { Range = RangeOf(dictionary is null ? values.Span : dictionary.Values) };
        var page = new ArrayBufferWriter<byte>();
        if (dictionary is not null)
        {
            chunk.DictionaryOffset = _position;
            WritePlain(page, dictionary.Values, column.IsInt32);
            await WritePageAsync(chunk, page, DictionaryPage, dictionary.Values.Length, Plain).ConfigureAwait(false);
        }
        chunk.DataOffset = _position;
        int row = 0, start = 0;
        do
        {
            int rows = 0, count = 0;
            for (; row + rows < column.RowCount && count < PageSize; rows++) count += column.Lengths?[row + rows] ?? 1;
            page.ResetWrittenCount();
            if (column.Lengths is not null) WriteLevels(page, column.Lengths.AsSpan(row, rows), count);
            int encoding = WriteValues(page, column, dictionary, start, count);
            long offset = _position;
            await WritePageAsync(chunk, page, DataPage, count, encoding).ConfigureAwait(false);
            (long minimum, long maximum) = RangeOf(values.Span.Slice(start, count));
            chunk.Pages.Add(new Page(offset, (int)(_position - offset), row, minimum, maximum));
            row += rows;
            start += count;
        }
        while (row < column.RowCount);
        return chunk;
    }

    private static int WriteValues(ArrayBufferWriter<byte> page, IntegerColumn column, ValueDictionary? dictionary, int start, int count)
    {
        ReadOnlySpan<long> values = column.Values.Span.Slice(start, count);
        if (dictionary is not null)
        {
            page.Write([(byte)dictionary.IndexWidth]);
            BitPacking.WriteRuns(page, dictionary.Indexes.AsSpan(start, count), dictionary.IndexWidth);
            return RleDictionary;
        }
        if (!column.IsInt32)
        {
            var differences = new ArrayBufferWriter<byte>();
            BitPacking.WriteDifferences(differences, values);
            if (differences.WrittenCount < values.Length * sizeof(long))
            {
                page.Write(differences.WrittenSpan);
                return DeltaBinaryPacked;
            }
        }
        WritePlain(page, values, column.IsInt32);
        return Plain;
    }

    // Which values begin a list, and that all are present. Both precede the values, each with its length.
    private static void WriteLevels(ArrayBufferWriter<byte> page, ReadOnlySpan<int> lengths, int count)
    {
        int[] repetitions = new int[count], definitions = new int[count];
        repetitions.AsSpan().Fill(1);
        definitions.AsSpan().Fill(2);
        int next = 0;
        foreach (int length in lengths)
        {
            repetitions[next] = 0;
            next += length;
        }
        WriteWithLength(page, repetitions, 1);
        WriteWithLength(page, definitions, 2);
    }

    private static void WriteWithLength(ArrayBufferWriter<byte> page, int[] levels, int width)
    {
        var bytes = new ArrayBufferWriter<byte>();
        BitPacking.WriteRuns(bytes, levels, width);
        BinaryPrimitives.WriteInt32LittleEndian(page.GetSpan(sizeof(int)), bytes.WrittenCount);
        page.Advance(sizeof(int));
        page.Write(bytes.WrittenSpan);
    }

    private static void WritePlain(ArrayBufferWriter<byte> page, ReadOnlySpan<long> values, bool isInt32)
    {
        int size = isInt32 ? sizeof(int) : sizeof(long);
        foreach (long value in values)
        {
            // The first bytes of a long are those of the int.
            BinaryPrimitives.WriteInt64LittleEndian(page.GetSpan(sizeof(long)), value);
            page.Advance(size);
        }
    }

    private async Task WritePageAsync(Chunk chunk, ArrayBufferWriter<byte> page, int type, int count, int encoding)
    {
        ReadOnlyMemory<byte> content = _compressor is null ? page.WrittenMemory : _compressor.Wrap(page.WrittenSpan).ToArray();
        var header = new ThriftWriter();
        header.Int32(1, type);
        header.Int32(2, page.WrittenCount);
        header.Int32(3, content.Length);
        header.Struct(type == DataPage ? 5 : 7, () =>
        {
            header.Int32(1, count);
            header.Int32(2, encoding);
            if (type != DataPage) return;
            header.Int32(3, Rle); // the encoding of definition and repetition levels
            header.Int32(4, Rle);
        });
        header.End();
        chunk.Encodings.Add(encoding);
        if (type == DataPage) chunk.Encodings.Add(Rle);
        chunk.Compressed += header.Written.Length + content.Length;
        chunk.Uncompressed += header.Written.Length + page.WrittenCount;
        await WriteAsync(header.Written.ToArray()).ConfigureAwait(false);
        await WriteAsync(content).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        _position += bytes.Length;
    }

    // The minimum, the maximum and the position of each page, by which readers of a short range skip pages.
    private async Task WriteIndexesAsync()
    {
        foreach (Chunk chunk in _groups.SelectMany(group => group.Chunks))
        {
            var values = new ThriftWriter();
            values.AllFalse(1, chunk.Pages.Count); // no page has only nulls
            values.Integers(2, chunk.Pages.ConvertAll(page => Bytes(page.Minimum, chunk.Column.IsInt32).ToArray()));
            values.Integers(3, chunk.Pages.ConvertAll(page => Bytes(page.Maximum, chunk.Column.IsInt32).ToArray()));
            values.Int32(4, chunk.Column.IsAscending ? Ascending : Unordered);
            values.End();
            chunk.ColumnIndex = (_position, values.Written.Length);
            await WriteAsync(values.Written.ToArray()).ConfigureAwait(false);
        }
        foreach (Chunk chunk in _groups.SelectMany(group => group.Chunks))
        {
            var pages = new ThriftWriter();
            pages.Structs(1, chunk.Pages, page =>
            {
                pages.Int64(1, page.Offset);
                pages.Int32(2, page.Length);
                pages.Int64(3, page.FirstRow);
            });
            pages.End();
            chunk.OffsetIndex = (_position, pages.Written.Length);
            await WriteAsync(pages.Written.ToArray()).ConfigureAwait(false);
        }
    }

    private void WriteGroup(ThriftWriter footer, RowGroup group)
    {
        footer.Structs(1, group.Chunks, chunk =>
        {
            footer.Int64(2, chunk.DictionaryOffset ?? chunk.DataOffset);
            footer.Struct(3, () => WriteChunk(footer, chunk));
            if (!HasIndex) return;
            footer.Int64(4, chunk.OffsetIndex.Offset);
            footer.Int32(5, chunk.OffsetIndex.Length);
            footer.Int64(6, chunk.ColumnIndex.Offset);
            footer.Int32(7, chunk.ColumnIndex.Length);
        });
        footer.Int64(2, group.Chunks.Sum(chunk => chunk.Uncompressed));
        footer.Int64(3, group.Rows);
        footer.Int64(6, group.Chunks.Sum(chunk => chunk.Compressed));
    }

    private void WriteChunk(ThriftWriter footer, Chunk chunk)
    {
        IntegerColumn column = chunk.Column;
        footer.Int32(1, column.IsInt32 ? Int32Type : Int64Type);
        footer.Int32s(2, chunk.Encodings);
        footer.Texts(3, column.Lengths is null ? [column.Name] : [column.Name, "list", "element"]);
        footer.Int32(4, _compressor is null ? Uncompressed : Zstandard);
        footer.Int64(5, column.Values.Length);
        footer.Int64(6, chunk.Uncompressed);
        footer.Int64(7, chunk.Compressed);
        footer.Int64(9, chunk.DataOffset);
        if (chunk.DictionaryOffset is { } offset) footer.Int64(11, offset);
        footer.Struct(12, () =>
        {
            footer.Int64(3, 0); // no value is null
            footer.Binary(5, Bytes(chunk.Range.Maximum, column.IsInt32));
            footer.Binary(6, Bytes(chunk.Range.Minimum, column.IsInt32));
        });
    }

    private static Action[] SchemaOf(ThriftWriter footer, IntegerColumn column)
    {
        int type = column.IsInt32 ? Int32Type : Int64Type;
        if (column.Lengths is null) return [() => Element(footer, column.Name, type, Required, null, null)];
        return
        [
            () => Element(footer, column.Name, null, Optional, 1, ListConversion),
            () => Element(footer, "list", null, Repeated, 1, null),
            () => Element(footer, "element", type, Required, null, null),
        ];
    }

    private static void Element(ThriftWriter footer, string name, int? type, int? repetition, int? children, int? conversion)
    {
        if (type is { } physical) footer.Int32(1, physical);
        if (repetition is { } times) footer.Int32(3, times);
        footer.Text(4, name);
        if (children is { } count) footer.Int32(5, count);
        if (conversion is { } list) footer.Int32(6, list);
    }

    private static ReadOnlySpan<byte> Bytes(long value, bool isInt32)
    {
        var bytes = new ArrayBufferWriter<byte>();
        WritePlain(bytes, [value], isInt32);
        return bytes.WrittenSpan;
    }

    private static (long Minimum, long Maximum) RangeOf(ReadOnlySpan<long> values)
    {
        long minimum = long.MaxValue, maximum = long.MinValue;
        foreach (long value in values)
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }
        return minimum <= maximum ? (minimum, maximum) : (0, 0);
    }

    private static int LevelOf(CompressionLevel compression) => compression switch
    {
        CompressionLevel.Fastest => 1,
        CompressionLevel.SmallestSize => 19,
        _ => 3,
    };
}
