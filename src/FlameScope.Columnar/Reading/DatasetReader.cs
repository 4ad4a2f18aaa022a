using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>
/// Reads samples back without a query engine: files are chosen by their paths, row groups by their statistics, and only the dictionaries of the recordings
/// that were found are read.
/// </summary>
internal sealed class DatasetReader(IDatasetSource source, DatasetQuery query, CancellationToken cancellationToken, RowFilter? filter = null)
{
    private long _sampleCount;

    public async Task<Profile> ReadAsync()
    {
        List<DatasetPath> files = await SampleFiles.FindAsync(source, query.Range, query.Service, query.Host, cancellationToken).ConfigureAwait(false);
        if (files.Count == 0) throw new DatasetException($"The dataset has no samples of the service '{query.Service}'{OfHost()} in the range.");
        var profiles = new List<Profile>();
        foreach (IGrouping<string, DatasetPath> host in files.GroupBy(file => file.Host ?? "", StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            profiles.Add(await ReadHostAsync(host.Key, [.. host.OrderBy(file => file.ToString(), StringComparer.Ordinal)]).ConfigureAwait(false));
        }
        return profiles.Count == 1 ? profiles[0] : Profile.MergeAll(profiles, cancellationToken: cancellationToken);
    }

    public async Task<List<DatasetRecording>> ListAsync()
    {
        var recordings = new List<DatasetRecording>();
        await foreach (string path in source.ListAsync(DatasetPath.Prefix(DatasetTables.Recordings), cancellationToken).ConfigureAwait(false))
        {
            if (DatasetPath.Parse(path) is not { Host: not null } file || file.Service != query.Service || (query.Host is not null && file.Host != query.Host)) continue;
            recordings.AddRange(await ReadRecordingsAsync(path, file).ConfigureAwait(false));
        }
        return [.. recordings.Where(r => r.Start < query.Range.End && r.End >= query.Range.Start).OrderBy(r => r.Start).ThenBy(r => r.Id, StringComparer.Ordinal)];
    }

    public static DatasetException TooMany(long maximum) => new(string.Create(
        CultureInfo.InvariantCulture, $"The range has more than {maximum} samples, and at most {maximum} are read: choose a shorter range, or one host."));

    private string OfHost() => query.Host is null ? "" : $" and the host '{query.Host}'";

    private async Task<Profile> ReadHostAsync(string host, DatasetPath[] files)
    {
        var assembler = new ProfileAssembler("dataset");
        var rows = new List<SampleBatch>();
        foreach (DatasetPath file in files) await ReadSamplesAsync(file, rows).ConfigureAwait(false);
        HashSet<long> stacks = [], contexts = [];
        foreach (SampleBatch batch in rows)
        {
            stacks.UnionWith(batch.Stacks);
            contexts.UnionWith(batch.Contexts);
        }
        await ReadDictionariesAsync(assembler, files, stacks, contexts).ConfigureAwait(false);
        foreach (SampleBatch batch in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.AddTo(assembler);
        }
        (bool isExact, long lost) = await ReadRecordingsAsync(assembler, host, files).ConfigureAwait(false);
        var header = new RecordingHeader { HostName = host.Length == 0 ? null : host, Clock = new WallClock(0, 0, isExact) };
        return assembler.Build(header, lost);
    }

    private async Task ReadSamplesAsync(DatasetPath file, List<SampleBatch> rows)
    {
        await using ParquetTable table = await ParquetTable.OpenAsync(source, file.ToString(), cancellationToken).ConfigureAwait(false);
        await table.ReadAsync(async group =>
        {
            if (group.FindRange(DatasetTables.Time) is { } range && (range.Maximum < query.Range.Start || range.Minimum >= query.Range.End)) return;
            SampleBatch batch = await SampleBatch.ReadAsync(group, query.Range, filter).ConfigureAwait(false);
            _sampleCount += batch.Count;
            if (_sampleCount > query.MaximumSamples) throw TooMany(query.MaximumSamples);
            rows.Add(batch);
        }).ConfigureAwait(false);
    }

    // The dictionaries of a recording have its name. After a compaction by another tool they may be in any file of the date and the service.
    private async Task ReadDictionariesAsync(ProfileAssembler assembler, DatasetPath[] files, HashSet<long> stacks, HashSet<long> contexts)
    {
        HashSet<string> ids = [.. files.Select(file => file.Id)], dates = [.. files.Select(file => file.Date)];
        foreach (bool isOwn in (bool[])[true, false])
        {
            if (!isOwn && !IsIncomplete(assembler, stacks, contexts)) return;
            foreach (string date in dates.Order(StringComparer.Ordinal))
            {
                foreach (string table in (string[])[DatasetTables.Stacks, DatasetTables.Frames, DatasetTables.Contexts, DatasetTables.Labels])
                {
                    await foreach (string path in source.ListAsync(DatasetPath.Prefix(table, date, null, query.Service), cancellationToken).ConfigureAwait(false))
                    {
                        if (DatasetPath.Parse(path) is not { } file || ids.Contains(file.Id) != isOwn) continue;
                        await DictionaryReader.ReadAsync(source, table, path, assembler, stacks, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private static bool IsIncomplete(ProfileAssembler assembler, HashSet<long> stacks, HashSet<long> contexts) =>
        assembler.FindMissingStacks(stacks).Any() || assembler.FindMissingContexts(contexts).Any() || assembler.HasMissingFrames(stacks);

    private async Task<(bool IsExact, long Lost)> ReadRecordingsAsync(ProfileAssembler assembler, string host, DatasetPath[] files)
    {
        bool isExact = true;
        long lost = 0;
        var known = new HashSet<string>(StringComparer.Ordinal);
        HashSet<string> ids = [.. files.Select(file => file.Id)];
        // A recording is listed on the date on which it starts.
        await foreach (string path in source.ListAsync(DatasetPath.Prefix(DatasetTables.Recordings), cancellationToken).ConfigureAwait(false))
        {
            if (DatasetPath.Parse(path) is not { } file || file.Service != query.Service || file.Host != host || !ids.Contains(file.Id)) continue;
            foreach (DatasetRecording recording in await ReadRecordingsAsync(path, file).ConfigureAwait(false))
            {
                if (!known.Add(recording.Id)) continue;
                isExact &= recording.IsClockExact;
                if (!recording.IsClockExact) assembler.Report("recording whose clock is accurate only to about a second");
                lost += recording.LostCount;
            }
        }
        int unlisted = ids.Count(id => !known.Contains(id));
        if (unlisted > 0) assembler.Report("recording that is not listed and may be incomplete", unlisted);
        return (isExact, lost);
    }

    private async Task<List<DatasetRecording>> ReadRecordingsAsync(string path, DatasetPath file)
    {
        var recordings = new List<DatasetRecording>();
        await using ParquetTable table = await ParquetTable.OpenAsync(source, path, cancellationToken).ConfigureAwait(false);
        await table.ReadAsync(async group => recordings.AddRange(await DictionaryReader.ReadRecordingsAsync(group, file).ConfigureAwait(false))).ConfigureAwait(false);
        return recordings;
    }
}
