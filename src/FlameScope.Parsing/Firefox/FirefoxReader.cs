using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads profiles of the Firefox Profiler: processed profiles, which samply writes too, and Gecko profiles, which Firefox,
/// <c>perf script report gecko</c> and simpleperf write.
/// </summary>
public sealed class FirefoxReader : IProfileReader
{
    /// <inheritdoc/>
    public string Name => "firefox";

    /// <inheritdoc/>
    public string Description => "Profiles of the Firefox Profiler, samply, perf script report gecko and simpleperf";

    /// <summary>
    /// Indicates whether the symbols that samply wrote to a file next to the profile (<c>.syms.json</c>) are read. The default is <c>true</c>.
    /// </summary>
    public bool ReadsSymbolFile { get; init; } = true;

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (probe.Start.StartsWith(FirefoxParser.SlabMagic)) return FormatMatch.Yes;
        if (probe.Json is not { IsArray: false } json) return FormatMatch.No;
        if (json.HasPath("meta", "preprocessedProfileVersion")) return FormatMatch.Yes;

        // The version of a Gecko profile has a common name, so that other members of the format are required.
        bool isGecko = json.HasPath("meta", "version") && json.HasPath("meta", "interval") && json.HasPath("meta", "startTime");
        if (isGecko && (json.HasKey("threads") || json.HasKey("libs"))) return FormatMatch.Yes;
        return json.IsCut && !probe.IsWhole ? FormatMatch.NeedMoreData : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new FirefoxParser(builder, context, ReadsSymbolFile);
    }
}
