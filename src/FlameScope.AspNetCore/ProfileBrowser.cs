using FlameScope.Parsing;

namespace FlameScope.AspNetCore;

/// <summary>One mapped browser: its folder, its cache and its limits.</summary>
internal sealed class ProfileBrowser : IDisposable
{
    // Of the memory of the cache, a third is left for gaps between large objects and for garbage that is not collected yet.
    private const int ContentThirds = 2;

    // The part of the content that answers may have while they are sent.
    private const int SentShare = 2;

    private readonly WorkGate _answers;
    private readonly StoreGate? _gate;
    private long _evictedBytes;
    private int _requests;
    private long _sentBytes;

    public ProfileBrowser(string prefix, FlameScopeOptions options, ServerTelemetry telemetry, HostRule hosts)
    {
        Prefix = prefix;
        Options = options;
        Telemetry = telemetry;
        Hosts = hosts;
        // Symbols of this machine are not for a recording from somebody else, so the default reader of perf.data does not look for them.
        ReadOptions = options.ReadOptions;
        Folder = new ProfileFolder(options.Store is null ? options.Folder : null);
        Cache = new ByteCache(Math.Max(1, options.CacheBytes / 3 * ContentThirds), Evicted);
        Store = new ProfileStore(Folder, options, ReadOptions, Cache, telemetry);
        _answers = new WorkGate(options.MaximumConcurrentAnswers, options.MaximumQueuedAnswers);
        if (options.Store is { } store)
        {
            _gate = new StoreGate(store, options, telemetry);
            StoreCatalog = new StoreCatalog(_gate, options.MaximumFiles);
            StoreProfiles = new StoreProfiles(_gate, Cache);
        }
        telemetry.Observe(prefix, Cache, () => _gate?.QueueLength ?? Store.QueueLength, () => _answers.QueueLength, () => Volatile.Read(ref _requests));
    }

    public string Prefix { get; }

    public FlameScopeOptions Options { get; }

    public ServerTelemetry Telemetry { get; }

    public HostRule Hosts { get; }

    public ProfileReadOptions ReadOptions { get; }

    public ProfileFolder Folder { get; }

    public ByteCache Cache { get; }

    public ProfileStore Store { get; }

    /// <summary>The services and hosts of the store; <c>null</c> if a folder is served.</summary>
    public StoreCatalog? StoreCatalog { get; }

    /// <summary>The counts of the store; <c>null</c> if a folder is served.</summary>
    public StoreProfiles? StoreProfiles { get; }

    /// <summary>Returns the file, or the service or host, with a name.</summary>
    /// <exception cref="RequestFault">There is none.</exception>
    public Task<ServedFile> FindAsync(string name, CancellationToken cancellationToken) =>
        StoreCatalog is null ? Task.FromResult(Folder.Find(name)) : StoreCatalog.FindAsync(name, cancellationToken);

    /// <summary>Returns all files, or all services and hosts, in the order of their names, and whether there are more than the maximum.</summary>
    public Task<(List<ServedFile> Files, bool IsTruncated)> ListAsync(CancellationToken cancellationToken) =>
        StoreCatalog?.ListAsync(cancellationToken) ?? Task.Run(() => Folder.List(Options.MaximumFiles, cancellationToken), cancellationToken);

    /// <summary>Waits for the permission to compute an answer.</summary>
    public ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken) => _answers.EnterAsync(cancellationToken);

    /// <summary>Counts a request in.</summary>
    /// <exception cref="RequestFault">Too many requests are in progress.</exception>
    public void Begin()
    {
        if (Interlocked.Increment(ref _requests) <= Options.MaximumRequests) return;
        End();
        throw WorkGate.Busy();
    }

    /// <summary>Counts a request out.</summary>
    public void End() => Interlocked.Decrement(ref _requests);

    /// <summary>Counts the bytes of an answer while it is sent: slow clients keep answers in memory that the cache has evicted.</summary>
    /// <returns>Dispose it when the answer is sent.</returns>
    /// <exception cref="RequestFault">The answers that are being sent are too large in total.</exception>
    public IDisposable BeginSending(long bytes)
    {
        var sending = new Sending(this, bytes);
        if (Interlocked.Add(ref _sentBytes, bytes) <= Cache.Capacity / SentShare) return sending;
        sending.Dispose();
        throw WorkGate.Busy();
    }

    // The collector does not know that what was evicted is most of the heap: without this, the process grew to twice the size of the cache.
    private void Evicted(long bytes)
    {
        const int CollectedShare = 4;
        Telemetry.Evicted(bytes);
        if (Interlocked.Add(ref _evictedBytes, bytes) < Cache.Capacity / CollectedShare) return;
        Interlocked.Exchange(ref _evictedBytes, 0);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    public void Dispose()
    {
        Store.Dispose();
        StoreCatalog?.Dispose();
        _gate?.Dispose();
        _answers.Dispose();
    }

    private sealed class Sending(ProfileBrowser browser, long bytes) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref browser._sentBytes, -bytes);
    }
}
