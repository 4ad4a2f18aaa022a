using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlameScope.Parsing;

/// <summary>Reads values of a chunk. A value that does not fit in the bytes sets <see cref="IsBroken"/> and is 0; no method throws.</summary>
internal ref struct JfrCursor
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _isCompressed;

    public JfrCursor(ReadOnlySpan<byte> bytes, int position, bool isCompressed)
    {
        _bytes = bytes;
        _isCompressed = isCompressed;
        Position = position;
    }

    /// <summary>The offset of the next value from the start of the chunk.</summary>
    public int Position { get; set; }

    /// <summary>Indicates whether a value did not fit in the bytes.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The number of bytes that follow.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>Reads an integer.</summary>
    /// <param name="width">Its number of bytes where integers are not compressed: 1, 2, 4 or 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadInteger(int width)
    {
        int position = Position;
        ReadOnlySpan<byte> bytes = _bytes;
        if (_isCompressed && width > 1)
        {
            if ((uint)position < (uint)bytes.Length && bytes[position] < 0x80)
            {
                Position = position + 1;
                return bytes[position];
            }
            return ReadCompressed();
        }
        return ReadPlain(width);
    }

    /// <summary>Moves over bytes.</summary>
    public void Skip(long count)
    {
        if ((ulong)count > (ulong)Remaining) Break();
        else Position += (int)count;
    }

    /// <summary>Reads a number of bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(long count)
    {
        if ((ulong)count > (ulong)Remaining)
        {
            Break();
            return default;
        }
        ReadOnlySpan<byte> bytes = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return bytes;
    }

    /// <summary>Moves over a text.</summary>
    public void SkipText()
    {
        switch ((JfrTextEncoding)ReadInteger(1))
        {
            case JfrTextEncoding.Null or JfrTextEncoding.Empty:
                break;
            case JfrTextEncoding.Constant:
                ReadInteger(sizeof(long));
                break;
            case JfrTextEncoding.Utf8 or JfrTextEncoding.Latin1:
                Skip(ReadInteger(sizeof(int)));
                break;
            case JfrTextEncoding.Utf16:
                long count = ReadCount();
                for (long i = 0; i < count && !IsBroken; i++) ReadInteger(sizeof(char));
                break;
            default:
                Break();
                break;
        }
    }

    /// <summary>Reads the number of elements that follow, each of which has at least one byte.</summary>
    public long ReadCount()
    {
        long count = ReadInteger(sizeof(int));
        if ((ulong)count <= (ulong)Remaining) return count;
        Break();
        return 0;
    }

    /// <summary>Marks the bytes as broken and moves to their end, so that loops over them end.</summary>
    public void Break()
    {
        IsBroken = true;
        Position = _bytes.Length;
    }

    // Seven bits per byte, the lowest first; the ninth byte has eight. Eight bytes are taken at a time: the first byte below 0x80 ends the number, and
    // the groups of seven bits move together in three steps.
    private long ReadCompressed()
    {
        ReadOnlySpan<byte> rest = _bytes[Math.Min(Position, _bytes.Length)..];
        if (rest.Length < 9) return ReadCompressedNearEnd(rest);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        ulong ends = ~value & 0x8080_8080_8080_8080;
        int length = ends == 0 ? 9 : (BitOperations.TrailingZeroCount(ends) + 1) / 8;
        value &= (ends ^ (ends - 1)) & 0x7f7f_7f7f_7f7f_7f7f;
        value = (value & 0x007f_007f_007f_007f) | ((value & 0x7f00_7f00_7f00_7f00) >> 1);
        value = (value & 0x0000_3fff_0000_3fff) | ((value & 0x3fff_0000_3fff_0000) >> 2);
        value = (value & 0x0000_0000_0fff_ffff) | ((value & 0x0fff_ffff_0000_0000) >> 4);
        if (length == 9) value |= (ulong)rest[8] << 56;
        Position += length;
        return (long)value;
    }

    private long ReadCompressedNearEnd(ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            value |= (ulong)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] >= 0x80) continue;
            Position += i + 1;
            return (long)value;
        }
        Break();
        return 0;
    }

    private long ReadPlain(int width)
    {
        ReadOnlySpan<byte> bytes = ReadBytes(width);
        return bytes.Length switch
        {
            1 => (sbyte)bytes[0],
            2 => BinaryPrimitives.ReadInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadInt32BigEndian(bytes),
            8 => BinaryPrimitives.ReadInt64BigEndian(bytes),
            _ => 0,
        };
    }
}
