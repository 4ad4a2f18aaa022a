using System.Globalization;
using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>
/// Reads a whole dataset, one service and date at a time, which bounds the memory: computes the ids of all rows of dictionaries again, finds the rows of all
/// ids of samples, and compares the recordings that are listed with their samples.
/// </summary>
internal sealed partial class DatasetChecker(IDatasetSource source, CancellationToken cancellationToken)
{
    private const long Hour = 3600 * TimeRange.NanosecondsPerSecond;

    private readonly List<DatasetProblem> _problems = [];
    private readonly Dictionary<string, long> _rowsOfFile = new(StringComparer.Ordinal);
    private int _fileCount;
    private long _sampleCount;
    private long _dictionaryRowCount;

    public async Task<DatasetCheckResult> CheckAsync()
    {
        var parts = new Dictionary<(string Date, string Service), List<DatasetFile>>();
        foreach (string table in (string[])[DatasetTables.Frames, DatasetTables.Stacks, DatasetTables.Labels, DatasetTables.Contexts, DatasetTables.Samples])
        {
            foreach (DatasetFile file in await FindAsync(table).ConfigureAwait(false))
            {
                (string, string) key = (file.Place.Date, file.Place.Service);
                if (!parts.TryGetValue(key, out List<DatasetFile>? files)) parts.Add(key, files = []);
                files.Add(file);
            }
        }
        foreach ((_, List<DatasetFile> files) in parts.OrderBy(part => part.Key.Date, StringComparer.Ordinal).ThenBy(part => part.Key.Service, StringComparer.Ordinal))
        {
            await CheckPartAsync(files).ConfigureAwait(false);
        }
        int recordings = await CheckRecordingsAsync(parts.Values.SelectMany(files => files).Where(file => file.Place.Table == DatasetTables.Samples)).ConfigureAwait(false);
        return new DatasetCheckResult
        {
            FileCount = _fileCount,
            RecordingCount = recordings,
            SampleCount = _sampleCount,
            DictionaryRowCount = _dictionaryRowCount,
            Problems = _problems,
        };
    }

    private readonly record struct DatasetFile(string Path, DatasetPath Place);

    /// <summary>The rows of the dictionaries of a service and a date.</summary>
    private sealed class Part
    {
        public Dictionary<long, long> Frames { get; } = [];

        public Dictionary<long, long> Stacks { get; } = [];

        public Dictionary<long, long> Contexts { get; } = [];

        public Dictionary<long, HashSet<SampleLabel>> Labels { get; } = [];
    }

    private async Task<List<DatasetFile>> FindAsync(string table)
    {
        var files = new List<DatasetFile>();
        await foreach (string path in source.ListAsync(DatasetPath.Prefix(table), cancellationToken).ConfigureAwait(false))
        {
            if (DatasetPath.Parse(path) is { } place) files.Add(new DatasetFile(path, place));
        }
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    private async Task CheckPartAsync(List<DatasetFile> files)
    {
        var part = new Part();
        foreach (DatasetFile file in files)
        {
            await ReadAsync(file, group => file.Place.Table switch
            {
                DatasetTables.Frames => CheckFramesAsync(file, group, part),
                DatasetTables.Stacks => CheckStacksAsync(file, group, part),
                DatasetTables.Labels => ReadLabelsAsync(group, part),
                DatasetTables.Contexts => CheckContextsAsync(file, group, part),
                _ => CheckSamplesAsync(file, group, part),
            }).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(DatasetFile file, Func<ParquetTable.Group, Task> read)
    {
        _fileCount++;
        try
        {
            await using ParquetTable table = await ParquetTable.OpenAsync(source, file.Path, cancellationToken).ConfigureAwait(false);
            await table.ReadAsync(read).ConfigureAwait(false);
        }
        catch (DatasetException damaged)
        {
            string prefix = file.Path + ": ";
            _problems.Add(new(file.Path, damaged.Message.StartsWith(prefix, StringComparison.Ordinal) ? damaged.Message[prefix.Length..] : damaged.Message, 1));
        }
    }

    private async Task CheckFramesAsync(DatasetFile file, ParquetTable.Group group, Part part)
    {
        long[] ids = await group.ReadAsync<long>("frame_id").ConfigureAwait(false);
        string?[] functions = await group.ReadTextsAsync("function").ConfigureAwait(false), modules = await group.ReadTextsAsync("module").ConfigureAwait(false);
        string?[] kinds = await group.ReadTextsAsync("kind").ConfigureAwait(false), sources = await group.ReadTextsAsync("source").ConfigureAwait(false);
        int[] lines = await group.ReadAsync<int>("line_number").ConfigureAwait(false), columns = await group.ReadAsync<int>("column_number").ConfigureAwait(false);
        bool[] inlined = await group.ReadAsync<bool>("inlined").ConfigureAwait(false);
        CheckIds(file, part.Frames, ids, "frame", i => ContentId.HashFrame(kinds[i] ?? "", new DatasetFrame
        {
            Function = functions[i] ?? "",
            Module = modules[i] ?? "",
            Source = sources[i] ?? "",
            Line = lines[i],
            Column = columns[i],
            IsInlined = inlined[i],
        }));
    }

    private async Task CheckStacksAsync(DatasetFile file, ParquetTable.Group group, Part part)
    {
        long[] ids = await group.ReadAsync<long>(DatasetTables.StackId).ConfigureAwait(false);
        NumberLists frames = await group.ReadListsAsync("frames").ConfigureAwait(false);
        CheckIds(file, part.Stacks, ids, "stack", i => ContentId.HashStack(frames[i]));
        Report(file.Path, "stack with a frame that has no row", Enumerable.Range(0, ids.Length).Count(HasMissingFrame));

        bool HasMissingFrame(int stack)
        {
            foreach (long frame in frames[stack])
            {
                if (!part.Frames.ContainsKey(frame)) return true;
            }
            return false;
        }
    }

    private static async Task ReadLabelsAsync(ParquetTable.Group group, Part part)
    {
        long[] ids = await group.ReadAsync<long>(DatasetTables.ContextId).ConfigureAwait(false);
        string?[] keys = await group.ReadTextsAsync("key").ConfigureAwait(false), values = await group.ReadTextsAsync("value").ConfigureAwait(false);
        string?[] units = await group.ReadTextsAsync("unit").ConfigureAwait(false);
        bool[] numbers = await group.ReadAsync<bool>("is_number").ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++)
        {
            if (!part.Labels.TryGetValue(ids[i], out HashSet<SampleLabel>? labels)) part.Labels.Add(ids[i], labels = []);
            bool isNumber = long.TryParse(values[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && numbers[i];
            labels.Add(new SampleLabel { Key = keys[i] ?? "", Text = isNumber ? null : values[i] ?? "", Number = isNumber ? number : null, Unit = units[i] ?? "" });
        }
    }

    private async Task CheckContextsAsync(DatasetFile file, ParquetTable.Group group, Part part)
    {
        long[] ids = await group.ReadAsync<long>(DatasetTables.ContextId).ConfigureAwait(false);
        long?[] pids = await group.ReadNullableAsync<long>("pid").ConfigureAwait(false), tids = await group.ReadNullableAsync<long>("tid").ConfigureAwait(false);
        string?[] comms = await group.ReadTextsAsync("comm").ConfigureAwait(false), processes = await group.ReadTextsAsync("process").ConfigureAwait(false);
        string?[] events = await group.ReadTextsAsync("event").ConfigureAwait(false), types = await group.ReadTextsAsync("value_types").ConfigureAwait(false);
        int[] defaults = await group.ReadAsync<int>("default_value").ConfigureAwait(false);
        // The hash contains the labels, so a missing row of labels is found, too.
        CheckIds(file, part.Contexts, ids, "context", i => ContentId.HashContext(new DatasetContext
        {
            Pid = pids[i],
            Tid = tids[i],
            Comm = comms[i] ?? "",
            ProcessName = processes[i],
            Event = events[i] ?? "",
            ValueTypes = DatasetJson.ReadValueTypes(types[i] ?? "[]"),
            DefaultValueType = defaults[i] < 0 ? null : defaults[i],
            Labels = part.Labels.TryGetValue(ids[i], out HashSet<SampleLabel>? labels) ? [.. labels] : [],
        }));
    }

    private void CheckIds(DatasetFile file, Dictionary<long, long> known, long[] ids, string what, Func<int, ContentHash> hash)
    {
        long wrong = 0, unequal = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            ContentHash content = hash(i);
            if (content.Id != ids[i]) wrong++;
            // A row whose id is wrong is unequal to the right one with that id.
            if (!known.TryAdd(ids[i], content.Check) && known[ids[i]] != content.Check) unequal++;
        }
        _dictionaryRowCount += ids.Length;
        Report(file.Path, $"{what} whose id is not the hash of its row", wrong);
        Report(file.Path, $"{what} that differs from another one with its id", unequal);
    }

    private async Task CheckSamplesAsync(DatasetFile file, ParquetTable.Group group, Part part)
    {
        long[] stacks = await group.ReadAsync<long>(DatasetTables.StackId).ConfigureAwait(false);
        long[] contexts = await group.ReadAsync<long>(DatasetTables.ContextId).ConfigureAwait(false);
        long[] times = await group.ReadAsync<long>(DatasetTables.Time).ConfigureAwait(false);
        _sampleCount += times.Length;
        _rowsOfFile[file.Path] = _rowsOfFile.GetValueOrDefault(file.Path) + times.Length;
        Report(file.Path, "sample whose stack has no row", stacks.LongCount(id => id != 0 && !part.Stacks.ContainsKey(id)));
        Report(file.Path, "sample whose context has no row", contexts.LongCount(id => !part.Contexts.ContainsKey(id)));
        if (DateTime.TryParseExact(
            $"{file.Place.Date} {file.Place.Hour}", "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime hour))
        {
            long start = (hour.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerHour * Hour;
            Report(file.Path, "sample whose time is not in the hour of its folder", times.LongCount(time => time < start || time - start >= Hour));
        }
    }

    private async Task<int> CheckRecordingsAsync(IEnumerable<DatasetFile> samples)
    {
        var listed = new Dictionary<(string Service, string Id), (string Path, long Samples)>();
        foreach (DatasetFile file in await FindAsync(DatasetTables.Recordings).ConfigureAwait(false))
        {
            await ReadAsync(file, async group =>
            {
                foreach (DatasetRecording recording in await DictionaryReader.ReadRecordingsAsync(group, file.Place).ConfigureAwait(false))
                {
                    listed.TryAdd((file.Place.Service, recording.Id), (file.Path, recording.SampleCount));
                }
            }).ConfigureAwait(false);
        }
        var rows = new Dictionary<(string Service, string Id), long>();
        HashSet<string> rewritten = new(StringComparer.Ordinal);
        foreach (DatasetFile file in samples)
        {
            (string, string) key = (file.Place.Service, file.Place.Id);
            rows[key] = rows.GetValueOrDefault(key) + _rowsOfFile.GetValueOrDefault(file.Path);
            if (listed.ContainsKey(key)) continue;
            if (RecordingId().IsMatch(file.Place.Id)) _problems.Add(new(file.Path, "recording that is not listed and may be incomplete", 1));
            else rewritten.Add(file.Place.Service);
        }
        // After a compaction, the files do not tell which samples are of which recording.
        foreach (((string service, string id), (string path, long expected)) in listed.Where(recording => !rewritten.Contains(recording.Key.Service)))
        {
            // A damaged file may list any number.
            var different = Int128.Abs((Int128)expected - rows.GetValueOrDefault((service, id)));
            Report(path, "sample of a recording that is missing or was added", (long)Int128.Min(different, long.MaxValue));
        }
        return listed.Count;
    }

    private void Report(string path, string reason, long count)
    {
        if (count > 0) _problems.Add(new(path, reason, count));
    }

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex RecordingId();
}
