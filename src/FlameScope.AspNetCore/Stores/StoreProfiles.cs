using System.Globalization;
using System.Text;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Store;
using Microsoft.AspNetCore.Http;
using StoreQuery = FlameScope.Store.ProfileQuery;

namespace FlameScope.AspNetCore;

/// <summary>
/// What a store counted for a service or host: heat maps, and profiles of exactly the range that a question is about. Both are in the cache of the browser, so
/// that one question to the engine serves all answers about a selection.
/// </summary>
internal sealed class StoreProfiles(StoreGate gate, ByteCache cache)
{
    /// <summary>The maximum number of samples that are read from the store for an answer that counts do not suffice for.</summary>
    public const int MaximumSamples = 2_000_000;

    // As a store's default. What is omitted is less than a flame graph shows.
    private const int MaximumStacks = 100_000;

    /// <summary>Returns a heat map of a range.</summary>
    public Task<SubsecondHeatmap> GetHeatmapAsync(ServedFile file, ProfileQuery query, TimeRange range, HeatmapOptions options, CancellationToken cancellationToken)
    {
        StoreQuery asked = query.ForStore(file.Store!, range, withMatch: true);
        object key = string.Create(CultureInfo.InvariantCulture, $"map\n{KeyOf(file, asked)}\n{options.Rows},{options.ColumnLength.Ticks},{options.Weight},{options.MaximumColumns}");
        return cache.GetOrAddAsync(key, token => gate.AskAsync((store, limit) => store.GetHeatmapAsync(asked, options, limit), token), map => (8L * map.Values.Length) + 512, cancellationToken);
    }

    /// <summary>Returns the samples of each host of a range.</summary>
    public Task<HostCounts> GetHostsAsync(ServedFile file, ProfileQuery query, TimeRange range, TimeSpan columnLength, CancellationToken cancellationToken)
    {
        StoreQuery asked = query.ForStore(file.Store!, range, withMatch: true);
        return gate.AskAsync((store, limit) => store.GetHostsAsync(asked, columnLength, limit), cancellationToken);
    }

    /// <summary>Returns the counted stacks of ranges, or their samples where the question needs threads, processors or times.</summary>
    public async Task<LoadedProfile> GetAsync(ServedFile file, ProfileQuery query, IReadOnlyList<TimeRange> ranges, bool needsSamples, CancellationToken cancellationToken)
    {
        bool isCounted = !needsSamples && !query.NeedsSamples;
        StoreQuery[] asked = [.. ranges.Where(range => !range.IsEmpty).Select(range => query.ForStore(file.Store!, range, withMatch: false))];
        var key = new StringBuilder(isCounted ? "stacks" : "samples");
        foreach (StoreQuery one in asked) key.Append('\n').Append(KeyOf(file, one));
        object id = key.ToString();
        return await cache.GetOrAddAsync(
            id,
            async token =>
            {
                if (!isCounted) await CheckSizeAsync(asked, token).ConfigureAwait(false);
                var profiles = new List<Profile>();
                long omitted = 0;
                foreach (StoreQuery one in asked)
                {
                    if (isCounted)
                    {
                        StackCounts counts = await gate.AskAsync((store, limit) => store.GetStacksAsync(one, MaximumStacks, limit), token).ConfigureAwait(false);
                        omitted += counts.OmittedSamples;
                        profiles.Add(counts.Profile);
                    }
                    else
                    {
                        profiles.Add(await gate.AskAsync((store, limit) => store.ReadAsync(one, MaximumSamples, limit), token).ConfigureAwait(false));
                    }
                }
                Profile profile = profiles.Count switch { 0 => Profile.Empty, 1 => profiles[0], _ => Profile.MergeAll(profiles, cancellationToken: token) };
                return new LoadedProfile(file, profile, bytes => cache.Grow(id, bytes)) { IsOfRange = true, IsCounted = isCounted, OmittedSamples = omitted };
            },
            loaded => loaded.Bytes,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task CheckSizeAsync(StoreQuery[] asked, CancellationToken cancellationToken)
    {
        long total = 0;
        foreach (StoreQuery one in asked)
        {
            var options = new HeatmapOptions { Rows = 1, ColumnLength = StoreGrid.LongColumn };
            total += (await gate.AskAsync((store, limit) => store.GetHeatmapAsync(one, options, limit), cancellationToken).ConfigureAwait(false)).Total;
        }
        if (total > MaximumSamples)
        {
            throw new RequestFault(StatusCodes.Status422UnprocessableEntity, string.Create(
                CultureInfo.InvariantCulture, $"This needs single samples, and the range has {total:N0}, more than the {MaximumSamples:N0} that are read at a time. Select a shorter range."));
        }
    }

    // Texts are preceded by their lengths, so that different questions have different keys.
    private static string KeyOf(ServedFile file, StoreQuery query)
    {
        var key = new StringBuilder();
        foreach (string? text in (ReadOnlySpan<string?>)[file.Version, query.Service, query.Host, query.Comm, query.Event, query.Match]) Append(text);
        key.Append(CultureInfo.InvariantCulture, $"{query.Pid},{query.Range.Start},{query.Range.End}");
        foreach ((string name, string value) in query.Labels)
        {
            Append(name);
            Append(value);
        }
        return key.ToString();

        void Append(string? text) => key.Append(CultureInfo.InvariantCulture, $"{text?.Length ?? -1}:{text}");
    }
}
