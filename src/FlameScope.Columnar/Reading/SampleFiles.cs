using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>Finds the files of samples by their paths.</summary>
internal static class SampleFiles
{
    private const int MaximumHours = 1000;

    private const long Hour = 3600 * TimeRange.NanosecondsPerSecond;

    /// <summary>Returns the files that may have samples of a range.</summary>
    /// <param name="source">The dataset.</param>
    /// <param name="range">The range.</param>
    /// <param name="service">The service; <c>null</c> for all.</param>
    /// <param name="host">The host; <c>null</c> for all.</param>
    /// <param name="cancellationToken">Cancels listing.</param>
    public static async Task<List<DatasetPath>> FindAsync(IDatasetSource source, TimeRange range, string? service, string? host, CancellationToken cancellationToken)
    {
        var files = new List<DatasetPath>();
        foreach (string prefix in Prefixes(range, service, host))
        {
            await foreach (string path in source.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
            {
                if (DatasetPath.Parse(path) is { } file && (service is null || file.Service == service) && (host is null || file.Host == host) && IsIn(file, range)) files.Add(file);
            }
        }
        return files;
    }

    // With a bounded range only the folders of its hours are listed.
    private static IEnumerable<string> Prefixes(TimeRange range, string? service, string? host)
    {
        if (range.Start < 0 || range.End == long.MaxValue || (range.End / Hour) - (range.Start / Hour) > MaximumHours) return [DatasetPath.Prefix(DatasetTables.Samples)];
        return Enumerable.Range(0, range.IsEmpty ? 0 : (int)(((range.End - 1) / Hour) - (range.Start / Hour) + 1)).Select(i =>
        {
            long time = ((range.Start / Hour) + i) * Hour;
            return DatasetPath.Prefix(DatasetTables.Samples, DatasetPath.DateOf(time), DatasetPath.HourOf(time), service, service is null ? null : host);
        });
    }

    private static bool IsIn(DatasetPath file, TimeRange range)
    {
        if (!DateTime.TryParseExact(
            $"{file.Date} {file.Hour}", "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time))
        {
            return true; // Rows are filtered by their times.
        }
        Int128 start = (Int128)(time.Ticks - DateTime.UnixEpoch.Ticks) * 100;
        return start < range.End && start + Hour > range.Start;
    }
}
