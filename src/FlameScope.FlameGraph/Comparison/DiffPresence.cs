using System.Text.Json.Serialization;

namespace FlameScope.FlameGraph;

/// <summary>Specifies the sides of a comparison that contain a node or a function.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DiffPresence>))]
public enum DiffPresence
{
    /// <summary>Both sides.</summary>
    Both,

    /// <summary>Only the target.</summary>
    New,

    /// <summary>Only the baseline.</summary>
    Gone,
}
