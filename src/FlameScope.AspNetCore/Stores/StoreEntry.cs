using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlameScope.Model;
using FlameScope.Store;

namespace FlameScope.AspNetCore;

/// <summary>A service of a store, or one host of it, in a range of time. It is listed and opened as a profile.</summary>
internal sealed record StoreEntry
{
    private const int VersionLength = 16;

    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>The host; <c>null</c> for all hosts of the service.</summary>
    public required string? Host { get; init; }

    /// <summary>The range in nanoseconds since 1970: from the first sample to the last one, or what was requested of it.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The range that was requested; <c>null</c> for all.</summary>
    public required TimeRange? Window { get; init; }

    /// <summary>The origin of each host.</summary>
    public required IReadOnlyDictionary<string, long> HostOrigins { get; init; }

    /// <summary>The number of samples; in a window it is an estimate, as if the samples of a recording were evenly spread.</summary>
    public required long SampleCount { get; init; }

    /// <summary>The number of recordings.</summary>
    public required int RecordingCount { get; init; }

    /// <summary>The hosts that have recordings.</summary>
    public required string[] Hosts { get; init; }

    /// <summary>The number of recordings whose times are accurate only to a second.</summary>
    public required int InexactCount { get; init; }

    /// <summary>The number of samples that recorders lost.</summary>
    public required long LostCount { get; init; }

    /// <summary>
    /// Indicates whether all samples may be counted by stack when the page is opened. Otherwise the page starts with a selection, see
    /// <see cref="FirstSelection"/>.
    /// </summary>
    public bool IsSmall => SampleCount <= StoreProfiles.MaximumSamples;

    /// <summary>The range with which the page starts: all of it, or its last minute.</summary>
    public TimeRange FirstSelection => IsSmall ? Range : new TimeRange(Math.Max(Range.Start, Range.End - (60 * TimeRange.NanosecondsPerSecond)), Range.End);

    /// <summary>The whole second at or before the start: times in requests are seconds after it.</summary>
    public long Origin => OriginOf(Range.Start);

    /// <summary>Returns the entry as what is served, with a version that changes when there are other recordings.</summary>
    /// <param name="service">The service.</param>
    /// <param name="host">The host; <c>null</c> for all.</param>
    /// <param name="window">The range that was requested; <c>null</c> for all.</param>
    /// <param name="recordings">The recordings of the service, and of the host.</param>
    public static ServedFile Create(string service, string? host, TimeRange? window, IReadOnlyCollection<StoredRecording> recordings)
    {
        StoredRecording[] used = [.. recordings.Where(recording => window is not { } w || (recording.Start < w.End && recording.End >= w.Start))];
        long start = used.Length == 0 ? window!.Value.Start : used.Min(recording => recording.Start), end = used.Length == 0 ? window!.Value.End - 1 : used.Max(recording => recording.End);
        var entry = new StoreEntry
        {
            Service = service,
            Host = host,
            Window = window,
            HostOrigins = used.GroupBy(recording => recording.Host, StringComparer.Ordinal)
                .ToDictionary(ofHost => ofHost.Key, ofHost => OriginOf(Math.Max(0, ofHost.Min(recording => recording.Start))), StringComparer.Ordinal),
            Range = window ?? new TimeRange(Math.Max(0, start), Math.Min(long.MaxValue - 1, end) + 1),
            SampleCount = used.Sum(recording => window is { } range ? EstimateCount(recording, range) : recording.SampleCount),
            RecordingCount = used.Length,
            Hosts = [.. used.Select(recording => recording.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            InexactCount = used.Count(recording => !recording.IsClockExact),
            LostCount = used.Sum(recording => recording.LostCount),
        };
        string name = StoreName.Of(service, host, window);
        return new ServedFile(name, $"store:{name}", 0, TimeOf(end)) { Store = entry, Version = VersionOf(used) };
    }

    /// <summary>Returns a time for people.</summary>
    public static DateTime TimeOf(long unixNanoseconds) => DateTime.UnixEpoch.AddTicks(unixNanoseconds / TimeSpan.NanosecondsPerTick);

    private static long EstimateCount(StoredRecording recording, TimeRange window)
    {
        long start = Math.Max(recording.Start, window.Start), end = Math.Min(recording.End + 1, window.End);
        return (long)(recording.SampleCount * ((end - start) / (double)(recording.End + 1 - recording.Start)));
    }

    private static long OriginOf(long start) => start - (start % TimeRange.NanosecondsPerSecond);

    // The files of a recording never change, and its id is a hash of its samples.
    private static string VersionOf(StoredRecording[] recordings)
    {
        var text = new StringBuilder();
        foreach (StoredRecording recording in recordings.OrderBy(recording => recording.Host, StringComparer.Ordinal).ThenBy(recording => recording.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{recording.Host.Length}:{recording.Host}{recording.Id.Length}:{recording.Id}{recording.Start},{recording.End},{recording.SampleCount};");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..VersionLength];
    }
}
