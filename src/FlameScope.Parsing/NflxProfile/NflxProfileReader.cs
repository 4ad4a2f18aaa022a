using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads the profiles of Netflix FlameScope (<c>nflxprofile</c>).</summary>
/// <remarks>
/// The times of samples are sums of floating-point seconds. They are accurate to about 30 ns where the recorder's clock is the uptime of a machine.
/// </remarks>
public sealed class NflxProfileReader : IProfileReader
{
    /// <inheritdoc/>
    public string Name => "nflxprofile";

    /// <inheritdoc/>
    public string Description => "Profiles of Netflix FlameScope";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return NflxProfileShape.Match(probe.Start, probe.IsWhole);
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new NflxProfileParser(builder, context);
    }
}
