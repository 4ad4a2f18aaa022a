using System.Buffers.Binary;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the recordings of the .NET runtime (<c>.nettrace</c>), versions 4, 5 and 6: those of dotnet-trace, dotnet-monitor, Visual Studio and
/// <c>DOTNET_EnableEventPipe</c>.
/// </summary>
/// <remarks>
/// The samples of the thread-time profiler have the event <c>cpu</c> if the thread ran managed code, and <c>external</c> if it did not: it waited, or
/// ran native code. Samples of threads that wait are idle. Each other event with a call stack is an event of its own, <c>provider/name</c>. Names of
/// methods are those of the recording, resolved by the time of the sample.
/// </remarks>
public sealed class NetTraceReader : IProfileReader
{
    private static ReadOnlySpan<byte> Magic => "Nettrace"u8;

    private static ReadOnlySpan<byte> Serialization => "!FastSerialization.1"u8;

    /// <inheritdoc/>
    public string Name => "nettrace";

    /// <inheritdoc/>
    public string Description => "Recordings of the .NET runtime: dotnet-trace, dotnet-monitor, Visual Studio";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> start = probe.Start;
        if (start.StartsWith(Magic) || IsNetPerf(start)) return FormatMatch.Yes;
        return !probe.IsWhole && start.Length < Magic.Length && Magic.StartsWith(start) ? FormatMatch.NeedMoreData : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new NetTraceParser(builder, context);
    }

    /// <summary>Indicates whether an input is a .netperf file, versions 1 to 3 of the format. It is refused with the supported versions.</summary>
    internal static bool IsNetPerf(ReadOnlySpan<byte> start) =>
        start.Length >= sizeof(int) + Serialization.Length
        && BinaryPrimitives.ReadInt32LittleEndian(start) == Serialization.Length
        && start[sizeof(int)..].StartsWith(Serialization);
}
