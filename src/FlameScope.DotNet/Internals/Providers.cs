using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>The event providers of a recording.</summary>
internal static class Providers
{
    private const long GarbageCollector = 0x1, Loader = 0x8, Compiler = 0x10, Precompiled = 0x20;
    private const long ContentionKeyword = 0x4000, ExceptionKeyword = 0x8000;

    // Methods and modules that are loaded while the recording goes on: the rundown at its end does not have those that are unloaded before. The
    // events of methods have the level verbose.
    private const long Code = Loader | Compiler | Precompiled;

    public static List<EventPipeProvider> Of(DotNetRecordOptions options)
    {
        long keywords = Code;
        if (options.Events.HasFlag(DotNetEvents.Contention)) keywords |= ContentionKeyword;
        if (options.Events.HasFlag(DotNetEvents.Exceptions)) keywords |= ExceptionKeyword;
        if (options.Events.HasFlag(DotNetEvents.Allocations)) keywords |= GarbageCollector;
        return
        [
            new EventPipeProvider("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational),
            new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, keywords),
            .. options.Providers,
        ];
    }

    /// <summary>A provider with no events, for a session that only has a rundown.</summary>
    public static EventPipeProvider None { get; } = new("FlameScope-None", EventLevel.Critical);
}
