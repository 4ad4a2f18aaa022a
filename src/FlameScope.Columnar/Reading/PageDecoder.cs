using System.Buffers.Binary;

namespace FlameScope.Columnar;

/// <summary>
/// Decodes integers of a page. Numbers with few bits are read eight bytes at once, so the array must have <see cref="Slack"/> bytes after the page.
/// </summary>
internal ref struct PageDecoder(byte[] bytes, int length)
{
    /// <summary>The maximum length of a page, whose bits an <see cref="int"/> can count.</summary>
    public const int MaximumPage = 128 * 1024 * 1024;

    /// <summary>The number of bytes that the array has after the page.</summary>
    public const int Slack = 16;

    private const int MaximumBlock = 1 << 20, GroupSize = 8;

    private readonly byte[] _bytes = bytes;
    private readonly int _length = length;
    private int _position;

    /// <summary>Decodes the first numbers that are stored as they are (PLAIN).</summary>
    public void ReadPlain(Span<long> numbers, bool isInt32)
    {
        int size = isInt32 ? sizeof(int) : sizeof(long);
        ReadOnlySpan<byte> plain = Take((long)numbers.Length * size);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = isInt32 ? BinaryPrimitives.ReadInt32LittleEndian(plain[(i * size)..]) : BinaryPrimitives.ReadInt64LittleEndian(plain[(i * size)..]);
        }
    }

    /// <summary>Decodes the first numbers that are stored as differences (DELTA_BINARY_PACKED).</summary>
    public void ReadDifferences(Span<long> numbers)
    {
        long blockSize = Unsigned(), miniBlocks = Unsigned(), count = Unsigned(), number = Signed();
        if (blockSize is < 1 or > MaximumBlock || miniBlocks < 1 || blockSize % miniBlocks != 0 || blockSize / miniBlocks % GroupSize != 0 || count < numbers.Length) throw Damaged();
        if (numbers.IsEmpty) return;
        numbers[0] = number;
        int size = (int)(blockSize / miniBlocks);
        for (int next = 1; next < numbers.Length;)
        {
            long minimum = Signed();
            ReadOnlySpan<byte> widths = Take(miniBlocks);
            for (int i = 0; i < widths.Length && next < numbers.Length; i++)
            {
                int start = _position * 8, width = widths[i], stored = Math.Min(size, numbers.Length - next);
                Take((long)size * width / 8);
                if (width > 64) throw Damaged();
                ulong mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
                ReadOnlySpan<byte> all = _bytes;
                foreach (ref long value in numbers.Slice(next, stored))
                {
                    int at = start >> 3, shift = start & 7;
                    ulong difference = BinaryPrimitives.ReadUInt64LittleEndian(all.Slice(at, sizeof(ulong))) >> shift;
                    if (shift + width > 64) difference |= (ulong)all[at + sizeof(ulong)] << (64 - shift);
                    difference &= mask;
                    // Sums wrap around, as the format has it.
                    value = number = unchecked(number + minimum + (long)difference);
                    start += width;
                }
                next += stored;
            }
        }
    }

    /// <summary>Decodes the first numbers that are stored as indexes of a dictionary (RLE_DICTIONARY).</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="indexes">Memory for as many indexes.</param>
    /// <param name="dictionary">The dictionary.</param>
    public void ReadIndexes(Span<long> numbers, Span<int> indexes, ReadOnlySpan<long> dictionary)
    {
        int width = Take(1)[0];
        ReadRuns(indexes, width);
        for (int i = 0; i < indexes.Length; i++) numbers[i] = (uint)indexes[i] < (uint)dictionary.Length ? dictionary[indexes[i]] : throw Damaged();
    }

    /// <summary>Decodes levels, which are preceded by their length.</summary>
    public void ReadLevels(Span<int> levels, int width)
    {
        int size = BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
        int end = _position + size;
        if (size < 0 || end > _length) throw Damaged();
        ReadRuns(levels, width);
        if (_position > end) throw Damaged();
        _position = end;
    }

    // Runs of equal numbers, and groups of eight.
    private void ReadRuns(Span<int> numbers, int width)
    {
        if (width is < 0 or > 32) throw Damaged();
        for (int next = 0; next < numbers.Length;)
        {
            long header = Unsigned(), count = header >> 1;
            if (count is < 1 or > int.MaxValue) throw Damaged();
            if ((header & 1) == 0)
            {
                ReadOnlySpan<byte> bytes = Take((width + 7) / 8);
                int value = 0;
                for (int i = 0; i < bytes.Length; i++) value |= bytes[i] << (8 * i);
                Span<int> run = numbers.Slice(next, (int)Math.Min(count, numbers.Length - next));
                run.Fill(value);
                next += run.Length;
                continue;
            }
            int start = _position * 8;
            Take(count * width);
            ulong mask = (1UL << width) - 1;
            ReadOnlySpan<byte> all = _bytes;
            Span<int> groups = numbers.Slice(next, (int)Math.Min(count * GroupSize, numbers.Length - next));
            foreach (ref int value in groups)
            {
                value = (int)((BinaryPrimitives.ReadUInt64LittleEndian(all.Slice(start >> 3, sizeof(ulong))) >> (start & 7)) & mask);
                start += width;
            }
            next += groups.Length;
        }
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _length - _position) throw Damaged();
        _position += (int)count;
        return _bytes.AsSpan(_position - (int)count, (int)count);
    }

    private long Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return (long)value;
        }
        throw Damaged();
    }

    // Zigzag: the sign is the lowest bit.
    private long Signed()
    {
        ulong value = (ulong)Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static InvalidDataException Damaged() => new("a page contains other values than its header says");
}
