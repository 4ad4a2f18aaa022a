using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlameScope.Parsing;

/// <summary>Reads values of a chunk. A value that does not fit in the bytes sets <see cref="IsBroken"/> and is 0; no method throws.</summary>
internal ref struct JfrCursor
{
    private const int MaximumCompressed = 9;

    // The bits of eight bytes that say that another byte follows.
    private const ulong Continuations = 0x8080_8080_8080_8080;

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

    /// <summary>The number of bytes that follow. An event whose size is less than its own bytes ends before the position.</summary>
    public readonly int Remaining => Math.Max(0, _bytes.Length - Position);

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

    /// <summary>Reads the integers at the start of a layout, if the bytes suffice for integers of any length.</summary>
    /// <returns>The number of steps that were taken.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // in the loop over the events, its variables would be on the stack
    public int ReadIntegers(ReadOnlySpan<JfrStep> steps, scoped Span<long> slots)
    {
        ReadOnlySpan<byte> bytes = _bytes;
        int position = Position;
        int count = 0;
        if (!_isCompressed) return 0;
        for (; count < steps.Length; count++)
        {
            JfrStep step = steps[count];
            if (step.Kind != JfrStepKind.Integer || bytes.Length - position < MaximumCompressed) break;
            int length = 1;
            slots[step.Slot] = step.Width == 1 ? (sbyte)bytes[position] : Decode(bytes[position..], out length);
            position += length;
        }
        Position = position;
        return count;
    }

    /// <summary>Moves over the integers at the start of a layout, if the bytes suffice for integers of any length.</summary>
    /// <returns>The number of steps that were taken.</returns>
    public int SkipIntegers(ReadOnlySpan<JfrStep> steps)
    {
        ReadOnlySpan<byte> bytes = _bytes;
        int position = Position;
        int count = 0;
        if (!_isCompressed) return 0;
        for (; count < steps.Length; count++)
        {
            JfrStep step = steps[count];
            if (step.Kind != JfrStepKind.Integer || bytes.Length - position < MaximumCompressed) break;
            position += step.Width == 1 || bytes[position] < 0x80 ? 1 : LengthOf(BinaryPrimitives.ReadUInt64LittleEndian(bytes[position..]));
        }
        Position = position;
        return count;
    }

    /// <summary>Moves over elements that consist of integers of several bytes only.</summary>
    public void SkipElements(ReadOnlySpan<JfrStep> element, long count)
    {
        if (!_isCompressed)
        {
            long width = 0;
            foreach (JfrStep step in element) width += step.Width;
            Skip(width * count);
            return;
        }
        int position = Position;
        long left = JfrIntegers.Skip(_bytes, ref position, count * element.Length);
        Position = position;
        for (; left > 0 && !IsBroken; left--) ReadInteger(sizeof(long));
    }

    /// <summary>Reads elements that consist of integers of several bytes only.</summary>
    /// <param name="element">The steps of an element.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="values">Receives the integers. The length is a multiple of four and at least the number of integers.</param>
    public void ReadElements(ReadOnlySpan<JfrStep> element, int count, scoped Span<long> values)
    {
        int total = count * element.Length;
        int read = 0;
        if (_isCompressed)
        {
            int position = Position;
            read = JfrIntegers.Read(_bytes, ref position, values, total);
            Position = position;
        }
        for (; read < total; read++) values[read] = ReadInteger(element[read % element.Length].Width);
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

    private long ReadCompressed()
    {
        ReadOnlySpan<byte> rest = _bytes[Math.Min(Position, _bytes.Length)..];
        if (rest.Length < MaximumCompressed) return ReadCompressedNearEnd(rest);
        long value = Decode(rest, out int length);
        Position += length;
        return value;
    }

    // Seven bits per byte, the lowest first; the ninth byte has eight. Eight bytes are taken at a time: the first byte below 0x80 ends the number, and
    // the groups of seven bits move together in three steps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Decode(ReadOnlySpan<byte> bytes, out int length)
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if ((value & 0x80) == 0)
        {
            length = 1;
            return (long)(value & 0x7f);
        }
        length = LengthOf(value);
        ulong ends = ~value & Continuations;
        value &= (ends ^ (ends - 1)) & ~Continuations;
        value = (value & 0x007f_007f_007f_007f) | ((value & 0x7f00_7f00_7f00_7f00) >> 1);
        value = (value & 0x0000_3fff_0000_3fff) | ((value & 0x3fff_0000_3fff_0000) >> 2);
        value = (value & 0x0000_0000_0fff_ffff) | ((value & 0x0fff_ffff_0000_0000) >> 4);
        return length == MaximumCompressed ? (long)(value | ((ulong)bytes[8] << 56)) : (long)value;
    }

    private static int LengthOf(ulong value)
    {
        ulong ends = ~value & Continuations;
        return ends == 0 ? MaximumCompressed : (BitOperations.TrailingZeroCount(ends) + 1) / 8;
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
