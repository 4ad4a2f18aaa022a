using System.Globalization;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>A heat map.</summary>
/// <param name="Version">The version of the file.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="ColumnLength">The length of a column in nanoseconds.</param>
/// <param name="Origin">The start of the first column in nanoseconds after the origin of the profile.</param>
/// <param name="Values">The values, column by column; the first of a column is at its start.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Total">The sum of the values.</param>
/// <param name="Untimed">The sum of the values of the samples without a time, which are in no cell.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Cpus">The number of busy processors over time; <c>null</c> if it is unknown or was not requested.</param>
internal sealed record HeatmapBody(
    string Version,
    int Columns,
    int Rows,
    long ColumnLength,
    long Origin,
    long[] Values,
    long Maximum,
    long Total,
    long Untimed,
    string Unit,
    CpuUsageValues? Cpus);

/// <summary>Makes heat maps.</summary>
internal sealed class HeatmapAnswer : ProfileAnswer, IStoreAnswer
{
    private const int DefaultRows = 50;
    private const int MaximumBuckets = 10_000;

    private readonly ProfileQuery _query;
    private readonly int _rows;
    private readonly TimeSpan _columnLength;
    private readonly bool _isCropped;
    private readonly int? _buckets;

    public HeatmapAnswer(QueryParameters query)
    {
        _query = ProfileQuery.Read(query);
        _rows = query.Integer("rows", 1, HeatmapOptions.MaximumRows, DefaultRows);
        _columnLength = ReadColumnLength(query);
        _isCropped = query.Flag("crop");
        _buckets = (int?)query.Integer("cpuBuckets", 1, MaximumBuckets);
    }

    public override ProfileQuery? Query => _query;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        SampleSelection samples = _query.Select(profile);
        SubsecondHeatmap map = Heatmaps.Create(samples, _query.WeightOf(profile), _rows, _columnLength, _isCropped);
        long origin = map.Origin - profile.Profile.Origin;
        return Reply.OfJson(
            new HeatmapBody(
                profile.File.Version,
                map.ColumnCount,
                map.RowCount,
                map.ColumnLength.Ticks * TimeSpan.NanosecondsPerTick,
                origin,
                map.Values.ToArray(),
                map.Maximum,
                map.Total,
                map.UntimedTotal,
                map.Unit,
                _buckets is { } buckets ? CpuUsage.OverTime(samples, map.Range.Start, map.Range.End, buckets) : null),
            ApiJson.Default.HeatmapBody);
    }

    // Maps of a store are always those of the range, and have no numbers of processors.
    public async Task<Reply?> AnswerAsync(StoreProfiles profiles, ServedFile file, CancellationToken cancellationToken)
    {
        TimeRange range = _query.RangeOf(file.Store!);
        SubsecondHeatmap map = await Heatmaps.OfStoreAsync(profiles, file, _query, range, _rows, _columnLength, cancellationToken).ConfigureAwait(false);
        return Reply.OfJson(
            new HeatmapBody(
                file.Version,
                map.ColumnCount,
                map.RowCount,
                map.ColumnLength.Ticks * TimeSpan.NanosecondsPerTick,
                map.Origin - file.Store!.Origin,
                map.Values.ToArray(),
                map.Maximum,
                map.Total,
                map.UntimedTotal,
                map.Unit,
                null),
            ApiJson.Default.HeatmapBody);
    }

    private static TimeSpan ReadColumnLength(QueryParameters query)
    {
        const string Name = "columnLength";
        if (query.Seconds(Name) is not { } length) return TimeSpan.FromSeconds(1);
        return length > 0 && length % TimeSpan.NanosecondsPerTick == 0
            ? TimeSpan.FromTicks(length / TimeSpan.NanosecondsPerTick)
            : throw QueryParameters.Invalid(Name, "takes a number of seconds greater than 0, with at most seven decimals");
    }
}

/// <summary>Makes heat maps of a bounded size.</summary>
internal static class Heatmaps
{
    // 64 MB of values. With 50 rows and columns of a second it is 46 hours.
    private const int MaximumCells = 8 * 1024 * 1024;

    /// <summary>Returns a heat map that a store counted, or that is counted here where a condition is one that stores do not have.</summary>
    /// <exception cref="RequestFault">The map would be too large, its value is neither samples nor periods, or there are too many samples to count here.</exception>
    public static async Task<SubsecondHeatmap> OfStoreAsync(
        StoreProfiles profiles, ServedFile file, ProfileQuery query, TimeRange range, int rows, TimeSpan columnLength, CancellationToken cancellationToken)
    {
        var options = new HeatmapOptions { Rows = rows, Weight = query.StoreWeight, ColumnLength = columnLength, MaximumColumns = MaximumCells / rows };
        try
        {
            if (query.IsCountedByStores) return await profiles.GetHeatmapAsync(file, query, range, options, cancellationToken).ConfigureAwait(false);
            LoadedProfile loaded = await profiles.GetAsync(file, query, [range], needsSamples: true, cancellationToken).ConfigureAwait(false);
            return StoreGrid.Count(query.Select(loaded), range, options);
        }
        catch (HeatmapTooLargeException)
        {
            throw new RequestFault(422, "The heat map would have more columns than this server makes; use longer columns.");
        }
        catch (ArgumentOutOfRangeException)
        {
            throw QueryParameters.Invalid("columnLength", "is out of range");
        }
    }

    /// <summary>Makes a heat map.</summary>
    /// <exception cref="RequestFault">No sample has a time, or the map would be too large.</exception>
    public static SubsecondHeatmap Create(SampleSelection samples, SampleWeight weight, int rows, TimeSpan columnLength, bool isCropped = false)
    {
        try
        {
            return SubsecondHeatmap.From(samples, new HeatmapOptions
            {
                Rows = rows,
                Weight = weight,
                ColumnLength = columnLength,
                CropToRange = isCropped,
                MaximumColumns = MaximumCells / rows,
            });
        }
        catch (UntimedProfileException)
        {
            string problem = samples.Profile.Samples.Count == 0 ? "The profile has no samples." : "No sample has a time, so there is no heat map; flame graphs work.";
            throw new RequestFault(422, problem);
        }
        catch (HeatmapTooLargeException large)
        {
            throw new RequestFault(422, string.Create(CultureInfo.InvariantCulture, $"The heat map would have {large.ColumnsNeeded:N0} columns, more than this server makes; use longer columns."));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw QueryParameters.Invalid("columnLength", "is out of range");
        }
    }
}
