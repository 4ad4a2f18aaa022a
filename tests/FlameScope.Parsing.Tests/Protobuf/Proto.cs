using System.Buffers.Binary;
using System.Text;

namespace FlameScope.Parsing.Tests;

/// <summary>Builds a protobuf message field by field, in the order of the calls. It is not the writer of the library.</summary>
internal sealed class Proto
{
    private readonly List<byte> _bytes = [];

    public Proto Varint(int field, long value) => Tag(field, 0).Raw((ulong)value);

    /// <summary>Adds a number with the given count of bytes, which is more than necessary.</summary>
    public Proto PaddedVarint(int field, ulong value, int length)
    {
        Tag(field, 0);
        for (int i = 0; i < length; i++, value >>= 7) _bytes.Add((byte)((value & 0x7F) | (i < length - 1 ? 0x80u : 0)));
        return this;
    }

    public Proto Fixed64(int field, ulong value)
    {
        Tag(field, 1);
        return Raw64(value);
    }

    public Proto Double(int field, double value) => Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    public Proto Fixed32(int field, uint value)
    {
        Tag(field, 5);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public Proto Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2).Raw((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public Proto Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Proto Message(int field, Proto message) => Bytes(field, message.ToArray());

    public Proto Packed(int field, params long[] values)
    {
        var packed = new Proto();
        foreach (long value in values) packed.Raw((ulong)value);
        return Message(field, packed);
    }

    public Proto PackedFixed64(int field, params ulong[] values)
    {
        var packed = new Proto();
        foreach (ulong value in values) packed.Raw64(value);
        return Message(field, packed);
    }

    public Proto PackedDoubles(int field, params double[] values) => PackedFixed64(field, Array.ConvertAll(values, BitConverter.DoubleToUInt64Bits));

    /// <summary>Adds a group: fields between two tags.</summary>
    public Proto Group(int field, Proto content)
    {
        Tag(field, 3);
        _bytes.AddRange(content._bytes);
        return Tag(field, 4);
    }

    public Proto Append(Proto other)
    {
        _bytes.AddRange(other._bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private Proto Tag(int field, int type) => Raw(((ulong)field << 3) | (uint)type);

    private Proto Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
        return this;
    }

    private Proto Raw64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }
}
