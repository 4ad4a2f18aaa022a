using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A chunk while it is read.</summary>
internal readonly ref struct JfrChunk
{
    /// <summary>All bytes of the chunk, from its header on. Offsets count from here.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The offset of the chunk in the file.</summary>
    public required long FileOffset { get; init; }

    /// <summary>Indicates whether integers have 1 to 9 bytes.</summary>
    public required bool IsCompressed { get; init; }

    /// <summary>Indicates whether all constants of the chunk are known: the recorder closed it, and its end is there.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The types.</summary>
    public required JfrMetadata Metadata { get; init; }

    /// <summary>Returns a cursor at an offset.</summary>
    public JfrCursor At(int offset) => new(Bytes, offset, IsCompressed);

    /// <summary>Returns the position in the file of an offset.</summary>
    public InputPosition PositionOf(int offset) => InputPosition.AtByte(FileOffset + offset);
}
