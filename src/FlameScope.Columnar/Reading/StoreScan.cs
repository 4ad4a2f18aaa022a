using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FlameScope.Model;
using FlameScope.Store;

namespace FlameScope.Columnar;

/// <summary>
/// Answers one question of a store. Row groups are skipped by their statistics, and only the columns that the question needs are read. Conditions are first
/// resolved to ids of contexts and stacks.
/// </summary>
internal sealed class StoreScan(IDatasetSource source, ProfileQuery query, CancellationToken cancellationToken)
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private List<DatasetPath> _files = [];
    private StoreDictionaries _dictionaries = null!;
    private RowFilter? _filter;

    // The columns of a row group, which can have millions of rows.
    private long[] _times = [], _contexts = [], _stacks = [];

    /// <summary>Counts the samples of a heat map.</summary>
    /// <exception cref="OverflowException">A sum does not fit in 64 bits.</exception>
    public Task CountAsync(StoreCells cells, bool isOfPeriods) => CountAsync(isOfPeriods, _ => cells.AddAt);

    /// <summary>Counts the samples of each host over time.</summary>
    public Task CountHostsAsync(HostCells cells) => CountAsync(isOfPeriods: false, file =>
    {
        long[] values = cells.Of(file.Host ?? "");
        return (time, count) => values[(time - cells.Origin) / cells.Length] += count;
    });

    private async Task CountAsync(bool isOfPeriods, Func<DatasetPath, Action<long, long>> adderOf)
    {
        await FindAsync().ConfigureAwait(false);
        await ReadAsync(async (file, group) =>
        {
            Range rows = await ReadTimesAsync(group).ConfigureAwait(false);
            if (rows.End.Value == 0) return;
            NumberColumn weights = await group.ReadNumbersAsync(isOfPeriods ? DatasetTables.ValueColumns[0] : "count", absent: 1).ConfigureAwait(false);
            (long[]? contexts, long[]? stacks) = await ReadFilteredAsync(group).ConfigureAwait(false);
            Action<long, long> add = adderOf(_files[file]);
            long[] times = _times;
            for (int i = rows.Start.Value; i < rows.End.Value; i++)
            {
                if (query.Range.Contains(times[i]) && IsWanted(contexts, stacks, i)) add(times[i], weights[i]);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Counts the samples of each context and stack.</summary>
    public async Task<StackCounts> CountStacksAsync(int maximum)
    {
        await FindAsync().ConfigureAwait(false);
        var groups = new ContextGroups();
        Dictionary<PairKey, Sums> rows = await CountPairsAsync(groups).ConfigureAwait(false);
        KeyValuePair<PairKey, Sums>[] sorted = [.. rows];
        int[] places = groups.Sort();
        Array.Sort(sorted, (a, b) =>
        {
            int order = b.Value.Samples.CompareTo(a.Value.Samples);
            if (order == 0) order = a.Key.Stack.CompareTo(b.Key.Stack);
            return order == 0 ? places[a.Key.Context].CompareTo(places[b.Key.Context]) : order;
        });
        ArraySegment<KeyValuePair<PairKey, Sums>> kept = sorted[..Math.Min(maximum, sorted.Length)];
        var assembler = new ProfileAssembler("store");
        await ReadStacksAsync(assembler, kept.Select(row => (row.Key.Stack, row.Value.File))).ConfigureAwait(false);
        long total = 0, returned = 0;
        foreach (Sums sums in rows.Values) total = checked(total + sums.Samples);
        var known = new HashSet<long>();
        foreach ((PairKey key, Sums sums) in kept)
        {
            if (known.Add(key.Context))
            {
                ContextGroup group = groups[(int)key.Context];
                assembler.AddCountedContext(key.Context + 1, group.Comm, group.Event, group.ValueTypes, group.DefaultValue);
                if (!group.IsKnown) assembler.Report("context whose row is missing in the store");
            }
            assembler.AddSample(null, key.Stack, key.Context + 1, -1, sums.Samples, [sums.Value1, sums.Value2, sums.Value3, sums.Value4]);
            returned += sums.Samples;
        }
        return new StackCounts
        {
            Profile = assembler.Build(RecordingHeader.Empty, 0),
            SampleCount = total,
            OmittedStacks = sorted.Length - kept.Count,
            OmittedSamples = total - returned,
        };
    }

    /// <summary>Reads samples with their times.</summary>
    public async Task<Profile> ReadAsync(long maximum)
    {
        await FindAsync().ConfigureAwait(false);
        var profiles = new List<Profile>();
        foreach (string service in _files.Select(file => file.Service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var one = new DatasetQuery { Service = service, Host = query.Host, Range = query.Range, MaximumSamples = Math.Max(1, maximum) };
            profiles.Add(await new DatasetReader(source, one, cancellationToken, _filter).ReadAsync().ConfigureAwait(false));
        }
        if (profiles.Sum(profile => (long)profile.Samples.Count) > maximum) throw DatasetReader.TooMany(maximum);
        return profiles.Count switch
        {
            0 => new ProfileAssembler("dataset").Build(new RecordingHeader { Clock = new WallClock(0, 0, IsExact: true) }, 0),
            1 => profiles[0],
            _ => Profile.MergeAll(profiles, cancellationToken: cancellationToken),
        };
    }

    private async Task FindAsync()
    {
        _files = await SampleFiles.FindAsync(source, query.Range, query.Service, query.Host, cancellationToken).ConfigureAwait(false);
        _dictionaries = await StoreDictionaries.FindAsync(source, _files, query.Service, cancellationToken).ConfigureAwait(false);
        HashSet<long>? contexts = query.Comm is null && query.Event is null && query.Pid is null && query.Labels.Count == 0 ? null : await FindContextsAsync().ConfigureAwait(false);
        HashSet<long>? stacks = query.Match is null ? null : await FindMatchesAsync(query.Match).ConfigureAwait(false);
        if (contexts is not null || stacks is not null) _filter = new RowFilter(contexts, stacks);
    }

    private async Task<HashSet<long>> FindContextsAsync()
    {
        HashSet<long> found = [];
        await _dictionaries.ReadAllAsync(DatasetTables.Contexts, group => DictionaryReader.ReadContextsAsync(group, context =>
        {
            if ((query.Comm is null || context.Comm == query.Comm) && (query.Event is null || context.Event == query.Event) && (query.Pid is null || context.Pid == query.Pid)) found.Add(context.Id);
        })).ConfigureAwait(false);
        foreach ((string key, string value) in query.Labels)
        {
            HashSet<long> withLabel = [];
            await _dictionaries.ReadAllAsync(DatasetTables.Labels, async group =>
            {
                long[] ids = await group.ReadAsync<long>(DatasetTables.ContextId).ConfigureAwait(false);
                string?[] keys = await group.ReadTextsAsync("key").ConfigureAwait(false), values = await group.ReadTextsAsync("value").ConfigureAwait(false);
                for (int i = 0; i < ids.Length; i++)
                {
                    if (keys[i] == key && values[i] == value) withLabel.Add(ids[i]);
                }
            }).ConfigureAwait(false);
            found.IntersectWith(withLabel);
        }
        return found;
    }

    private async Task<HashSet<long>> FindMatchesAsync(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        HashSet<long> frames = [], stacks = [];
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        await _dictionaries.ReadAllAsync(DatasetTables.Frames, async group =>
        {
            long[] ids = await group.ReadAsync<long>("frame_id").ConfigureAwait(false);
            string?[] names = await group.ReadTextsAsync("name").ConfigureAwait(false);
            for (int i = 0; i < ids.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string name = names[i] ?? "";
                if (!known.TryGetValue(name, out bool isMatch)) known.Add(name, isMatch = IsMatch(regex, name));
                if (isMatch) frames.Add(ids[i]);
            }
        }).ConfigureAwait(false);
        if (frames.Count == 0) return stacks;
        await _dictionaries.ReadAllAsync(DatasetTables.Stacks, async group =>
        {
            long[] ids = await group.ReadAsync<long>(DatasetTables.StackId).ConfigureAwait(false);
            NumberLists lists = await group.ReadListsAsync("frames").ConfigureAwait(false);
            for (int i = 0; i < ids.Length; i++)
            {
                if (HasAny(lists[i], frames)) stacks.Add(ids[i]);
            }
        }).ConfigureAwait(false);
        return stacks;
    }

    private static bool HasAny(ReadOnlySpan<long> list, HashSet<long> numbers)
    {
        foreach (long number in list)
        {
            if (numbers.Contains(number)) return true;
        }
        return false;
    }

    private static bool IsMatch(Regex regex, string name)
    {
        try
        {
            return regex.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new DatasetException("The expression takes too long to match: write it without backtracking.");
        }
    }

    // Counts by groups of contexts and stacks: the rows of the result are of threads' names and events, of which a service has fewer than contexts.
    private async Task<Dictionary<PairKey, Sums>> CountPairsAsync(ContextGroups groups)
    {
        var counts = new Dictionary<PairKey, Sums>(PairKey.Comparer);
        await ReadAsync(async (file, group) =>
        {
            Range rows = await ReadTimesAsync(group).ConfigureAwait(false);
            if (rows.End.Value == 0) return;
            _contexts = await group.ReadAsync(DatasetTables.ContextId, _contexts).ConfigureAwait(false);
            _stacks = await group.ReadAsync(DatasetTables.StackId, _stacks).ConfigureAwait(false);
            NumberColumn samples = await group.ReadNumbersAsync("count", absent: 1).ConfigureAwait(false);
            var values = new NumberColumn[DatasetTables.MaximumValues];
            for (int i = 0; i < values.Length; i++) values[i] = await group.ReadNumbersAsync(DatasetTables.ValueColumns[i], absent: i == 0 ? 1 : 0).ConfigureAwait(false);
            await ReadContextsAsync(groups, file, rows).ConfigureAwait(false);
            for (int i = rows.Start.Value; i < rows.End.Value; i++)
            {
                if (!query.Range.Contains(_times[i]) || !IsWanted(_contexts, _stacks, i)) continue;
                ref Sums sums = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, new PairKey(groups.NumberOf(_contexts[i]), _stacks[i]), out bool exists);
                if (!exists) sums.File = file;
                sums.Add(new Sums { Samples = samples[i], Value1 = values[0][i], Value2 = values[1][i], Value3 = values[2][i], Value4 = values[3][i] });
            }
        }).ConfigureAwait(false);
        return counts;
    }

    // Reads the contexts of rows that are not known yet.
    private async Task ReadContextsAsync(ContextGroups groups, int file, Range rows)
    {
        var missing = new Dictionary<long, string>();
        for (int i = rows.Start.Value; i < rows.End.Value; i++)
        {
            if (!groups.Contains(_contexts[i])) missing.TryAdd(_contexts[i], _files[file].Id);
        }
        if (missing.Count == 0) return;
        await _dictionaries.FindAsync(DatasetTables.Contexts, missing, (group, ids) => DictionaryReader.ReadContextsAsync(group, context =>
        {
            if (ids.Remove(context.Id)) groups.Add(context.Id, new ContextGroup(context.Comm, context.Event, context.ValueTypes, context.DefaultValue, true));
        })).ConfigureAwait(false);
        foreach (long id in missing.Keys) groups.Add(id, new ContextGroup("[missing context]", "", "[]", -1, false));
    }

    private async Task ReadStacksAsync(ProfileAssembler assembler, IEnumerable<(long Stack, int File)> stacks)
    {
        var frames = new Dictionary<long, string>();
        long[] previous = [];
        await _dictionaries.FindAsync(DatasetTables.Stacks, FilesOf(stacks.Where(stack => stack.Stack != 0)), async (group, missing) =>
        {
            long[] ids = await group.ReadAsync<long>(DatasetTables.StackId).ConfigureAwait(false);
            NumberLists lists = await group.ReadListsAsync("frames").ConfigureAwait(false);
            for (int i = 0; i < ids.Length; i++)
            {
                if (!missing.Remove(ids[i], out string? file)) continue;
                long[] path = lists[i].ToArray();
                assembler.AddStack(ids[i], path);
                // Stacks are sorted by their frames, so most begin with those of the previous one.
                foreach (long frame in path.AsSpan(path.AsSpan().CommonPrefixLength(previous))) frames.TryAdd(frame, file);
                previous = path;
            }
        }).ConfigureAwait(false);
        await _dictionaries.FindAsync(
            DatasetTables.Frames, frames, (group, missing) => DictionaryReader.ReadFramesAsync(group, assembler, id => missing.Remove(id))).ConfigureAwait(false);
    }

    // Names of files, which are those of the recordings, by the numbers that counts have.
    private Dictionary<long, string> FilesOf(IEnumerable<(long Id, int File)> ids)
    {
        var files = new Dictionary<long, string>();
        foreach ((long id, int file) in ids) files.TryAdd(id, _files[file].Id);
        return files;
    }

    // Reads the times of a row group and returns the rows from the first to the last of the range. Rows are in the order of time, except in files that a tool
    // rewrote.
    private async Task<Range> ReadTimesAsync(ParquetTable.Group group)
    {
        await group.NarrowAsync(query.Range).ConfigureAwait(false);
        _times = await group.ReadAsync(DatasetTables.Time, _times).ConfigureAwait(false);
        int first = 0, end = group.Count;
        while (first < end && !query.Range.Contains(_times[first])) first++;
        while (end > first && !query.Range.Contains(_times[end - 1])) end--;
        return first == end ? default : first..end;
    }

    private async Task<(long[]? Contexts, long[]? Stacks)> ReadFilteredAsync(ParquetTable.Group group) => (
        _filter?.Contexts is null ? null : _contexts = await group.ReadAsync(DatasetTables.ContextId, _contexts).ConfigureAwait(false),
        _filter?.Stacks is null ? null : _stacks = await group.ReadAsync(DatasetTables.StackId, _stacks).ConfigureAwait(false));

    private bool IsWanted(long[]? contexts, long[]? stacks, int row) => _filter?.Allows(contexts?[row] ?? 0, stacks?[row] ?? 0) != false;

    private async Task ReadAsync(Func<int, ParquetTable.Group, Task> read)
    {
        for (int i = 0; i < _files.Count; i++)
        {
            int file = i;
            await using ParquetTable table = await ParquetTable.OpenAsync(source, _files[i].ToString(), cancellationToken).ConfigureAwait(false);
            await table.ReadAsync(group =>
                group.FindRange(DatasetTables.Time) is { } range && (range.Maximum < query.Range.Start || range.Minimum >= query.Range.End) ? Task.CompletedTask : read(file, group))
                .ConfigureAwait(false);
        }
    }

    /// <summary>The sums of samples, and the number of a file that has one of them.</summary>
    private struct Sums
    {
        public int File;
        public long Samples;
        public long Value1;
        public long Value2;
        public long Value3;
        public long Value4;

        public void Add(in Sums other)
        {
            checked
            {
                Samples += other.Samples;
                Value1 += other.Value1;
                Value2 += other.Value2;
                Value3 += other.Value3;
                Value4 += other.Value4;
            }
        }
    }
}
