using FlameScope.Model;
using Parquet.Meta;

namespace FlameScope.Columnar;

/// <summary>
/// The pages of a column of integers in a row group, which are found by their index, so that those of some rows are read and decoded without the others. Files
/// of the dataset's writer have the index and the encodings that this class knows; the columns of others are read as a whole by the Parquet library.
/// </summary>
internal sealed class ColumnPages
{
    private const int Dictionary = 2, Data = 0;

    private readonly Stream _stream;
    private readonly ColumnChunk _chunk;
    private readonly Page[] _pages;
    private readonly PageBuffers _buffers;
    private readonly CancellationToken _cancellationToken;

    private ColumnPages(Stream stream, ColumnChunk chunk, Page[] pages, PageBuffers buffers, CancellationToken cancellationToken)
    {
        _buffers = buffers;
        _stream = stream;
        _chunk = chunk;
        _pages = pages;
        _cancellationToken = cancellationToken;
    }

    private readonly record struct Page(long Offset, int Length, int FirstRow, int Rows);

    private bool IsInt32 => _chunk.MetaData!.Type == Parquet.Meta.Type.INT32;

    private long Start => _chunk.MetaData!.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, _chunk.MetaData.DataPageOffset) : _chunk.MetaData!.DataPageOffset;

    /// <summary>Reads the index of pages; <c>null</c> if there is none or the column has other encodings.</summary>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public static async Task<ColumnPages?> FindAsync(Stream stream, ColumnChunk? chunk, int rowCount, PageBuffers buffers, CancellationToken cancellationToken)
    {
        if (chunk is not { OffsetIndexOffset: { } offset, OffsetIndexLength: { } length, MetaData: { } column } || !IsKnown(column)) return null;
        List<ThriftValue> values = await ReadIndexAsync(stream, offset, length, ParquetStructure.OffsetIndex, cancellationToken).ConfigureAwait(false);
        long[] offsets = NumbersOf(values, PathOf(1, 1)), lengths = NumbersOf(values, PathOf(1, 2)), rows = NumbersOf(values, PathOf(1, 3));
        if (offsets.Length == 0 || lengths.Length != offsets.Length || rows.Length != offsets.Length || rows[0] != 0) throw Damaged();
        var pages = new Page[offsets.Length];
        var result = new ColumnPages(stream, chunk, pages, buffers, cancellationToken);
        long start = result.Start, end = start + column.TotalCompressedSize;
        if (start < 0 || end < start || end > stream.Length) throw new InvalidDataException("a column is outside of the file");
        for (int i = 0; i < pages.Length; i++)
        {
            long next = i + 1 < rows.Length ? rows[i + 1] : rowCount;
            if (offsets[i] < start || lengths[i] is < 0 or > int.MaxValue || lengths[i] > end - offsets[i] || next < rows[i] || next > rowCount) throw Damaged();
            pages[i] = new Page(offsets[i], (int)lengths[i], (int)rows[i], (int)(next - rows[i]));
        }
        return result;
    }

    /// <summary>Returns the rows of the pages from the first to the last one that may have numbers of a range; <c>null</c> if minima and maxima are not known.</summary>
    public async Task<Range?> FindRowsAsync(TimeRange range)
    {
        if (_chunk is not { ColumnIndexOffset: { } offset, ColumnIndexLength: { } length }) return null;
        List<ThriftValue> values = await ReadIndexAsync(_stream, offset, length, ParquetStructure.ColumnIndex, _cancellationToken).ConfigureAwait(false);
        long[] minima = NumbersOf(values, PathOf(2)), maxima = NumbersOf(values, PathOf(3));
        if (minima.Length != _pages.Length || maxima.Length != _pages.Length) throw Damaged();
        int first = 0, end = _pages.Length;
        while (first < end && !IsIn(first)) first++;
        while (end > first && !IsIn(end - 1)) end--;
        return first == end ? default(Range) : _pages[first].FirstRow..(_pages[end - 1].FirstRow + _pages[end - 1].Rows);

        bool IsIn(int page) => maxima[page] >= range.Start && minima[page] < range.End;
    }

    /// <summary>Reads rows.</summary>
    /// <returns><c>false</c> if a page has a form that this class does not know.</returns>
    public async Task<bool> TryReadAsync(int firstRow, Memory<long> numbers)
    {
        long[] dictionary = await ReadDictionaryAsync().ConfigureAwait(false);
        int endRow = firstRow + numbers.Length;
        foreach (Page page in _pages)
        {
            if (page.FirstRow + page.Rows <= firstRow || page.FirstRow >= endRow) continue;
            if (await ReadPageAsync(page.Offset, page.Length, Data).ConfigureAwait(false) is not { } content) return false;
            if (content.Count != page.Rows) throw Damaged();
            int skip = Math.Max(0, firstRow - page.FirstRow), end = Math.Min(page.Rows, endRow - page.FirstRow);
            Memory<long> target = numbers.Slice(page.FirstRow + skip - firstRow, end - skip);
            // The numbers before the first row must be decoded, too.
            Memory<long> decoded = skip == 0 ? target : _buffers.Numbers(end);
            if (!TryDecode(new PageDecoder(content.Bytes, content.Length), content, decoded.Span, dictionary)) return false;
            if (skip > 0) decoded[skip..].CopyTo(target);
        }
        return true;
    }

    /// <summary>Reads all lists of a column of lists.</summary>
    /// <returns><c>null</c> if a page has a form that this class does not know.</returns>
    public async Task<NumberLists?> TryReadListsAsync(int rowCount, int valueCount)
    {
        long[] numbers = new long[valueCount];
        int[] ends = new int[rowCount];
        int next = 0, row = -1;
        long[] dictionary = await ReadDictionaryAsync().ConfigureAwait(false);
        foreach (Page page in _pages)
        {
            if (await ReadPageAsync(page.Offset, page.Length, Data).ConfigureAwait(false) is not { } content) return null;
            if (content.Count > valueCount - next) throw Damaged();
            if (!TryReadLists(content)) return null;
        }
        return row == rowCount - 1 && next == valueCount ? new NumberLists(numbers, ends) : throw Damaged();

        bool TryReadLists(PageContent content)
        {
            int[] repetitions = new int[content.Count], definitions = new int[content.Count];
            var decoder = new PageDecoder(content.Bytes, content.Length);
            decoder.ReadLevels(repetitions, 1);
            decoder.ReadLevels(definitions, 2);
            // Lists that are null or empty have no number, and are not written by the dataset's writer.
            if (definitions.AsSpan().IndexOfAnyExcept(2) >= 0) return false;
            if (!TryDecode(decoder, content, numbers.AsSpan(next, content.Count), dictionary)) return false;
            foreach (int repetition in repetitions)
            {
                if (repetition == 0) row++;
                if (row < 0 || row >= rowCount) throw Damaged();
                ends[row] = ++next;
            }
            return true;
        }
    }

    private bool TryDecode(PageDecoder decoder, PageContent content, Span<long> numbers, long[] dictionary)
    {
        switch (content.Encoding)
        {
            case Encoding.RLE_DICTIONARY or Encoding.PLAIN_DICTIONARY:
                decoder.ReadIndexes(numbers, _buffers.Indexes(numbers.Length), dictionary);
                return true;
            case Encoding.PLAIN:
                decoder.ReadPlain(numbers, IsInt32);
                return true;
            case Encoding.DELTA_BINARY_PACKED when !IsInt32:
                decoder.ReadDifferences(numbers);
                return true;
            default:
                return false;
        }
    }

    private async Task<long[]> ReadDictionaryAsync()
    {
        if (_chunk.MetaData!.DictionaryPageOffset is not > 0) return [];
        long start = Start, length = _pages.Min(page => page.Offset) - start;
        if (length is < 0 or > PageDecoder.MaximumPage || await ReadPageAsync(start, (int)length, Dictionary).ConfigureAwait(false) is not { } content) throw new InvalidDataException("a dictionary is missing");
        if (content.Count > content.Length) throw Damaged();
        long[] numbers = new long[content.Count];
        new PageDecoder(content.Bytes, content.Length).ReadPlain(numbers, IsInt32);
        return numbers;
    }

    // Returns null if the page has another type.
    private async Task<PageContent?> ReadPageAsync(long offset, int length, int type)
    {
        Memory<byte> file = _buffers.File(length);
        _stream.Position = offset;
        await _stream.ReadExactlyAsync(file, _cancellationToken).ConfigureAwait(false);
        return Unpack(file.Span, type);
    }

    private PageContent? Unpack(ReadOnlySpan<byte> page, int type)
    {
        var values = new List<ThriftValue>();
        var header = new ThriftReader(page, values);
        header.SkipStruct(ParquetStructure.PageHeader);
        if (NumberOf(values, PathOf(1)) != type) return null;
        long length = header.Uncompressed, compressed = header.Compressed;
        if (compressed < 0 || compressed > page.Length - header.Position) throw new InvalidDataException("a page is longer than its column");
        int structure = type == Data ? 5 : 7;
        long count = NumberOf(values, PathOf(structure, 1)), encoding = NumberOf(values, PathOf(structure, 2));
        if (length is < 0 or > PageDecoder.MaximumPage || count is < 0 or > int.MaxValue) throw Damaged();
        ReadOnlySpan<byte> content = page.Slice(header.Position, (int)compressed);
        byte[] bytes = _buffers.Content((int)length + PageDecoder.Slack);
        if (_chunk.MetaData!.Codec == CompressionCodec.UNCOMPRESSED)
        {
            if (length != compressed) throw Damaged();
            content.CopyTo(bytes);
        }
        else if (_buffers.Decompress(content, bytes.AsSpan(0, (int)length)) != length)
        {
            throw Damaged();
        }
        return new PageContent(bytes, (int)length, (int)count, (Encoding)encoding);
    }

    private static bool IsKnown(ColumnMetaData column) =>
        column is { Codec: CompressionCodec.ZSTD or CompressionCodec.UNCOMPRESSED, Type: Parquet.Meta.Type.INT64 or Parquet.Meta.Type.INT32 };

    private static async Task<List<ThriftValue>> ReadIndexAsync(Stream stream, long offset, int length, ParquetStructure structure, CancellationToken cancellationToken)
    {
        if (offset < 0 || length < 1 || length > stream.Length - offset) throw Damaged();
        byte[] bytes = new byte[length];
        stream.Position = offset;
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        var values = new List<ThriftValue>();
        var reader = new ThriftReader(bytes, values);
        reader.SkipStruct(structure);
        return values;
    }

    private static int PathOf(int field) => field;

    private static int PathOf(int field, int inner) => (field * ThriftValue.Fields) + inner;

    private static long[] NumbersOf(List<ThriftValue> values, int path) => [.. values.Where(value => value.Path == path).Select(value => value.Number)];

    private static long NumberOf(List<ThriftValue> values, int path) => values.Find(value => value.Path == path).Number;

    private static InvalidDataException Damaged() => new("the index of its pages is damaged");

    private readonly record struct PageContent(byte[] Bytes, int Length, int Count, Encoding Encoding);
}

/// <summary>Lists of numbers.</summary>
/// <param name="Numbers">The numbers of all lists.</param>
/// <param name="Ends">The end of each list among the numbers.</param>
internal sealed record NumberLists(long[] Numbers, int[] Ends)
{
    public ReadOnlySpan<long> this[int row] => Numbers.AsSpan((row == 0 ? 0 : Ends[row - 1])..Ends[row]);
}
