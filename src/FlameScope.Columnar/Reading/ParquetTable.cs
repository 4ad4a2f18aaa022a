using System.Globalization;
using FlameScope.Model;
using Parquet;
using Parquet.Schema;

namespace FlameScope.Columnar;

/// <summary>A file of a dataset that is open for reading. Every failure names the file.</summary>
internal sealed class ParquetTable : IAsyncDisposable
{
    // More rows than any writer puts into one row group; a damaged footer must not make the reader allocate more.
    private const long MaximumValues = 1 << 28;

    private readonly string _path;
    private readonly Stream _stream;
    private readonly ParquetReader _reader;
    private readonly PageBuffers _buffers = new();
    private readonly CancellationToken _cancellationToken;

    private ParquetTable(string path, Stream stream, ParquetReader reader, CancellationToken cancellationToken)
    {
        _path = path;
        _stream = stream;
        _reader = reader;
        _cancellationToken = cancellationToken;
    }

    public int GroupCount => _reader.RowGroupCount;

    public static async Task<ParquetTable> OpenAsync(IDatasetSource source, string path, CancellationToken cancellationToken)
    {
        Stream stream = await source.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            await ParquetMetadata.CheckFooterAsync(stream, cancellationToken).ConfigureAwait(false);
            ParquetReader reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
            var table = new ParquetTable(path, stream, reader, cancellationToken);
            table.CheckVersion();
            return table;
        }
        catch (Exception damaged)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (damaged is OperationCanceledException or DatasetException or OutOfMemoryException) throw;
            throw Damaged(path, damaged);
        }
    }

    /// <summary>Reads row groups. Failures of the Parquet reader are rethrown with the name of the file.</summary>
    public async Task ReadAsync(Func<Group, Task> read)
    {
        for (int i = 0; i < _reader.RowGroupCount; i++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            try
            {
                using ParquetRowGroupReader group = _reader.OpenRowGroupReader(i);
                await read(new Group(this, group)).ConfigureAwait(false);
            }
            catch (Exception damaged) when (damaged is not (OperationCanceledException or DatasetException or OutOfMemoryException))
            {
                throw Damaged(_path, damaged);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _buffers.Dispose();
        await _reader.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private void CheckVersion()
    {
        string? text = _reader.CustomMetadata.GetValueOrDefault(DatasetTables.VersionKey);
        if (text is null) return; // A file that another tool rewrote, such as by compaction, has the columns but not the version.
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version > DatasetTables.Version)
        {
            throw new DatasetException($"{_path}: the version of the schema is '{text}', and this reader reads {DatasetTables.Version}.");
        }
    }

    private static DatasetException Damaged(string path, Exception cause) => new($"{path}: the file is damaged or not Parquet: {cause.Message}", cause);

    /// <summary>A row group.</summary>
    internal sealed class Group(ParquetTable table, ParquetRowGroupReader reader)
    {
        private readonly Dictionary<string, ColumnPages?> _pages = new(StringComparer.Ordinal);
        private int _first;
        private int? _count;

        /// <summary>The number of rows that are read.</summary>
        public int Count => _count ?? AllCount;

        private int AllCount => reader.RowCount is >= 0 and <= MaximumValues ? (int)reader.RowCount
            : throw new DatasetException(string.Create(CultureInfo.InvariantCulture, $"{table._path}: a row group has {reader.RowCount} rows."));

        /// <summary>Restricts what is read to the rows of pages whose times may be in a range, if the file has an index of its pages.</summary>
        public async Task NarrowAsync(TimeRange range)
        {
            if (Find(DatasetTables.Time) is not { } field || await FindPagesAsync(field).ConfigureAwait(false) is not { } pages) return;
            if (await pages.FindRowsAsync(range).ConfigureAwait(false) is { } rows) (_first, _count) = rows.GetOffsetAndLength(AllCount);
        }

        /// <summary>Returns the minimum and the maximum of a column; <c>null</c> if the file does not have them.</summary>
        public (long Minimum, long Maximum)? FindRange(string column) =>
            Find(column) is { } field && reader.GetStatistics(field) is { MinValue: long minimum, MaxValue: long maximum } ? (minimum, maximum) : null;

        public async Task<T[]> ReadAsync<T>(string column)
            where T : struct
        {
            if (typeof(T) == typeof(long)) return (T[])(object)await ReadAsync(column, []).ConfigureAwait(false);
            DataField field = Required(column);
            await CheckPagesAsync(field).ConfigureAwait(false);
            var values = new T[AllCount];
            await reader.ReadAsync<T>(field, values.AsMemory(), cancellationToken: table._cancellationToken).ConfigureAwait(false);
            return Narrow(values);
        }

        /// <summary>Reads a column into an array that is used again, or into a new one if it is too short. The array may be longer than the column.</summary>
        public async Task<long[]> ReadAsync(string column, long[] array)
        {
            DataField field = Required(column);
            if (array.Length < Count) array = new long[Count];
            if (field.MaxDefinitionLevel == 0 && await FindPagesAsync(field).ConfigureAwait(false) is { } pages
                && await pages.TryReadAsync(_first, array.AsMemory(0, Count)).ConfigureAwait(false))
            {
                return array;
            }
            await CheckPagesAsync(field).ConfigureAwait(false);
            if (_count is not null)
            {
                long[] all = new long[AllCount];
                await reader.ReadAsync<long>(field, all.AsMemory(), cancellationToken: table._cancellationToken).ConfigureAwait(false);
                all.AsSpan(_first, Count).CopyTo(array);
                return array;
            }
            await reader.ReadAsync<long>(field, array.AsMemory(0, Count), cancellationToken: table._cancellationToken).ConfigureAwait(false);
            return array;
        }

        /// <summary>
        /// Reads a column of numbers that are mostly equal. Where the statistics say that all are, which is so for counts and further values of most recordings,
        /// nothing is decoded.
        /// </summary>
        /// <param name="column">The column.</param>
        /// <param name="absent">The value of all rows if the file does not have the column.</param>
        public async Task<NumberColumn> ReadNumbersAsync(string column, long absent)
        {
            if (Find(column) is not { } field) return new NumberColumn(null, absent);
            bool isUniform = reader.GetStatistics(field) is { MinValue: long minimum, MaxValue: long maximum, NullCount: null or 0 } && minimum == maximum;
            return isUniform ? new NumberColumn(null, (long)reader.GetStatistics(field)!.MinValue!) : new NumberColumn(await ReadAsync<long>(column).ConfigureAwait(false), 0);
        }

        /// <summary>Reads a column that older or other files do not have.</summary>
        public async Task<T[]?> TryReadAsync<T>(string column)
            where T : struct => Find(column) is null ? null : await ReadAsync<T>(column).ConfigureAwait(false);

        public async Task<T?[]> ReadNullableAsync<T>(string column)
            where T : struct
        {
            DataField field = Required(column);
            // A tool that rewrote the file may have made the column required.
            if (!field.IsNullable) return Array.ConvertAll(await ReadAsync<T>(column).ConfigureAwait(false), value => (T?)value);
            await CheckPagesAsync(field).ConfigureAwait(false);
            var values = new T?[AllCount];
            await reader.ReadAsync<T>(field, values.AsMemory(), cancellationToken: table._cancellationToken).ConfigureAwait(false);
            return Narrow(values);
        }

        public async Task<string?[]> ReadTextsAsync(string column)
        {
            DataField field = Required(column);
            await CheckPagesAsync(field).ConfigureAwait(false);
            var values = new string?[AllCount];
            await reader.ReadAsync(field, values.AsMemory()!, cancellationToken: table._cancellationToken).ConfigureAwait(false);
            return Narrow(values);
        }

        /// <summary>Reads a column of lists of numbers, none of which is null, of all rows.</summary>
        public async Task<NumberLists> ReadListsAsync(string column)
        {
            DataField field = Array.Find(table._reader.Schema.GetDataFields(), f => f.Path.FirstPart == column) ?? throw Missing(column);
            long valueCount = reader.GetMetadata(field)?.MetaData?.NumValues ?? 0;
            if (valueCount is < 0 or > MaximumValues) throw new DatasetException(string.Create(CultureInfo.InvariantCulture, $"{table._path}: a column has {valueCount} values."));
            if (field is { MaxDefinitionLevel: 2, MaxRepetitionLevel: 1 } && await FindPagesAsync(field).ConfigureAwait(false) is { } pages
                && await pages.TryReadListsAsync(AllCount, (int)valueCount).ConfigureAwait(false) is { } lists)
            {
                return lists;
            }
            await CheckPagesAsync(field).ConfigureAwait(false);
            long[] values = new long[valueCount];
            int[] definitions = new int[valueCount], repetitions = new int[valueCount];
            await reader.ReadRawAsync<long>(
                field, values.AsMemory(), new Memory<int>(definitions), new Memory<int>(repetitions), table._cancellationToken).ConfigureAwait(false);
            return Split(values, definitions, repetitions);
        }

        // The values of absent elements are not stored, so the level of an element decides whether it takes a value.
        private NumberLists Split(long[] values, int[] definitions, int[] repetitions)
        {
            var ends = new List<int>(AllCount);
            int highest = definitions.Length == 0 ? 0 : definitions.Max(), next = 0;
            for (int i = 0; i < definitions.Length; i++)
            {
                if (repetitions[i] == 0 && i > 0) ends.Add(next);
                if (definitions[i] == highest) next++;
            }
            if (definitions.Length > 0) ends.Add(next);
            return ends.Count == AllCount ? new NumberLists(values, [.. ends]) : throw new DatasetException($"{table._path}: the number of lists is not the number of rows.");
        }

        private T[] Narrow<T>(T[] all) => _count is { } count ? all[_first..(_first + count)] : all;

        private async Task<ColumnPages?> FindPagesAsync(DataField field)
        {
            string name = field.Path.FirstPart ?? "";
            if (_pages.TryGetValue(name, out ColumnPages? pages)) return pages;
            pages = await ColumnPages.FindAsync(table._stream, reader.GetMetadata(field), AllCount, table._buffers, table._cancellationToken).ConfigureAwait(false);
            _pages.Add(name, pages);
            return pages;
        }

        private async Task CheckPagesAsync(DataField field)
        {
            if (reader.GetMetadata(field)?.MetaData is not { } column) return; // the library refuses the column
            long start = column.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
            await ParquetMetadata.CheckPagesAsync(table._stream, start, column.TotalCompressedSize, table._cancellationToken).ConfigureAwait(false);
        }

        private DataField Required(string column) => Find(column) ?? throw Missing(column);

        private DataField? Find(string column) => Array.Find(table._reader.Schema.GetDataFields(), field => field.Path.FirstPart == column);

        private DatasetException Missing(string column) => new($"{table._path}: there is no column '{column}'.");
    }
}

/// <summary>The numbers of a column.</summary>
/// <param name="Values">The numbers; <c>null</c> if all are equal.</param>
/// <param name="Uniform">The number of all rows, if all are equal.</param>
internal readonly record struct NumberColumn(long[]? Values, long Uniform)
{
    public long this[int row] => Values is null ? Uniform : Values[row];
}
