using FlameScope.Model;
using FlameScope.Store;
using Microsoft.AspNetCore.Http;
using StoreQuery = FlameScope.Store.ProfileQuery;

namespace FlameScope.AspNetCore;

/// <summary>The services and hosts of a store. Its recordings are listed at most every few seconds.</summary>
internal sealed class StoreCatalog(StoreGate gate, int maximum) : IDisposable
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(5);

    // A query needs both ends.
    private static readonly StoreQuery Everything = new() { Range = new TimeRange(0, long.MaxValue - 1) };

    private readonly SemaphoreSlim _listing = new(1);
    private Dictionary<string, List<StoredRecording>> _services = [];
    private long _listed = long.MinValue;

    /// <summary>Returns all services, each followed by its hosts, and whether there are more than the maximum.</summary>
    public async Task<(List<ServedFile> Files, bool IsTruncated)> ListAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, List<StoredRecording>> services = await GetAsync(cancellationToken).ConfigureAwait(false);
        var files = new List<ServedFile>();
        foreach ((string service, List<StoredRecording> recordings) in services.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!Add(StoreEntry.Create(service, null, null, recordings))) return (files, true);
            foreach (IGrouping<string, StoredRecording> host in recordings.GroupBy(recording => recording.Host, StringComparer.Ordinal).OrderBy(host => host.Key, StringComparer.Ordinal))
            {
                if (!Add(StoreEntry.Create(service, host.Key, null, [.. host]))) return (files, true);
            }
        }
        return (files, false);

        bool Add(ServedFile file)
        {
            if (files.Count == maximum) return false;
            files.Add(file);
            return true;
        }
    }

    /// <summary>Returns the service or host with a name.</summary>
    /// <exception cref="RequestFault">There is none.</exception>
    public async Task<ServedFile> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (StoreName.Parse(name) is { } parsed
            && (await GetAsync(cancellationToken).ConfigureAwait(false)).TryGetValue(parsed.Service, out List<StoredRecording>? recordings))
        {
            List<StoredRecording> ofHost = parsed.Host is null ? recordings : recordings.FindAll(recording => recording.Host == parsed.Host);
            if (ofHost.Count > 0) return StoreEntry.Create(parsed.Service, parsed.Host, parsed.Window, ofHost);
        }
        throw new RequestFault(StatusCodes.Status404NotFound, "There is no such service or host.");
    }

    public void Dispose() => _listing.Dispose();

    private async Task<Dictionary<string, List<StoredRecording>>> GetAsync(CancellationToken cancellationToken)
    {
        if (IsFresh()) return Volatile.Read(ref _services);
        await _listing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (IsFresh()) return _services;
            var services = new Dictionary<string, List<StoredRecording>>(StringComparer.Ordinal);
            foreach (StoredRecording recording in await gate.AskAsync((store, token) => store.ListAsync(Everything, token), cancellationToken).ConfigureAwait(false))
            {
                if (!services.TryGetValue(recording.Service, out List<StoredRecording>? list)) services.Add(recording.Service, list = []);
                list.Add(recording);
            }
            Volatile.Write(ref _services, services);
            Volatile.Write(ref _listed, Environment.TickCount64);
            return services;
        }
        finally
        {
            _listing.Release();
        }
    }

    private bool IsFresh() => Volatile.Read(ref _listed) is var listed && listed != long.MinValue && Environment.TickCount64 - listed < MaximumAge.TotalMilliseconds;
}
