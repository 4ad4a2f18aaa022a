using FlameScope.Model;
using FlameScope.Store;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>The hosts of a service over time.</summary>
/// <param name="Version">The version of the recordings.</param>
/// <param name="Title">The name of the service.</param>
/// <param name="Wall">The wall-clock time at the origin.</param>
/// <param name="End">The end of the recordings in nanoseconds after the origin, excluded.</param>
/// <param name="Origin">The start of the first column in nanoseconds after the origin of the service.</param>
/// <param name="ColumnLength">The length of a column in nanoseconds.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Rows">The hosts that have samples, in the order of their names.</param>
internal sealed record HostsBody(string Version, string Title, WallBody Wall, long End, long Origin, long ColumnLength, int Columns, HostBody[] Rows);

/// <summary>The samples of a host.</summary>
/// <param name="Host">The name.</param>
/// <param name="Path">The name by which the host is requested as a profile.</param>
/// <param name="Origin">The origin of that profile in nanoseconds after the origin of the service.</param>
/// <param name="Total">The number of samples.</param>
/// <param name="Values">The number of samples in each column.</param>
internal sealed record HostBody(string Host, string Path, long Origin, long Total, IReadOnlyList<long> Values);

/// <summary>Counts the samples of hosts.</summary>
internal sealed class HostsAnswer(QueryParameters query) : ProfileAnswer, IStoreAnswer
{
    private const int DefaultColumns = 120;
    private const int MaximumColumns = 2000;
    private const long ShortestColumn = TimeRange.NanosecondsPerSecond / 1000;

    private readonly ProfileQuery _query = ProfileQuery.Read(query);
    private readonly int _columns = query.Integer("columns", 1, MaximumColumns, DefaultColumns);

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken) =>
        throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "A file has no hosts: these are of the services of a store.");

    public async Task<Reply?> AnswerAsync(StoreProfiles profiles, ServedFile file, CancellationToken cancellationToken)
    {
        if (!_query.IsCountedByStores) throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "Hosts are counted by event, thread name, process, label and one expression for frames.");
        StoreEntry entry = file.Store!;
        TimeRange range = _query.RangeOf(entry);
        long length = Math.Max(ShortestColumn, (range.End - range.Start + _columns - 1) / _columns);
        TimeSpan columnLength = TimeSpan.FromTicks((length + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick);
        HostCounts counts = await profiles.GetHostsAsync(file, _query, range, columnLength, cancellationToken).ConfigureAwait(false);
        return Reply.OfJson(
            new HostsBody(
                file.Version,
                entry.Service,
                StoreAbout.WallOf(entry),
                entry.Range.End - entry.Origin,
                counts.Origin - entry.Origin,
                columnLength.Ticks * TimeSpan.NanosecondsPerTick,
                counts.Hosts.Count == 0 ? 0 : counts.Hosts[0].Values.Count,
                [
                    .. counts.Hosts.Select(host => new HostBody(
                        host.Host,
                        StoreName.Of(entry.Service, host.Host, entry.Window),
                        entry.Window is null && entry.HostOrigins.TryGetValue(host.Host, out long origin) ? origin - entry.Origin : 0,
                        host.Total,
                        host.Values)),
                ]),
            ApiJson.Default.HostsBody);
    }
}
