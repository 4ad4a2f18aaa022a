using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the XML that <c>xctrace export</c> of macOS writes for the tables <c>time-profile</c>, <c>cpu-profile</c> and <c>time-sample</c> of a recording of
/// Instruments.
/// </summary>
/// <remarks>Times count from the start of the recording. A table is an event.</remarks>
public sealed class InstrumentsReader : IProfileReader
{
    private const int MaximumPrologue = 1024;

    /// <inheritdoc/>
    public string Name => "instruments";

    /// <inheritdoc/>
    public string Description => "XML of xctrace export from recordings of Instruments on macOS";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> start = probe.Start;
        if (start.StartsWith("\uFEFF"u8)) start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        if (start.StartsWith("<?xml"u8))
        {
            int end = start[..Math.Min(start.Length, MaximumPrologue)].IndexOf("?>"u8);
            if (end < 0) return FormatMatch.No;
            start = start[(end + 2)..].TrimStart(" \t\r\n"u8);
        }
        return start.StartsWith("<trace-query-result>"u8) || start.StartsWith("<trace-query-result "u8) ? FormatMatch.Yes : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new InstrumentsParser(builder, context);
    }
}
