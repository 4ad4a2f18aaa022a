using System.Buffers.Binary;
using System.Text;

namespace FlameScope.Parsing.Tests;

/// <summary>Writes the values of a block or of an event.</summary>
internal sealed class NetTracePayload
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public NetTracePayload Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public NetTracePayload Byte(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public NetTracePayload Short(int value) => Byte(value).Byte(value >> 8);

    public NetTracePayload Int(int value) => Short(value).Short(value >> 16);

    public NetTracePayload Long(ulong value) => Int((int)value).Int((int)(value >> 32));

    public NetTracePayload Double(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return Bytes(bytes);
    }

    public NetTracePayload VarInt(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((int)(value | 0x80));
        return Byte((int)value);
    }

    public NetTracePayload Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return VarInt((ulong)bytes.Length).Bytes(bytes);
    }

    public NetTracePayload ShortText(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Short(bytes.Length).Bytes(bytes);
    }

    // Not by an encoding, which would replace half of a surrogate pair.
    public NetTracePayload Utf16(string text)
    {
        foreach (char unit in text) Short(unit);
        return Short(0);
    }

    public NetTracePayload Align()
    {
        while (_bytes.Count % 4 != 0) _bytes.Add(0);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
