using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace FlameScope.AspNetCore;

/// <summary>The metrics, activities and logs of the browser. Meter and activity source have the name of the package.</summary>
internal sealed partial class ServerTelemetry
{
    public const string Name = "FlameScope.AspNetCore";

    private static readonly ActivitySource Activities = new(Name);

    private readonly ILogger _logger;
    private readonly Meter _meter;
    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _parseDuration;
    private readonly Counter<long> _parsedBytes;
    private readonly Counter<long> _cacheHits;
    private readonly Counter<long> _cacheMisses;
    private readonly Counter<long> _evictedBytes;
    private readonly Counter<long> _uploads;
    private readonly Counter<long> _refusals;

    public ServerTelemetry(IMeterFactory meters, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger(Name);
        _meter = meters.Create(Name);
        _requestDuration = _meter.CreateHistogram<double>("flamescope.request.duration", "s", "The time from a request to the end of its answer.");
        _parseDuration = _meter.CreateHistogram<double>("flamescope.parse.duration", "s", "The time for parsing a file.");
        _parsedBytes = _meter.CreateCounter<long>("flamescope.parse.bytes", "By", "The size of the files that were parsed.");
        _cacheHits = _meter.CreateCounter<long>("flamescope.cache.hits", "{lookup}", "The number of lookups that found a cached profile or answer.");
        _cacheMisses = _meter.CreateCounter<long>("flamescope.cache.misses", "{lookup}", "The number of lookups that found none.");
        _evictedBytes = _meter.CreateCounter<long>("flamescope.cache.evicted", "By", "The size of what was evicted from the cache.");
        _uploads = _meter.CreateCounter<long>("flamescope.uploads", "{file}", "The number of uploads.");
        _refusals = _meter.CreateCounter<long>("flamescope.request.refusals", "{request}", "The number of requests that were refused because the server was busy.");
    }

    /// <summary>Observes the cache and the queues of a server.</summary>
    public void Observe(string prefix, ByteCache cache, Func<long> parseQueue, Func<long> answerQueue, Func<long> requests)
    {
        var tag = new KeyValuePair<string, object?>("flamescope.prefix", prefix);
        _meter.CreateObservableGauge("flamescope.cache.size", () => new Measurement<long>(cache.Bytes, tag), "By", "The size of the cache.");
        _meter.CreateObservableGauge("flamescope.cache.entries", () => new Measurement<long>(cache.Count, tag), "{entry}", "The number of profiles and answers in the cache.");
        _meter.CreateObservableGauge("flamescope.parse.queue", () => new Measurement<long>(parseQueue(), tag), "{file}", "The number of files that wait to be parsed.");
        _meter.CreateObservableGauge("flamescope.answer.queue", () => new Measurement<long>(answerQueue(), tag), "{request}", "The number of requests that wait for their answer to be computed.");
        _meter.CreateObservableGauge("flamescope.request.active", () => new Measurement<long>(requests(), tag), "{request}", "The number of requests in progress.");
    }

    public void CacheHit(string kind) => _cacheHits.Add(1, new KeyValuePair<string, object?>("flamescope.cache.kind", kind));

    public void CacheMiss(string kind) => _cacheMisses.Add(1, new KeyValuePair<string, object?>("flamescope.cache.kind", kind));

    public void Evicted(long bytes) => _evictedBytes.Add(bytes);

    public static Activity? StartParse(ServedFile file)
    {
        Activity? activity = Activities.StartActivity("flamescope.parse");
        activity?.SetTag("flamescope.profile", file.Name).SetTag("flamescope.bytes", file.Length);
        return activity;
    }

    public void Parsed(ServedFile file, string outcome, TimeSpan time, Activity? activity)
    {
        var tag = new KeyValuePair<string, object?>("flamescope.outcome", outcome);
        _parseDuration.Record(time.TotalSeconds, tag);
        _parsedBytes.Add(file.Length, tag);
        activity?.SetTag("flamescope.outcome", outcome);
        if (outcome is not ("parsed" or "canceled")) activity?.SetStatus(ActivityStatusCode.Error, outcome);
        LogParsed(_logger, file.Name, file.Length, outcome, time.TotalMilliseconds);
    }

    public static Activity? StartAnswer(string resource)
    {
        Activity? activity = Activities.StartActivity("flamescope.answer");
        activity?.SetTag("flamescope.resource", resource);
        return activity;
    }

    public void Answered(string resource, int status, TimeSpan time)
    {
        _requestDuration.Record(
            time.TotalSeconds,
            new KeyValuePair<string, object?>("flamescope.resource", resource),
            new KeyValuePair<string, object?>("http.response.status_code", status));
        if (status == 503) _refusals.Add(1, new KeyValuePair<string, object?>("flamescope.resource", resource));
    }

    public void Uploaded(string outcome, string name, long bytes)
    {
        _uploads.Add(1, new KeyValuePair<string, object?>("flamescope.outcome", outcome));
        LogUploaded(_logger, name, bytes, outcome);
    }

    public void ReaderBroke(ServedFile file, Exception bug) => LogReaderBroke(_logger, bug, file.Name);

    public void StoreFailed(Exception fault) => LogStoreFailed(_logger, fault);

    public void Failed(string resource, Exception bug) => LogFailed(_logger, bug, resource);

    public void SelfRecorded(double seconds, string outcome) => LogSelfRecorded(_logger, seconds, outcome);

    [LoggerMessage(1, LogLevel.Information, "Profile {Profile} of {Bytes} bytes: {Outcome} in {Milliseconds:0.0} ms")]
    private static partial void LogParsed(ILogger logger, string profile, long bytes, string outcome, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "Upload of {Profile}, {Bytes} bytes: {Outcome}")]
    private static partial void LogUploaded(ILogger logger, string profile, long bytes, string outcome);

    [LoggerMessage(3, LogLevel.Error, "The reader of profile {Profile} failed")]
    private static partial void LogReaderBroke(ILogger logger, Exception bug, string profile);

    [LoggerMessage(4, LogLevel.Error, "A request for {Resource} failed")]
    private static partial void LogFailed(ILogger logger, Exception bug, string resource);

    [LoggerMessage(6, LogLevel.Warning, "The store of profiles failed")]
    private static partial void LogStoreFailed(ILogger logger, Exception fault);

    [LoggerMessage(5, LogLevel.Information, "Recording of this process for {Seconds} s: {Outcome}")]
    private static partial void LogSelfRecorded(ILogger logger, double seconds, string outcome);
}
