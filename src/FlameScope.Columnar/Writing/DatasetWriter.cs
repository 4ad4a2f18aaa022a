using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlameScope.Model;
using Parquet;
using Parquet.Schema;

namespace FlameScope.Columnar;

/// <summary>
/// Writes a profile: for each host, the dictionaries first, then the samples, and at last the row of the recording, so that a recording that is listed is
/// whole.
/// </summary>
internal sealed class DatasetWriter(Profile profile, RecordingLabels labels, IDatasetTarget target, DatasetWriteOptions options, CancellationToken cancellationToken)
{
    private static readonly TimeSpan MaximumFuture = TimeSpan.FromHours(1);

    private static readonly KeyValuePair<string, string> VersionFact = new(DatasetTables.VersionKey, DatasetTables.Version.ToString(CultureInfo.InvariantCulture));

    private readonly DatasetRows _rows = new(profile, labels.Labels);
    private readonly ParquetOptions _options = DatasetTables.CreateOptions(options.Compression);
    private readonly List<DatasetRecording> _recordings = [];
    private long _sampleCount;
    private int _duplicates;

    public async Task<DatasetWriteResult> WriteAsync()
    {
        if (labels.Service.Length == 0) throw new DatasetException("The name of the service is empty.");
        if (labels.Labels.Any(label => label.Key.Length == 0)) throw new DatasetException("The key of a label is empty.");
        WallClock clock = FindClock();
        SampleTable samples = profile.Samples;
        Dictionary<string, List<int>> hosts = GroupByHost(out long idle, out long untimed);
        if (hosts.Count == 0) throw new DatasetException("There is nothing to write: no sample has a time and is not idle.");
        bool isFirst = true;
        foreach ((string host, List<int> rows) in hosts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            List<SampleColumns> hours = CreateHours(samples, rows, clock);
            DatasetRecording recording = new()
            {
                Id = IdOf(host, hours),
                Service = labels.Service,
                Host = host,
                Start = hours[0].FirstTime,
                End = hours[^1].LastTime,
                IsClockExact = clock.IsExact,
                SampleCount = rows.Count,
                // What is not of a host is counted once.
                IdleCount = isFirst ? idle : 0,
                UntimedCount = isFirst ? untimed : 0,
                LostCount = isFirst ? profile.LostCount : 0,
                UnreadableCount = isFirst ? profile.UnreadableCount : 0,
                Format = profile.Format,
                Header = DatasetJson.WriteHeader(profile.Header),
            };
            isFirst = false;
            _recordings.Add(recording);
            await WriteRecordingAsync(recording, hours).ConfigureAwait(false);
        }
        return new DatasetWriteResult
        {
            Recordings = _recordings,
            SampleCount = _sampleCount,
            IdleCount = idle,
            UntimedCount = untimed,
            DuplicateCount = _duplicates,
        };
    }

    private WallClock FindClock()
    {
        WallClock? clock = options.Clock ?? profile.Header.Clock;
        if (clock is null || !clock.IsUtc)
        {
            throw new DatasetException(clock is null
                ? "The profile has no wall-clock time, so its samples cannot be placed beside those of other hosts. Give its clock."
                : "The wall-clock time of the profile is in local time, so its samples cannot be placed beside those of other hosts. Give its clock in UTC.");
        }
        if (!clock.IsExact && !options.AllowInexactClock)
        {
            throw new DatasetException(
                "The wall-clock time of the profile is accurate only to about a second, so heat maps of several hosts would mean nothing below a second."
                + " Record with a clock whose reading is in the recording, or allow inexact clocks.");
        }
        if (profile.LastTime is not { } last) return clock;
        if (clock.UnixNanosecondsAt(profile.FirstTime!.Value) is not >= 0 || clock.UnixNanosecondsAt(last) is not { } end)
        {
            throw new DatasetException("The recording is before 1970 or after 2262 by its clock, which is wrong.");
        }
        if (!options.AllowInexactClock && DateTime.UnixEpoch.AddTicks(end / 100) > DateTime.UtcNow + MaximumFuture)
        {
            throw new DatasetException(string.Create(
                CultureInfo.InvariantCulture,
                $"The recording ends at {DateTime.UnixEpoch.AddTicks(end / 100):yyyy-MM-dd HH:mm:ss}Z, which is in the future: the clock of the host is wrong."));
        }
        return clock;
    }

    private Dictionary<string, List<int>> GroupByHost(out long idle, out long untimed)
    {
        idle = untimed = 0;
        SampleTable samples = profile.Samples;
        var hosts = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var byThread = new List<int>?[profile.Threads.Count];
        for (int i = 0; i < samples.Count; i++)
        {
            if (profile.IsIdle(i)) idle += samples.Counts.IsEmpty ? 1 : samples.Counts[i];
            else if (i < samples.UntimedCount) untimed += samples.Counts.IsEmpty ? 1 : samples.Counts[i];
            else
            {
                int thread = samples.Threads[i].Value;
                if (byThread[thread] is null)
                {
                    string host = profile.Threads.Rows[thread].Host ?? labels.Host ?? profile.GetHostName(new ThreadId(thread)) ?? "";
                    if (host.Length == 0) throw new DatasetException("The profile does not name its host. Give its name.");
                    if (!hosts.TryGetValue(host, out byThread[thread])) hosts.Add(host, byThread[thread] = []);
                }
                byThread[thread]!.Add(i);
            }
        }
        return hosts;
    }

    private List<SampleColumns> CreateHours(SampleTable samples, List<int> rows, WallClock clock)
    {
        const long Hour = 3600 * TimeRange.NanosecondsPerSecond;
        long shift = clock.UnixNanoseconds - clock.SampleTime; // Both ends of the profile fit, so no time overflows.
        var hours = new List<SampleColumns>();
        long[] values = new long[samples.ValueColumnCount];
        for (int first = 0, next; first < rows.Count; first = next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long end = (((samples.Times[rows[first]] + shift) / Hour) + 1) * Hour - shift;
            for (next = first + 1; next < rows.Count && samples.Times[rows[next]] < end; next++)
            {
            }
            var columns = new SampleColumns(next - first);
            for (int i = first; i < next; i++)
            {
                int row = rows[i];
                for (int type = 0; type < values.Length; type++) values[type] = ValueOf(samples, type, row);
                columns.Add(
                    samples.Times[row] + shift,
                    _rows.StackIdOf(samples.Stacks[row]),
                    _rows.ContextIdOf(samples.Threads[row], samples.Events[row], samples.LabelSets.IsEmpty ? LabelSetId.None : samples.LabelSets[row]),
                    samples.Cpus[row],
                    samples.Counts.IsEmpty ? 1 : samples.Counts[row],
                    values.AsSpan(0, Math.Min(values.Length, DatasetTables.MaximumValues)));
            }
            hours.Add(columns);
        }
        return hours;
    }

    private static long ValueOf(SampleTable samples, int type, int row)
    {
        ReadOnlySpan<long> values = samples.GetValues(type);
        return values.IsEmpty ? type == 0 ? 1 : 0 : values[row];
    }

    private string IdOf(string host, List<SampleColumns> hours)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(labels.Service + "\0" + host + "\0"));
        foreach (SampleColumns hour in hours) hour.AddTo(hash);
        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 16)).ToLowerInvariant();
    }

    private async Task WriteRecordingAsync(DatasetRecording recording, List<SampleColumns> hours)
    {
        string listed = new DatasetPath(
            DatasetTables.Recordings, DatasetPath.DateOf(recording.Start), null, recording.Service, recording.Host, recording.Id).ToString();
        if (await target.ExistsAsync(listed, cancellationToken).ConfigureAwait(false))
        {
            _duplicates++;
            return;
        }
        foreach (IGrouping<string, SampleColumns> date in hours.GroupBy(hour => DatasetPath.DateOf(hour.FirstTime), StringComparer.Ordinal))
        {
            DatasetPath At(string table) => new(table, date.Key, null, recording.Service, null, recording.Id);
            HashSet<long> stacks = [], contexts = [], frames = [];
            foreach (SampleColumns hour in date)
            {
                stacks.UnionWith(hour.FindStacks());
                contexts.UnionWith(hour.FindContexts());
            }
            stacks.Remove(0);
            foreach (long stack in stacks) frames.UnionWith(_rows.FramesOf(stack));
            var dictionaries = new DictionaryWriter(_rows);
            await WriteAsync(At(DatasetTables.Frames), DatasetTables.FramesSchema, group => dictionaries.WriteFramesAsync(group, frames)).ConfigureAwait(false);
            await WriteIntegersAsync(At(DatasetTables.Stacks), file => dictionaries.WriteStacksAsync(file, stacks)).ConfigureAwait(false);
            await WriteAsync(At(DatasetTables.Labels), DatasetTables.LabelsSchema, group => dictionaries.WriteLabelsAsync(group, contexts)).ConfigureAwait(false);
            await WriteAsync(At(DatasetTables.Contexts), DatasetTables.ContextsSchema, group => dictionaries.WriteContextsAsync(group, contexts))
                .ConfigureAwait(false);
            foreach (SampleColumns hour in date)
            {
                var path = new DatasetPath(
                    DatasetTables.Samples, date.Key, DatasetPath.HourOf(hour.FirstTime), recording.Service, recording.Host, recording.Id);
                await WriteIntegersAsync(path, file => hour.WriteAsync(file, options.RowGroupSize)).ConfigureAwait(false);
            }
        }
        await WriteAsync(
            DatasetPath.Parse(listed)!.Value, DatasetTables.RecordingsSchema, group => DictionaryWriter.WriteRecordingAsync(group, recording)).ConfigureAwait(false);
        _sampleCount += recording.SampleCount;
    }

    private Task WriteIntegersAsync(DatasetPath path, Func<IntegerFile, Task> write) => target.WriteAsync(
        path.ToString(),
        async stream =>
        {
            using var file = new IntegerFile(stream, options.Compression, cancellationToken);
            await write(file).ConfigureAwait(false);
            await file.EndAsync(VersionFact).ConfigureAwait(false);
        },
        cancellationToken);

    private Task WriteAsync(DatasetPath path, ParquetSchema schema, Func<ParquetRowGroupWriter, Task> write) => target.WriteAsync(
        path.ToString(),
        async stream =>
        {
            // The writer asks for the position of the stream, which one of an object store may not know.
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, _options, cancellationToken: cancellationToken).ConfigureAwait(false);
            writer.CustomMetadata = new Dictionary<string, string>([VersionFact], StringComparer.Ordinal);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await write(group).ConfigureAwait(false);
        },
        cancellationToken);
}
