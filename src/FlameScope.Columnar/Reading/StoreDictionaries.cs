using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>The files of the tables that the samples of a question refer to, by the recordings whose names they have.</summary>
internal sealed class StoreDictionaries
{
    private static readonly string[] Tables = [DatasetTables.Stacks, DatasetTables.Frames, DatasetTables.Contexts, DatasetTables.Labels];

    private readonly IDatasetSource _source;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<(string Table, string Id), List<string>> _paths = [];

    private StoreDictionaries(IDatasetSource source, CancellationToken cancellationToken)
    {
        _source = source;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Lists the files of the dates of samples.</summary>
    public static async Task<StoreDictionaries> FindAsync(IDatasetSource source, List<DatasetPath> samples, string? service, CancellationToken cancellationToken)
    {
        var dictionaries = new StoreDictionaries(source, cancellationToken);
        foreach (string date in samples.Select(file => file.Date).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            foreach (string table in Tables)
            {
                await foreach (string path in source.ListAsync(DatasetPath.Prefix(table, date, null, service), cancellationToken).ConfigureAwait(false))
                {
                    if (DatasetPath.Parse(path) is not { } file) continue;
                    if (!dictionaries._paths.TryGetValue((table, file.Id), out List<string>? paths)) dictionaries._paths.Add((table, file.Id), paths = []);
                    paths.Add(path);
                }
            }
        }
        return dictionaries;
    }

    /// <summary>Reads all files of a table.</summary>
    public async Task ReadAllAsync(string table, Func<ParquetTable.Group, Task> read)
    {
        foreach (string path in _paths.Where(pair => pair.Key.Table == table).SelectMany(pair => pair.Value)) await ReadAsync(path, read).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads rows of a table. Each id has the name of a recording that has its row, but the hosts of a service have mostly the same rows: the file that is
    /// named most is read first, and then those of which rows are still missing, twice as many each time. After a compaction, files have other names: what is
    /// still missing is searched in all files.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="missing">The ids, each with the name of a recording.</param>
    /// <param name="read">Reads the rows of a group that are missing, and removes them.</param>
    public async Task FindAsync(string table, Dictionary<long, string> missing, Func<ParquetTable.Group, Dictionary<long, string>, Task> read)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (int count = 1; missing.Count > 0; count *= 2)
        {
            string[] next = [.. missing.Values.Where(id => !known.Contains(id)).GroupBy(id => id, StringComparer.Ordinal).OrderByDescending(id => id.Count())
                .ThenBy(id => id.Key, StringComparer.Ordinal).Take(count).Select(id => id.Key)];
            bool isLast = next.Length == 0;
            if (isLast) next = [.. _paths.Keys.Where(key => key.Table == table && !known.Contains(key.Id)).Select(key => key.Id).Order(StringComparer.Ordinal)];
            foreach (string id in next)
            {
                known.Add(id);
                foreach (string path in _paths.GetValueOrDefault((table, id)) ?? [])
                {
                    if (missing.Count == 0) return;
                    await ReadAsync(path, group => read(group, missing)).ConfigureAwait(false);
                }
            }
            if (isLast) return;
        }
    }

    private async Task ReadAsync(string path, Func<ParquetTable.Group, Task> read)
    {
        await using ParquetTable file = await ParquetTable.OpenAsync(_source, path, _cancellationToken).ConfigureAwait(false);
        await file.ReadAsync(read).ConfigureAwait(false);
    }
}
