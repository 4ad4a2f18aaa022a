using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the JSON format of speedscope, which py-spy, rbspy, dotnet-trace and others write. Sampled and evented profiles and all units are read.
/// </summary>
/// <remarks>
/// Each profile of the file is a thread. Samples have times if the unit is one of time. The spans of an evented profile are cut at
/// <see cref="ProfileReadOptions.SpanGrid"/>; their values are exact.
/// </remarks>
public sealed class SpeedscopeReader : IProfileReader
{
    /// <inheritdoc/>
    public string Name => "speedscope";

    /// <inheritdoc/>
    public string Description => "JSON files of speedscope, py-spy, rbspy, dotnet-trace and others (.speedscope.json)";

    /// <summary>
    /// Indicates whether the frames that dotnet-trace adds to each stack are left out: the process, <c>(Non-Activities)</c>, <c>Threads</c> and the thread
    /// at the root, and <c>CPU_TIME</c> and <c>UNMANAGED_CODE_TIME</c> at the leaf. The default is <c>false</c>.
    /// </summary>
    public bool OmitsDotnetTraceFrames { get; init; }

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (probe.Json is not { IsArray: false } json) return FormatMatch.No;
        if (json.GetText("$schema") is { } schema)
        {
            return schema.Contains("speedscope.app/file-format-schema", StringComparison.OrdinalIgnoreCase) ? FormatMatch.Yes : FormatMatch.No;
        }
        if (json.HasPath("shared", "frames") && json.HasKey("profiles")) return FormatMatch.Yes;
        bool canFollow = json.HasPath("shared", "frames") || json.HasKey("profiles") || json.HasKey("exporter");
        return canFollow && json.IsCut && !probe.IsWhole ? FormatMatch.NeedMoreData : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new SpeedscopeParser(builder, context, OmitsDotnetTraceFrames);
    }
}
