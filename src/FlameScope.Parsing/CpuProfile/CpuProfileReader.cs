using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads CPU profiles of V8, the <c>.cpuprofile</c> files that Node.js (<c>--cpu-prof</c>), Chrome DevTools, VS Code, Deno and others write.
/// </summary>
/// <remarks>
/// Samples have the event <c>cpu</c>, and their value is the time until the next sample in nanoseconds. Samples of <c>(idle)</c> are idle. The node
/// <c>(root)</c> is no frame.
/// </remarks>
public sealed class CpuProfileReader : IProfileReader
{
    /// <inheritdoc/>
    public string Name => "cpuprofile";

    /// <inheritdoc/>
    public string Description => "CPU profiles of Node.js, Chrome DevTools and other programs with V8 (.cpuprofile)";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (probe.Json is not { IsArray: false } json) return FormatMatch.No;
        bool hasSamples = json.HasKey("samples");
        if (hasSamples && json.HasKey("timeDeltas")) return FormatMatch.Yes;

        // The keys of a profile in the Chrome format of 2017, and in the one before.
        if (json.HasKey("nodes") || json.HasKey("head"))
        {
            // A profile of the heap has the same tree, with sizes.
            if (probe.Start.IndexOf("\"selfSize\""u8) >= 0) return FormatMatch.No;
            bool hasFunctions = probe.Start.IndexOf("\"functionName\""u8) >= 0;
            if (hasFunctions && probe.Start.IndexOf("\"hitCount\""u8) >= 0) return FormatMatch.Yes;
            if (hasFunctions && (hasSamples || json.HasKey("startTime"))) return FormatMatch.Yes;
            return json.IsCut && !probe.IsWhole ? FormatMatch.NeedMoreData : FormatMatch.No;
        }
        bool canFollow = hasSamples || json.HasKey("startTime") || json.HasKey("endTime") || json.HasKey("timeDeltas");
        return canFollow && json.IsCut && !probe.IsWhole ? FormatMatch.NeedMoreData : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new CpuProfileParser(builder, context);
    }
}
