using System.Text.Json.Serialization;

namespace FlameScope.Analysis;

/// <summary>Specifies the kind of an anomaly.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MomentKind>))]
public enum MomentKind
{
    /// <summary>More samples than before and after, or samples of functions or threads that are otherwise rarer.</summary>
    Burst,

    /// <summary>A burst that recurs at regular intervals.</summary>
    Periodic,

    /// <summary>The start of the recording, if it differs from what follows.</summary>
    Startup,

    /// <summary>No or almost no samples, where the samples before and after make some likely.</summary>
    Gap,
}
