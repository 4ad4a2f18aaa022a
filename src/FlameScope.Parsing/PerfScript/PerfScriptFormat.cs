using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The text that <c>perf script</c> prints, as a format that is read by <see cref="ProfileFile"/>.</summary>
public sealed class PerfScriptFormat : IProfileReader
{
    internal const string FormatName = "perf script";

    /// <inheritdoc/>
    public string Name => FormatName;

    /// <inheritdoc/>
    public string Description => "the text that Linux perf script and Android simpleperf print";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> start = probe.Start[..Math.Min(probe.Start.Length, UnreadableFormat.StartLength)];
        return PerfScript.Match(start, probe.IsWhole && start.Length == probe.Start.Length);
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new PerfScriptParser(builder, context.Options);
    }
}
