using System.Buffers.Binary;

namespace FlameScope.Parsing;

/// <summary>
/// Writes protobuf into one growing array. The length of a message is written after its content, in the five bytes that precede it.
/// </summary>
internal sealed class OtlpJsonWriter
{
    private const int LengthBytes = 5;
    private const int MaximumVarint = 10;

    private readonly Stack<int> _open = new();
    private byte[] _bytes = new byte[64 * 1024];
    private int _count;

    public void Clear()
    {
        _count = 0;
        _open.Clear();
    }

    public byte[] ToArray() => _bytes.AsSpan(0, _count).ToArray();

    public void BeginMessage(int field)
    {
        WriteTag(field, WireType.Bytes);
        Reserve(LengthBytes);
        _count += LengthBytes;
        _open.Push(_count);
    }

    public void EndMessage()
    {
        int start = _open.Pop();
        uint length = (uint)(_count - start);
        for (int i = 0; i < LengthBytes; i++, length >>= 7)
        {
            _bytes[start - LengthBytes + i] = (byte)((length & 0x7F) | (i < LengthBytes - 1 ? 0x80u : 0));
        }
    }

    public void WriteVarint(int field, ulong number)
    {
        WriteTag(field, WireType.Varint);
        WriteVarint(number);
    }

    public void WriteFixed64(int field, ulong number)
    {
        WriteTag(field, WireType.Fixed64);
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_count), number);
        _count += sizeof(ulong);
    }

    public void WriteBytes(int field, ReadOnlySpan<byte> bytes)
    {
        WriteTag(field, WireType.Bytes);
        WriteVarint((ulong)bytes.Length);
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    private void WriteTag(int field, WireType type) => WriteVarint(((ulong)field << 3) | (ulong)type);

    private void WriteVarint(ulong number)
    {
        Reserve(MaximumVarint);
        for (; number >= 0x80; number >>= 7) _bytes[_count++] = (byte)(number | 0x80);
        _bytes[_count++] = (byte)number;
    }

    private void Reserve(int length)
    {
        if (_bytes.Length - _count >= length) return;
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)_count + length)));
    }
}
