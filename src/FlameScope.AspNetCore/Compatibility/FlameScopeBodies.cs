using System.Text.Json.Serialization;

namespace FlameScope.AspNetCore;

/// <summary>An error of FlameScope's API.</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record FlameScopeErrorBody([property: JsonPropertyName("error")] string Error);

/// <summary>A profile in FlameScope's list.</summary>
/// <param name="Filename">The name by which it is requested.</param>
/// <param name="Type">The type.</param>
internal sealed record FlameScopeProfileBody([property: JsonPropertyName("filename")] string Filename, [property: JsonPropertyName("type")] string Type);
