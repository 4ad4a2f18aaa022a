using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads profiles in the format of pprof: those of Go, gperftools, async-profiler, Datadog, Parca, Pyroscope and most profile servers.</summary>
/// <remarks>
/// <para>
/// A profile has one event, <c>samples</c>, with a value type per sample type of the file. A record is one sample. Samples have times only where the
/// label <c>end_timestamp_ns</c> states them; they are Unix nanoseconds.
/// </para>
/// <para>The binary format of old versions of gperftools is read, too.</para>
/// </remarks>
public sealed class PprofReader : IProfileReader
{
    /// <inheritdoc/>
    public string Name => "pprof";

    /// <inheritdoc/>
    public string Description => "Profiles of Go, gperftools, async-profiler and most profile servers";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (GperftoolsProfile.IsStart(probe.Start)) return FormatMatch.Yes;
        return PprofShape.Match(probe.Start, probe.IsWhole);
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new PprofParser(builder, context);
    }
}
