using FlameScope.Parsing;

namespace FlameScope.AspNetCore;

/// <summary>One mapped browser: its folder, its cache and its limits.</summary>
internal sealed class ProfileBrowser : IDisposable
{
    private readonly WorkGate _answers;
    private int _requests;

    public ProfileBrowser(string prefix, FlameScopeOptions options, ServerTelemetry telemetry, HostRule hosts)
    {
        Prefix = prefix;
        Options = options;
        Telemetry = telemetry;
        Hosts = hosts;
        // Symbols of this machine are not for a recording from somebody else, so the default reader of perf.data does not look for them.
        ReadOptions = options.ReadOptions;
        Folder = new ProfileFolder(options.Folder);
        Cache = new ByteCache(options.CacheBytes, telemetry.Evicted);
        Store = new ProfileStore(Folder, options, ReadOptions, Cache, telemetry);
        _answers = new WorkGate(options.MaximumConcurrentAnswers, options.MaximumQueuedAnswers);
        telemetry.Observe(prefix, Cache, () => Store.QueueLength, () => _answers.QueueLength, () => Volatile.Read(ref _requests));
    }

    public string Prefix { get; }

    public FlameScopeOptions Options { get; }

    public ServerTelemetry Telemetry { get; }

    public HostRule Hosts { get; }

    public ProfileReadOptions ReadOptions { get; }

    public ProfileFolder Folder { get; }

    public ByteCache Cache { get; }

    public ProfileStore Store { get; }

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

    public void Dispose()
    {
        Store.Dispose();
        _answers.Dispose();
    }
}
