using System.Globalization;

namespace FlameScope.Model;

/// <summary>A position in the input of a profile: a line, an offset in bytes, or a path in a JSON document. Each part may be unknown.</summary>
public readonly record struct InputPosition
{
    /// <summary>The number of the line, from 1; <c>null</c> if the format has no lines.</summary>
    public long? Line { get; init; }

    /// <summary>The offset in the decompressed input in bytes; <c>null</c> if it is unknown.</summary>
    public long? ByteOffset { get; init; }

    /// <summary>The path in a JSON document, such as <c>$.nodes[17].callFrame</c>; <c>null</c> in other formats.</summary>
    public string? Path { get; init; }

    /// <summary>Returns the position of a line.</summary>
    /// <param name="line">The number of the line, from 1.</param>
    /// <param name="byteOffset">The offset of the line in bytes.</param>
    /// <returns>The position.</returns>
    public static InputPosition AtLine(long line, long byteOffset) => new() { Line = line, ByteOffset = byteOffset };

    /// <summary>Returns the position of a byte.</summary>
    /// <param name="byteOffset">The offset in bytes.</param>
    /// <returns>The position.</returns>
    public static InputPosition AtByte(long byteOffset) => new() { ByteOffset = byteOffset };

    /// <summary>Returns a position in a JSON document.</summary>
    /// <param name="path">The path.</param>
    /// <param name="byteOffset">The offset in bytes.</param>
    /// <returns>The position.</returns>
    public static InputPosition AtPath(string path, long byteOffset) => new() { Path = path, ByteOffset = byteOffset };

    /// <summary>Returns the position, such as <c>line 3</c>, <c>byte 120</c> or <c>$.nodes[17] (byte 120)</c>; empty if nothing is known.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString()
    {
        if (Line is { } line) return string.Create(CultureInfo.InvariantCulture, $"line {line}");
        string offset = ByteOffset is { } number ? string.Create(CultureInfo.InvariantCulture, $"byte {number}") : "";
        if (Path is null) return offset;
        return offset.Length == 0 ? Path : $"{Path} ({offset})";
    }
}
