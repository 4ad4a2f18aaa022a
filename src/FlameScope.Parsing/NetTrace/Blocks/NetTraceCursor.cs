using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the primitive values of a block. A read beyond the end, or of a number that does not fit, sets <see cref="IsFaulty"/> and moves to the end;
/// it and all further reads return 0 or an empty span. Callers therefore check once per row.
/// </summary>
internal ref struct NetTraceCursor(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    public readonly int Position => _position;

    public readonly int Remaining => _data.Length - _position;

    public bool IsFaulty { get; private set; }

    public byte ReadByte()
    {
        if (_position < _data.Length) return _data[_position++];
        return Fail();
    }

    public ushort ReadUInt16() => TryTake(sizeof(ushort), out ReadOnlySpan<byte> bytes) ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;

    public uint ReadUInt32() => TryTake(sizeof(uint), out ReadOnlySpan<byte> bytes) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    public int ReadInt32() => (int)ReadUInt32();

    public ulong ReadUInt64() => TryTake(sizeof(ulong), out ReadOnlySpan<byte> bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;

    public ulong ReadPointer(int size) => size == sizeof(uint) ? ReadUInt32() : ReadUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadVarUInt32()
    {
        ulong value = ReadVarUInt64();
        return value <= uint.MaxValue ? (uint)value : Fail();
    }

    // The length of a number is as hard to predict as the number, so a branch per byte costs more than the 8 bytes at once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadVarUInt64()
    {
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(_data[_position..], out ulong bytes)) return ReadLongVarUInt64();
        ulong ends = ~bytes & 0x8080_8080_8080_8080;
        if (ends == 0) return ReadLongVarUInt64();
        _position += (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
        bytes &= ends ^ (ends - 1); // up to the first byte that ends a number
        bytes = (bytes & 0x007F_007F_007F_007F) | ((bytes & 0x7F00_7F00_7F00_7F00) >> 1);
        bytes = (bytes & 0x0000_3FFF_0000_3FFF) | ((bytes & 0x3FFF_0000_3FFF_0000) >> 2);
        return (bytes & 0x0000_0000_0FFF_FFFF) | ((bytes & 0x0FFF_FFFF_0000_0000) >> 4);
    }

    // Also reads short numbers near the end.
    private ulong ReadLongVarUInt64()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && _position < _data.Length; shift += 7)
        {
            byte next = _data[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return shift < 63 || next <= 1 ? value : Fail();
        }
        return Fail();
    }

    public ReadOnlySpan<byte> ReadBytes(long count) => TryTake(count, out ReadOnlySpan<byte> bytes) ? bytes : default;

    /// <summary>Reads UTF-8 text with its length in front, as version 6 writes it.</summary>
    public ReadOnlySpan<byte> ReadText() => ReadBytes(ReadVarUInt32());

    /// <summary>Reads UTF-8 text with its length in 16 bits in front, as the fields of universal events have it.</summary>
    public ReadOnlySpan<byte> ReadShortText() => ReadBytes(ReadUInt16());

    /// <summary>Reads UTF-16 text that ends with a zero.</summary>
    public ReadOnlySpan<char> ReadUtf16()
    {
        ReadOnlySpan<char> rest = MemoryMarshal.Cast<byte, char>(_data[_position..]);
        int length = rest.IndexOf('\0');
        if (length < 0)
        {
            Fail();
            return default;
        }
        _position += (length + 1) * sizeof(char);
        return rest[..length];
    }

    public void Skip(long count) => TryTake(count, out _);

    private bool TryTake(long count, out ReadOnlySpan<byte> bytes)
    {
        if (count < 0 || count > Remaining)
        {
            Fail();
            bytes = default;
            return false;
        }
        bytes = _data.Slice(_position, (int)count);
        _position += (int)count;
        return true;
    }

    private byte Fail()
    {
        IsFaulty = true;
        _position = _data.Length;
        return 0;
    }
}
