using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>The samples of each host and column while they are counted.</summary>
internal sealed class HostCells
{
    private const int MaximumColumns = 10_000;

    private readonly SortedDictionary<string, long[]> _hosts = new(StringComparer.Ordinal);
    private readonly TimeSpan _columnLength;
    private readonly long _columns;

    /// <exception cref="ArgumentOutOfRangeException">The columns have no length, or there would be too many.</exception>
    public HostCells(ProfileQuery query, TimeSpan columnLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(columnLength, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columnLength.Ticks, long.MaxValue / TimeSpan.NanosecondsPerTick, nameof(columnLength));
        Origin = query.Range.Start;
        Length = columnLength.Ticks * TimeSpan.NanosecondsPerTick;
        _columnLength = columnLength;
        _columns = query.Range.IsEmpty ? 1 : ((query.Range.End - 1 - Origin) / Length) + 1;
        if (_columns > MaximumColumns) throw new ArgumentOutOfRangeException(nameof(columnLength), columnLength, "There would be more than 10,000 columns: choose a shorter range or longer columns.");
    }

    public long Origin { get; }

    /// <summary>The length of a column in nanoseconds.</summary>
    public long Length { get; }

    public long[] Of(string host)
    {
        if (!_hosts.TryGetValue(host, out long[]? values)) _hosts.Add(host, values = new long[_columns]);
        return values;
    }

    public HostCounts ToCounts() => new()
    {
        Origin = Origin,
        ColumnLength = _columnLength,
        Hosts = [.. _hosts.Where(host => Array.Exists(host.Value, value => value != 0)).Select(host => new HostRow(host.Key, host.Value))],
    };
}
