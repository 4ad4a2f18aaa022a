using System.Data.Common;
using System.Globalization;
using FlameScope.Columnar;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>A store in a SQL engine: files of a dataset that the engine reads, or tables into which a dataset was loaded.</summary>
/// <example>
/// <code>
/// await using DbDataSource duckDb = DuckDBClientFactory.Instance.CreateDataSource("DataSource=:memory:");
/// var store = new SqlProfileStore(duckDb, SqlDialect.DuckDb, SqlTables.DuckDbFiles("profiles"));
/// SubsecondHeatmap map = await store.GetHeatmapAsync(new ProfileQuery { Service = "checkout", Range = range });
/// </code>
/// </example>
public sealed class SqlProfileStore : IProfileStore
{
    // Up to this number, ids are part of the query, whose text is then below the 256 KiB that ClickHouse accepts by default. With more, the engine finds them
    // again by the conditions.
    private const int MaximumListed = 10_000;

    // A file has few frames, of which a range needs many: with more ids than this, reading all takes less time than finding them.
    private const int MaximumListedFrames = 1_000;

    private readonly DbDataSource _source;
    private readonly SqlDialect _dialect;
    private readonly SqlTables _tables;

    /// <summary>Initializes a store.</summary>
    /// <param name="source">The data source of an ADO.NET driver. The caller disposes it.</param>
    /// <param name="dialect">The dialect of the engine.</param>
    /// <param name="tables">The tables; <c>null</c> for the default names.</param>
    public SqlProfileStore(DbDataSource source, SqlDialect dialect, SqlTables? tables = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(dialect);
        _source = source;
        _dialect = dialect;
        _tables = tables ?? SqlTables.Default;
    }

    /// <inheritdoc/>
    public async Task<SubsecondHeatmap> GetHeatmapAsync(ProfileQuery query, HeatmapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        options ??= new HeatmapOptions();
        string value = ProfileSql.ValueOf(options.Weight);
        // The grid is made before the query, so that a range that is too long is refused at once.
        var cells = new StoreCells(query, options);
        await using QuerySession session = Open(query, cancellationToken);
        await session.RunAsync(queries => queries.Heatmap(cells.Origin, options, value), row => cells.Add(row.Number(0), row.Number(1), row.Number(2))).ConfigureAwait(false);
        return cells.ToMap();
    }

    /// <inheritdoc/>
    public async Task<StackCounts> GetStacksAsync(ProfileQuery query, int maximumStacks = 100_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumStacks, 1);
        var assembler = new ProfileAssembler("store");
        var rows = new List<(long Group, long Stack, long Samples, long[] Values)>();
        var stacks = new Dictionary<long, string>();
        long counted = 0;
        await using QuerySession session = Open(query, cancellationToken);
        await session.RunAsync(queries => queries.NumberedStacks(maximumStacks), row =>
        {
            // The group of missing contexts is null or 0, depending on the engine. No context has the id 0.
            long group = row.IsNull(0) ? 0 : row.Number(0), samples = row.Number(2);
            counted += samples;
            if (!stacks.ContainsKey(row.Number(1))) stacks.Add(row.Number(1), FileOf(row, 7));
            rows.Add((group, row.Number(1), samples, [row.Number(3), row.Number(4), row.Number(5), row.Number(6)]));
        }).ConfigureAwait(false);
        await AddGroupsAsync(session, [.. rows.Select(row => row.Group)], assembler).ConfigureAwait(false);

        long total = counted, omitted = 0;
        if (rows.Count == maximumStacks)
        {
            total = (await GetTotalsAsync(session).ConfigureAwait(false)).Samples;
            await session.RunAsync(queries => queries.StackGroupCount(), row => omitted = row.Number(0) - rows.Count).ConfigureAwait(false);
        }
        await ReadStacksAsync(session, stacks, assembler).ConfigureAwait(false);
        foreach ((long group, long stack, long samples, long[] values) in rows) assembler.AddSample(null, stack, group, -1, samples, values);
        return new StackCounts
        {
            Profile = assembler.Build(RecordingHeader.Empty, 0),
            SampleCount = total,
            OmittedStacks = omitted,
            OmittedSamples = total - counted,
        };
    }

    /// <inheritdoc/>
    public Task<StackComparison> CompareAsync(ProfileQuery baseline, ProfileQuery target, int maximumStacks = 100_000, CancellationToken cancellationToken = default) =>
        StackAnswers.CompareAsync(this, baseline, target, maximumStacks, cancellationToken);

    /// <inheritdoc/>
    public Task<FunctionCounts> GetFunctionsAsync(ProfileQuery query, int maximumStacks = 100_000, CancellationToken cancellationToken = default) =>
        StackAnswers.GetFunctionsAsync(this, query, maximumStacks, cancellationToken);

    /// <inheritdoc/>
    public async Task<HostCounts> GetHostsAsync(ProfileQuery query, TimeSpan columnLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var cells = new HostCells(query, columnLength);
        await using QuerySession session = Open(query, cancellationToken);
        await session.RunAsync(queries => queries.Hosts(cells.Origin, cells.Length), row => cells.Of(row.Text(0))[row.Number(1)] += row.Number(2)).ConfigureAwait(false);
        return cells.ToCounts();
    }

    /// <inheritdoc/>
    public async Task<Profile> ReadAsync(ProfileQuery query, long maximumSamples = 20_000_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using QuerySession session = Open(query, cancellationToken);
        (long rowCount, _) = await GetTotalsAsync(session).ConfigureAwait(false);
        if (rowCount > maximumSamples)
        {
            throw new ProfileStoreException(string.Create(
                CultureInfo.InvariantCulture, $"The range has {rowCount} samples, and at most {maximumSamples} are read: choose a shorter range, one host, or counted stacks."));
        }
        var assembler = new ProfileAssembler("store");
        var rows = new List<(string Host, long Time, long Stack, long Context, int Cpu, long Count, long Value1, long Value2, long Value3, long Value4)>();
        string host = "";
        Dictionary<long, string> stacks = [], contexts = [];
        await session.RunAsync(queries => queries.Rows(), row =>
        {
            string name = row.Text(0);
            if (name != host) host = name;
            if (!stacks.ContainsKey(row.Number(2))) stacks.Add(row.Number(2), FileOf(row, 10));
            if (!contexts.ContainsKey(row.Number(3))) contexts.Add(row.Number(3), FileOf(row, 10));
            rows.Add((host, row.Number(1), row.Number(2), row.Number(3), (int)row.Number(4), row.Number(5), row.Number(6), row.Number(7), row.Number(8), row.Number(9)));
        }).ConfigureAwait(false);
        await ReadStacksAsync(session, stacks, assembler).ConfigureAwait(false);
        await ReadContextsAsync(session, contexts, assembler).ConfigureAwait(false);
        foreach ((string name, long time, long stack, long context, int cpu, long count, long value1, long value2, long value3, long value4) in rows)
        {
            assembler.AddSample(time, stack, context, cpu, count, [value1, value2, value3, value4], name);
        }
        bool isExact = true;
        long lost = 0;
        foreach (StoredRecording recording in await ListAsync(session).ConfigureAwait(false))
        {
            isExact &= recording.IsClockExact;
            if (!recording.IsClockExact) assembler.Report("recording whose clock is accurate only to about a second");
            lost += recording.LostCount;
        }
        return assembler.Build(new RecordingHeader { Clock = new WallClock(0, 0, isExact) }, lost);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredRecording>> ListAsync(ProfileQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using QuerySession session = Open(query, cancellationToken);
        return await ListAsync(session).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<StoredRecording>> ListAsync(QuerySession session)
    {
        var recordings = new List<StoredRecording>();
        await session.RunAsync(queries => queries.Recordings(), row => recordings.Add(new StoredRecording
        {
            Id = row.Text(0),
            Service = row.Text(1),
            Host = row.Text(2),
            Start = row.Number(3),
            End = row.Number(4),
            IsClockExact = row.Flag(5),
            SampleCount = row.Number(6),
            LostCount = row.Number(7),
        })).ConfigureAwait(false);
        return recordings;
    }

    private static async Task<(long Rows, long Samples)> GetTotalsAsync(QuerySession session)
    {
        (long Rows, long Samples) totals = default;
        await session.RunAsync(queries => queries.Totals(), row => totals = (row.Number(0), row.IsNull(1) ? 0 : row.Number(1))).ConfigureAwait(false);
        return totals;
    }

    // Adds the thread names and events of groups of contexts.
    private static async Task AddGroupsAsync(QuerySession session, HashSet<long> groups, ProfileAssembler assembler)
    {
        if (groups.Contains(0))
        {
            assembler.AddCountedContext(0, "[missing context]", "", "[]", -1);
            assembler.Report("context whose row is missing in the store");
        }
        if (groups.Count == 0) return;
        await session.RunAsync(queries => queries.ContextGroups(), row =>
        {
            if (groups.Contains(row.Number(4))) assembler.AddCountedContext(row.Number(4), row.Text(0), row.Text(1), row.Text(2), (int)row.Number(3));
        }).ConfigureAwait(false);
    }

    /// <summary>Reads the stacks of samples, and their frames.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="stacks">The ids of the stacks, each with the name of a file that has it.</param>
    /// <param name="assembler">Takes the rows.</param>
    private async Task ReadStacksAsync(QuerySession session, Dictionary<long, string> stacks, ProfileAssembler assembler)
    {
        stacks.Remove(0);
        Dictionary<long, string> missing = new(stacks), frames = [];
        long[] previous = [];
        await ReadFromFilesAsync(missing, (ids, files) => session.RunAsync(queries => queries.StackRows(ids, files), row =>
        {
            long id = row.Number(0);
            if (!stacks.TryGetValue(id, out string? file)) return;
            missing.Remove(id);
            long[] path = row.Numbers(1);
            assembler.AddStack(id, path);
            // Stacks are sorted by their frames, so most begin with those of the previous one.
            foreach (long frame in path.AsSpan(path.AsSpan().CommonPrefixLength(previous))) frames.TryAdd(frame, file);
            previous = path;
        })).ConfigureAwait(false);
        missing = new(frames);
        await ReadFromFilesAsync(missing, (ids, files) => session.RunAsync(queries => queries.FrameRows(ids, files), row =>
        {
            long id = row.Number(0);
            if (!frames.ContainsKey(id)) return;
            missing.Remove(id);
            assembler.AddFrame(id, row.Text(1), row.Text(2), row.Text(3), row.Text(4), (int)row.Number(5), (int)row.Number(6), row.Flag(7));
        }), _tables.FileName is null ? MaximumListed : MaximumListedFrames).ConfigureAwait(false);
    }

    private static async Task ReadContextsAsync(QuerySession session, Dictionary<long, string> contexts, ProfileAssembler assembler)
    {
        Dictionary<long, string> missing = new(contexts);
        await ReadFromFilesAsync(missing, async (ids, files) =>
        {
            await session.RunAsync(queries => queries.ContextRows(ids, files), row =>
            {
                missing.Remove(row.Number(0));
                assembler.AddContext(
                    row.Number(0),
                    row.IsNull(1) ? null : row.Number(1),
                    row.IsNull(2) ? null : row.Number(2),
                    row.Text(3),
                    row.IsNull(4) ? null : row.Text(4),
                    row.Text(5),
                    row.Text(6),
                    (int)row.Number(7));
            }).ConfigureAwait(false);
            await session.RunAsync(queries => queries.LabelRows(ids, files), row => assembler.AddLabel(
                row.Number(0), row.Text(1), row.Text(2), row.Flag(3), row.Text(4))).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private string FileOf(QueryRow row, int column) => _tables.FileName is null ? "" : row.Text(column);

    /// <summary>
    /// Reads rows of dictionaries. Each id has the name of a file that has its row, but the hosts of a service have mostly the same rows: the file that is
    /// named most is read first, and then those of which rows are still missing, twice as many each time. After a compaction, files have other names: what is
    /// still missing is searched in all files.
    /// </summary>
    private static async Task ReadFromFilesAsync(
        Dictionary<long, string> missing, Func<IReadOnlyCollection<long>?, IReadOnlyCollection<string>?, Task> read, int maximumListed = MaximumListed)
    {
        IReadOnlyCollection<long>? Listed() => missing.Count <= maximumListed ? [.. missing.Keys] : null;
        var known = new HashSet<string>(StringComparer.Ordinal) { "" };
        for (int count = 1; missing.Count > 0; count *= 2)
        {
            string[] files = [.. missing.Values.Where(file => !known.Contains(file)).GroupBy(file => file, StringComparer.Ordinal).OrderByDescending(file => file.Count())
                .ThenBy(file => file.Key, StringComparer.Ordinal).Take(count).Select(file => file.Key)];
            await read(Listed(), files.Length == 0 ? null : files).ConfigureAwait(false);
            if (files.Length == 0) return;
            known.UnionWith(files);
        }
    }

    private QuerySession Open(ProfileQuery query, CancellationToken cancellationToken) => new(_source, _dialect, _tables, query, cancellationToken);
}
