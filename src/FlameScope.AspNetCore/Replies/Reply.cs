using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FlameScope.AspNetCore;

/// <summary>An answer that has not been written yet.</summary>
/// <param name="ContentType">The type.</param>
/// <param name="Write">Writes the body, not compressed.</param>
internal sealed record Reply(string ContentType, Action<Stream> Write)
{
    public const string Json = "application/json";
    public const string Svg = "image/svg+xml";

    /// <summary>The name of the file as which a browser saves the answer; <c>null</c> to show it.</summary>
    public string? FileName { get; init; }

    /// <summary>Indicates whether the answer has no content.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Indicates whether the content shrinks when it is compressed.</summary>
    public bool IsCompressible { get; init; } = true;

    /// <summary>Returns an answer in JSON.</summary>
    public static Reply OfJson<T>(T body, JsonTypeInfo<T> type) => new(Json, stream => JsonSerializer.Serialize(stream, body, type));
}
