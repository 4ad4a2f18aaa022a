namespace FlameScope.AspNetCore;

/// <summary>The content of an answer.</summary>
/// <param name="ContentType">The type.</param>
/// <param name="Body">The bytes, not compressed.</param>
internal sealed record Reply(string ContentType, ReadOnlyMemory<byte> Body)
{
    public const string Json = "application/json";
    public const string Svg = "image/svg+xml";

    /// <summary>The name of the file as which a browser saves the answer; <c>null</c> to show it.</summary>
    public string? FileName { get; init; }

    /// <summary>Indicates whether the answer has no content.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Indicates whether the content shrinks when it is compressed.</summary>
    public bool IsCompressible { get; init; } = true;
}
