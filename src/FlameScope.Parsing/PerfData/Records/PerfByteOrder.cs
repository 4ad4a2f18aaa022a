using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>Reads numbers in the byte order of the recorded machine. A read beyond the end of the span throws, so callers check lengths first.</summary>
internal readonly struct PerfByteOrder(bool isBigEndian)
{
    /// <summary>Indicates whether the most significant byte is first.</summary>
    public bool IsBigEndian { get; } = isBigEndian;

    public ushort ReadUInt16(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint ReadUInt32(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public int ReadInt32(ReadOnlySpan<byte> bytes) => (int)ReadUInt32(bytes);

    public ulong ReadUInt64(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    public void WriteUInt64(Span<byte> bytes, ulong value)
    {
        if (IsBigEndian) BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
    }

    /// <summary>Reads numbers of 64 bits.</summary>
    /// <param name="bytes">The numbers: eight bytes for each element of <paramref name="values"/>.</param>
    /// <param name="values">Receives the numbers.</param>
    public void ReadUInt64s(ReadOnlySpan<byte> bytes, Span<ulong> values)
    {
        bytes[..(values.Length * sizeof(ulong))].CopyTo(MemoryMarshal.AsBytes(values));
        if (IsBigEndian != !BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(values, values);
    }

    /// <summary>Reads a bit of a C bit field, which starts at the least significant bit on little-endian machines and at the most significant on others.</summary>
    /// <param name="bytes">The bytes of the bit field.</param>
    /// <param name="bit">The number of the bit, in the order of declaration.</param>
    public bool ReadBit(ReadOnlySpan<byte> bytes, int bit) => ((bytes[bit >> 3] >> (IsBigEndian ? 7 - (bit & 7) : bit & 7)) & 1) != 0;
}
