using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads OpenTelemetry profiles: stored data (<c>ProfilesData</c>) and export requests (<c>ExportProfilesServiceRequest</c>), as protobuf or JSON, and
/// streams of requests as the collector's file exporter writes them.
/// </summary>
/// <remarks>
/// <para>
/// The protocol is in development, and its messages change without a version number. The layout with a stack table in the dictionary is read. Older
/// layouts are recognized and refused.
/// </para>
/// <para>Times are Unix nanoseconds. Attributes of the resource, the scope, the profile and the sample, and trace links, are labels.</para>
/// </remarks>
public sealed class OtlpReader : IProfileReader
{
    /// <summary>
    /// Indicates whether a profile is read from its original payload where that is in a format that this library reads, instead of from the converted
    /// samples. The default is <c>false</c>: the payload is only read if the profile has no samples.
    /// </summary>
    public bool PreferOriginalPayload { get; init; }

    /// <inheritdoc/>
    public string Name => "otlp";

    /// <inheritdoc/>
    public string Description => "OpenTelemetry profiles: stored data and export requests, protobuf and JSON";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        // The first bytes of a short message may be those of JSON: a line feed is the first field, and a brace a length.
        FormatMatch match = OtlpShape.Match(probe.Start, probe.IsWhole);
        if (match != FormatMatch.Yes && probe.Json is { } json)
        {
            if (json.HasKey("resourceProfiles") || json.HasKey("resource_profiles")) return FormatMatch.Yes;
            return json.IsCut && json.HasKey("dictionary") ? FormatMatch.NeedMoreData : FormatMatch.No;
        }
        return match;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new OtlpParser(builder, context, PreferOriginalPayload);
    }
}
