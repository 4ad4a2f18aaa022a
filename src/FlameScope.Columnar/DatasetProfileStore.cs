using System.Collections.Concurrent;
using System.Globalization;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Store;

namespace FlameScope.Columnar;

/// <summary>
/// A store that reads the files of a dataset itself, without a SQL engine. It reads the row groups of a range one after the other and keeps counts, so its
/// memory depends on the distinct stacks of the range and not on its samples.
/// </summary>
/// <example>
/// <code>
/// var store = new DatasetProfileStore(new DatasetFolder("profiles"));
/// SubsecondHeatmap map = await store.GetHeatmapAsync(new ProfileQuery { Service = "checkout", Range = range });
/// </code>
/// </example>
/// <remarks><see cref="ProfileQuery.Match"/> is a regular expression of .NET.</remarks>
public sealed class DatasetProfileStore : IProfileStore
{
    // About 30 MB. A file of a recording is never changed, so what it contains is read once.
    private const int MaximumKnownRecordings = 100_000;

    private readonly IDatasetSource _source;
    private readonly ConcurrentDictionary<string, StoredRecording[]> _recordings = new(StringComparer.Ordinal);

    /// <summary>Initializes a store.</summary>
    /// <param name="source">The dataset.</param>
    public DatasetProfileStore(IDatasetSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
    }

    /// <inheritdoc/>
    public Task<SubsecondHeatmap> GetHeatmapAsync(ProfileQuery query, HeatmapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        options ??= new HeatmapOptions();
        // A range that is too long is refused before anything is read.
        var cells = new StoreCells(query, options);
        return RunAsync(async () =>
        {
            await new StoreScan(_source, query, cancellationToken).CountAsync(cells, StoreCells.IsOfPeriods(options.Weight)).ConfigureAwait(false);
            return cells.ToMap();
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StackCounts> GetStacksAsync(ProfileQuery query, int maximumStacks = 100_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumStacks, 1);
        return RunAsync(() => new StoreScan(_source, query, cancellationToken).CountStacksAsync(maximumStacks), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StackComparison> CompareAsync(ProfileQuery baseline, ProfileQuery target, int maximumStacks = 100_000, CancellationToken cancellationToken = default) =>
        StackAnswers.CompareAsync(this, baseline, target, maximumStacks, cancellationToken);

    /// <inheritdoc/>
    public Task<FunctionCounts> GetFunctionsAsync(ProfileQuery query, int maximumStacks = 100_000, CancellationToken cancellationToken = default) =>
        StackAnswers.GetFunctionsAsync(this, query, maximumStacks, cancellationToken);

    /// <inheritdoc/>
    public Task<HostCounts> GetHostsAsync(ProfileQuery query, TimeSpan columnLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var cells = new HostCells(query, columnLength);
        return RunAsync(async () =>
        {
            await new StoreScan(_source, query, cancellationToken).CountHostsAsync(cells).ConfigureAwait(false);
            return cells.ToCounts();
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Profile> ReadAsync(ProfileQuery query, long maximumSamples = 20_000_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return RunAsync(() => new StoreScan(_source, query, cancellationToken).ReadAsync(maximumSamples), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecording>> ListAsync(ProfileQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return RunAsync(() => ListRecordingsAsync(query, cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyList<StoredRecording>> ListRecordingsAsync(ProfileQuery query, CancellationToken cancellationToken)
    {
        var recordings = new List<StoredRecording>();
        await foreach (string path in _source.ListAsync(DatasetPath.Prefix(DatasetTables.Recordings), cancellationToken).ConfigureAwait(false))
        {
            if (DatasetPath.Parse(path) is not { Host: not null } file || (query.Service is not null && file.Service != query.Service) || (query.Host is not null && file.Host != query.Host)) continue;
            if (!_recordings.TryGetValue(path, out StoredRecording[]? known))
            {
                known = await ReadRecordingsAsync(path, file, cancellationToken).ConfigureAwait(false);
                if (_recordings.Count >= MaximumKnownRecordings) _recordings.Clear();
                _recordings[path] = known;
            }
            recordings.AddRange(known.Where(recording => recording.Start < query.Range.End && recording.End >= query.Range.Start));
        }
        return
        [
            .. recordings.DistinctBy(recording => (recording.Id, recording.Service, recording.Host)).OrderBy(recording => recording.Start)
                .ThenBy(recording => recording.Service, StringComparer.Ordinal).ThenBy(recording => recording.Host, StringComparer.Ordinal).ThenBy(recording => recording.Id, StringComparer.Ordinal),
        ];
    }

    private async Task<StoredRecording[]> ReadRecordingsAsync(string path, DatasetPath file, CancellationToken cancellationToken)
    {
        var recordings = new List<StoredRecording>();
        await using ParquetTable table = await ParquetTable.OpenAsync(_source, path, cancellationToken).ConfigureAwait(false);
        await table.ReadAsync(async group => recordings.AddRange((await DictionaryReader.ReadRecordingsAsync(group, file).ConfigureAwait(false)).Select(recording => new StoredRecording
        {
            Id = recording.Id,
            Service = recording.Service,
            Host = recording.Host,
            Start = recording.Start,
            End = recording.End,
            IsClockExact = recording.IsClockExact,
            SampleCount = recording.SampleCount,
            LostCount = recording.LostCount,
        }))).ConfigureAwait(false);
        return [.. recordings];
    }

    // Files are read synchronously for the most part, so a thread of the pool does it.
    private static async Task<T> RunAsync<T>(Func<Task<T>> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(answer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is DatasetException or IOException or UnauthorizedAccessException)
        {
            throw new ProfileStoreException(string.Create(CultureInfo.InvariantCulture, $"The dataset cannot be read: {failure.Message}"), failure);
        }
    }
}
