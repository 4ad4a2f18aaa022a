using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the fields of one protobuf message without allocating. It never throws and never reads outside of the message: a length is checked against
/// the bytes that are there before it is used.
/// </summary>
/// <remarks>
/// A varint may be longer than necessary. Writers that fill in a length later use five bytes for it, of which the last ones are zero.
/// </remarks>
internal ref struct ProtobufReader
{
    // Five bytes hold 35 bits, ten bytes hold 70.
    private const int MaximumVarint = 10;
    private const int MaximumGroups = 64;

    private readonly ReadOnlySpan<byte> _message;
    private int _position;
    private bool _hasCutField;
    private int _cutField;

    /// <summary>Creates a reader of a message.</summary>
    /// <param name="message">The bytes of the message, without its length.</param>
    /// <param name="position">The position of the first field to read.</param>
    public ProtobufReader(ReadOnlySpan<byte> message, int position = 0)
    {
        _message = message;
        _position = position;
    }

    /// <summary>The number of the current field, at least 1.</summary>
    public int Field { get; private set; }

    /// <summary>The encoding of the current field.</summary>
    public WireType WireType { get; private set; }

    /// <summary>The value of a field of the types <see cref="WireType.Varint"/>, <see cref="WireType.Fixed64"/> and <see cref="WireType.Fixed32"/>.</summary>
    public ulong Number { get; private set; }

    /// <summary>The content of a field of the types <see cref="WireType.Bytes"/> and <see cref="WireType.Group"/>.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The position of the tag of the current field; after the last field, of the bytes that are not a field.</summary>
    public int FieldStart { get; private set; }

    /// <summary>The position of the content of the current field, for <see cref="WireType.Bytes"/>.</summary>
    public readonly int BytesStart => _position - Bytes.Length;

    /// <summary>The position after the current field.</summary>
    public readonly int Position => _position;

    /// <summary>The reason why <see cref="Read"/> returned <c>false</c>.</summary>
    public ProtobufEnd End { get; private set; }

    /// <summary>The value of the current field as a signed number.</summary>
    public readonly long Int64 => (long)Number;

    /// <summary>Reads the next field.</summary>
    /// <returns><c>false</c> at the end of the message, or where the bytes are not a field; <see cref="End"/> says which.</returns>
    public bool Read()
    {
        int position = _position;
        ReadOnlySpan<byte> message = _message;
        FieldStart = position;
        if (position >= message.Length) return false;
        // Most fields have a tag of one byte, and a length or a number of one byte.
        if (message.Length - position >= 2 && message[position] is >= 8 and < 0x80 and byte first && message[position + 1] is < 0x80 and byte second)
        {
            int end = position + 2;
            var type = (WireType)(first & 7);
            if (type == WireType.Bytes && second <= message.Length - end)
            {
                Field = first >> 3;
                WireType = WireType.Bytes;
                Bytes = message.Slice(end, second);
                _position = end + second;
                return true;
            }
            if (type == WireType.Varint)
            {
                Field = first >> 3;
                WireType = WireType.Varint;
                Number = second;
                _position = end;
                return true;
            }
        }
        return ReadOther(position);
    }

    private bool ReadOther(int position)
    {
        ulong tag = _message[position];
        if (tag < 0x80) position++;
        else if (!TryReadVarint(_message, ref position, out tag)) return Stop(position);
        ulong field = tag >> 3;
        if (field is 0 or > 0x1FFF_FFFF) return Stop(0);
        Field = (int)field;
        WireType = (WireType)(tag & 7);
        switch (WireType)
        {
            case WireType.Varint:
                if (!TryReadVarint(_message, ref position, out ulong number)) return Stop(position);
                Number = number;
                break;
            case WireType.Bytes:
                if (!TryReadVarint(_message, ref position, out ulong length)) return Stop(position);
                if (length > int.MaxValue) return Stop(0);
                if ((int)length > _message.Length - position) return StopInBytes(position);
                Bytes = _message.Slice(position, (int)length);
                position += (int)length;
                break;
            case WireType.Fixed64:
                if (_message.Length - position < sizeof(ulong)) return Stop(_message.Length);
                Number = BinaryPrimitives.ReadUInt64LittleEndian(_message[position..]);
                position += sizeof(ulong);
                break;
            case WireType.Fixed32:
                if (_message.Length - position < sizeof(uint)) return Stop(_message.Length);
                Number = BinaryPrimitives.ReadUInt32LittleEndian(_message[position..]);
                position += sizeof(uint);
                break;
            case WireType.Group:
                int start = position;
                if (!TrySkipGroup(_message, ref position, Field, out int end)) return Stop(position);
                Bytes = _message[start..end];
                break;
            default:
                return Stop(0);
        }
        _position = position;
        return true;
    }

    /// <summary>Reads a varint.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="position">The position of the varint; after it, the position after the varint. If there is no varint and the bytes end before it
    /// does, the length of <paramref name="data"/>; if it has more than ten bytes, less.</param>
    /// <param name="value">The number, modulo 2^64.</param>
    /// <returns><c>false</c> if the bytes end within the varint, or if it has more than ten bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadVarint(ReadOnlySpan<byte> data, ref int position, out ulong value)
    {
        int start = position;
        if ((uint)start < (uint)data.Length && data[start] < 0x80)
        {
            value = data[start];
            position = start + 1;
            return true;
        }
        return TryReadLongVarint(data, ref position, out value);
    }

    private static bool TryReadLongVarint(ReadOnlySpan<byte> data, ref int position, out ulong value)
    {
        value = 0;
        int end = Math.Min(data.Length, position + MaximumVarint);
        int shift = 0;
        for (int i = position; i < end; i++, shift += 7)
        {
            byte b = data[i];
            value |= (ulong)(b & 0x7F) << shift;
            if (b >= 0x80) continue;
            position = i + 1;
            return true;
        }
        position = data.Length - position < MaximumVarint ? data.Length : 0;
        return false;
    }

    // Groups are an old encoding of messages. No format here has one; a reader must skip those that it does not know.
    private static bool TrySkipGroup(ReadOnlySpan<byte> data, ref int position, int field, out int end)
    {
        Span<int> open = stackalloc int[MaximumGroups];
        int depth = 0;
        open[depth++] = field;
        end = position;
        while (true)
        {
            end = position;
            if (position >= data.Length)
            {
                position = data.Length;
                return false;
            }
            if (!TryReadVarint(data, ref position, out ulong tag)) return false;
            bool isRead = true;
            switch (tag & 7)
            {
                case 0:
                    isRead = TryReadVarint(data, ref position, out _);
                    break;
                case 1:
                    isRead = TrySkip(data, ref position, sizeof(ulong));
                    break;
                case 2:
                    isRead = TryReadVarint(data, ref position, out ulong length) && TrySkip(data, ref position, length);
                    break;
                case 3 when depth < MaximumGroups:
                    open[depth++] = (int)(tag >> 3);
                    break;
                case 4 when (int)(tag >> 3) == open[depth - 1]:
                    if (--depth == 0) return true;
                    break;
                case 5:
                    isRead = TrySkip(data, ref position, sizeof(uint));
                    break;
                default:
                    position = 0;
                    return false;
            }
            if (!isRead) return false;
        }
    }

    private static bool TrySkip(ReadOnlySpan<byte> data, ref int position, ulong length)
    {
        if (length > (ulong)(data.Length - position))
        {
            position = length > int.MaxValue ? 0 : data.Length;
            return false;
        }
        position += (int)length;
        return true;
    }

    /// <summary>Moves to the field that the end of the message cuts, if it is a message or a text of which some bytes are there.</summary>
    /// <returns>
    /// <c>true</c> once, after <see cref="Read"/> returned <c>false</c>. <see cref="Bytes"/> are then those that are there, and <see cref="End"/>
    /// remains <see cref="ProtobufEnd.Cut"/>.
    /// </returns>
    public bool ReadCut()
    {
        if (!_hasCutField) return false;
        _hasCutField = false;
        Field = _cutField;
        WireType = WireType.Bytes;
        Bytes = _message[_position..];
        _position = _message.Length;
        return true;
    }

    private bool StopInBytes(int position)
    {
        _hasCutField = true;
        _cutField = Field;
        _position = position;
        return Stop(_message.Length);
    }

    // At the length of the message the field is cut, elsewhere it is malformed.
    private bool Stop(int position)
    {
        End = position >= _message.Length ? ProtobufEnd.Cut : ProtobufEnd.Malformed;
        Field = 0;
        Bytes = default;
        return false;
    }
}
