using System.Buffers.Binary;
using System.Text;

namespace FlameScope.Parsing.Tests;

/// <summary>Writes the fields of a record in one byte order.</summary>
internal sealed class RecordBytes(bool isBigEndian = false)
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public RecordBytes UInt16(int value) => Add(2, (ulong)(ushort)value);

    public RecordBytes UInt32(long value) => Add(4, (ulong)(uint)value);

    public RecordBytes UInt64(ulong value) => Add(8, value);

    public RecordBytes Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Adds a text with a null byte, filled with null bytes to a multiple of eight.</summary>
    public RecordBytes Text(string text)
    {
        _bytes.AddRange(Encoding.UTF8.GetBytes(text));
        do _bytes.Add(0);
        while (_bytes.Count % 8 != 0);
        return this;
    }

    /// <summary>Adds a text with its length, as header sections have it.</summary>
    public RecordBytes CountedText(string text)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        return UInt32(bytes.Length).Bytes(bytes);
    }

    public byte[] ToArray() => [.. _bytes];

    private RecordBytes Add(int length, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (isBigEndian) BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _bytes.AddRange(isBigEndian ? bytes[^length..] : bytes[..length]);
        return this;
    }
}
