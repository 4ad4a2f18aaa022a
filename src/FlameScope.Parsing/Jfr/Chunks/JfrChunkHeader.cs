using System.Buffers.Binary;

namespace FlameScope.Parsing;

/// <summary>The header of a chunk: 68 bytes, big-endian. Offsets count from the start of the chunk.</summary>
internal readonly struct JfrChunkHeader
{
    /// <summary>The number of bytes of a header.</summary>
    public const int Length = 68;

    private const int CompressedIntegers = 1;

    private JfrChunkHeader(ReadOnlySpan<byte> bytes)
    {
        Major = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        Minor = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        Size = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        ConstantsOffset = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]);
        MetadataOffset = BinaryPrimitives.ReadInt64BigEndian(bytes[24..]);
        StartNanoseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[32..]);
        StartTicks = BinaryPrimitives.ReadInt64BigEndian(bytes[48..]);
        TicksPerSecond = BinaryPrimitives.ReadInt64BigEndian(bytes[56..]);
        IsCompressed = (BinaryPrimitives.ReadUInt32BigEndian(bytes[64..]) & CompressedIntegers) != 0;
    }

    /// <summary>The first bytes of every chunk.</summary>
    public static ReadOnlySpan<byte> Magic => "FLR\0"u8;

    public ushort Major { get; }

    public ushort Minor { get; }

    /// <summary>The number of bytes of the chunk, including the header. 0 while the recorder still writes it.</summary>
    public long Size { get; }

    /// <summary>The offset of the last event with constants. 0 while the recorder still writes the chunk.</summary>
    public long ConstantsOffset { get; }

    /// <summary>The offset of the event with the metadata. 0 while the recorder still writes the chunk.</summary>
    public long MetadataOffset { get; }

    public long StartNanoseconds { get; }

    public long StartTicks { get; }

    public long TicksPerSecond { get; }

    /// <summary>Indicates whether integers have 1 to 9 bytes. Otherwise they have their full width.</summary>
    public bool IsCompressed { get; }

    /// <summary>Indicates whether the recorder finished the chunk.</summary>
    public bool IsClosed => Size >= Length && ConstantsOffset >= Length && MetadataOffset >= Length;

    /// <summary>Reads the header at the start of the bytes, of which there are at least <see cref="Length"/>.</summary>
    public static JfrChunkHeader Read(ReadOnlySpan<byte> bytes) => new(bytes);
}
