using System.Buffers;
using System.Buffers.Binary;

namespace FlameScope.Columnar;

/// <summary>The two encodings of numbers with few bits in Parquet: differences (DELTA_BINARY_PACKED), and runs mixed with packed groups (RLE).</summary>
internal static class BitPacking
{
    private const int BlockSize = 128, MiniBlocks = 4, MiniBlockSize = BlockSize / MiniBlocks, GroupSize = 8;

    /// <summary>Writes numbers as differences from the previous ones.</summary>
    public static void WriteDifferences(ArrayBufferWriter<byte> output, ReadOnlySpan<long> values)
    {
        VariableLength.Write(output, BlockSize);
        VariableLength.Write(output, MiniBlocks);
        VariableLength.Write(output, (ulong)values.Length);
        VariableLength.WriteSigned(output, values.IsEmpty ? 0 : values[0]);
        Span<ulong> differences = stackalloc ulong[BlockSize];
        Span<int> bits = stackalloc int[MiniBlocks];
        for (int start = 1; start < values.Length; start += BlockSize)
        {
            int count = Math.Min(BlockSize, values.Length - start);
            // Differences wrap around, as the format has it, and so do the sums of readers.
            long minimum = long.MaxValue;
            for (int i = 0; i < count; i++) minimum = Math.Min(minimum, unchecked(values[start + i] - values[start + i - 1]));
            for (int i = 0; i < count; i++) differences[i] = unchecked((ulong)(values[start + i] - values[start + i - 1] - minimum));
            differences[count..].Clear();
            VariableLength.WriteSigned(output, minimum);
            Span<byte> widths = output.GetSpan(MiniBlocks)[..MiniBlocks];
            for (int i = 0; i < MiniBlocks; i++) widths[i] = (byte)(bits[i] = WidthOf(differences.Slice(i * MiniBlockSize, MiniBlockSize)));
            output.Advance(MiniBlocks);
            for (int i = 0; i < MiniBlocks; i++) Pack(output, differences.Slice(i * MiniBlockSize, MiniBlockSize), bits[i]);
        }
    }

    /// <summary>Writes numbers as runs of equal ones and groups of eight.</summary>
    /// <param name="output">The output.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="width">The number of bits of each, at most 32.</param>
    public static void WriteRuns(ArrayBufferWriter<byte> output, ReadOnlySpan<int> values, int width)
    {
        int start = 0;
        for (int i = 0; i < values.Length;)
        {
            int run = RunAt(values[i..]);
            // A short run is no smaller than its part of the groups. Groups are whole, except for the last one, so a run starts at a multiple of eight.
            if (run >= 2 * GroupSize)
            {
                WriteGroups(output, values[start..i], width);
                VariableLength.Write(output, (ulong)run << 1);
                for (int bit = 0; bit < width; bit += 8) output.Write([(byte)(values[i] >> bit)]);
                start = i += run;
            }
            else
            {
                i += Math.Min(GroupSize, values.Length - i);
            }
        }
        WriteGroups(output, values[start..], width);
    }

    private static int RunAt(ReadOnlySpan<int> values)
    {
        int length = values[1..].IndexOfAnyExcept(values[0]);
        return length < 0 ? values.Length : length + 1;
    }

    private static void WriteGroups(ArrayBufferWriter<byte> output, ReadOnlySpan<int> values, int width)
    {
        if (values.IsEmpty) return;
        int groups = (values.Length + GroupSize - 1) / GroupSize;
        VariableLength.Write(output, ((ulong)groups << 1) | 1);
        Span<ulong> group = stackalloc ulong[GroupSize];
        for (int i = 0; i < values.Length; i += GroupSize)
        {
            group.Clear();
            for (int j = 0; j < GroupSize && i + j < values.Length; j++) group[j] = (uint)values[i + j];
            Pack(output, group, width);
        }
    }

    // The number of values is a multiple of eight, so the bits are whole bytes.
    private static void Pack(ArrayBufferWriter<byte> output, ReadOnlySpan<ulong> values, int width)
    {
        if (width == 0) return;
        Span<byte> bytes = output.GetSpan((values.Length * width / 8) + sizeof(ulong));
        ulong word = 0;
        int used = 0, length = 0;
        foreach (ulong value in values)
        {
            word |= value << used;
            used += width;
            if (used < 64) continue;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[length..], word);
            length += sizeof(ulong);
            used -= 64;
            word = used == 0 ? 0 : value >> (width - used);
        }
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[length..], word);
        output.Advance(length + (used / 8));
    }

    private static int WidthOf(ReadOnlySpan<ulong> values)
    {
        ulong all = 0;
        foreach (ulong value in values) all |= value;
        return 64 - System.Numerics.BitOperations.LeadingZeroCount(all);
    }
}
