using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the text that <c>simpleperf report-sample</c> of Android prints: blocks of <c>name: value</c> lines, one block per sample.
/// </summary>
/// <remarks>The text of simpleperf's <c>report_sample.py</c> is that of <c>perf script</c>, which <see cref="PerfScriptFormat"/> reads.</remarks>
public sealed class SimpleperfReader : IProfileReader
{
    /// <inheritdoc/>
    public string Name => "simpleperf";

    /// <inheritdoc/>
    public string Description => "the text of simpleperf report-sample of Android";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> text = probe.Start;
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        int length = text.IndexOf((byte)'\n');
        if (length < 0) return FormatMatch.No;
        ReadOnlySpan<byte> first = PerfText.TrimEnd(text[..length]);
        if (!SimpleperfParser.IsBlockName(first)) return FormatMatch.No;
        ReadOnlySpan<byte> second = text[(length + 1)..];
        return second.StartsWith("  "u8) && second.IndexOf(": "u8) > 0 ? FormatMatch.Yes : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new SimpleperfParser(builder, context);
    }
}
