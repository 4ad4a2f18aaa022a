using System.Buffers.Binary;

namespace FlameScope.Fuzz;

/// <summary>Changes files with names of functions: numbers of headers and tables, and what texts consist of.</summary>
internal static class SymbolMutator
{
    private const int UnchangedEvery = 64;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\n", "\n\n", "\r\n", " ", "\t", "\0", "0", "ffffffffffffffff", "fffffffffffffffff", "0x", "0x10", "1000 ", "1000 20 ", "1000 0 x\n", "ffffffffffffffff 1 y\n", "1000 ffffffffffffffff z\n",
            "0 ffffffffffffffff w\n", " T ", " t ", " W ", "[mod]", "_", "->", "_ZN", "_RNv", "_ZN3foo3barILi9999999999999EEEvv", "_RINvNtC3std3mem8align_ofNtNtC3std3mem12DiscriminantE", "$x",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC3],
    ];

    /// <summary>Returns a file with up to eight changes.</summary>
    public static byte[] Mutate(byte[] file, bool isText, Random random)
    {
        if (random.Next(UnchangedEvery) == 0) return file;
        byte[] bytes = (byte[])file.Clone();
        for (int change = random.Next(1, 9); change > 0 && bytes.Length > 0; change--)
        {
            int at = PickPlace(bytes, random);
            switch (random.Next(isText ? 6 : 9))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when random.Next(4) == 0:
                    bytes = bytes[..at];
                    break;
                case 2:
                    bytes.AsSpan(at, Math.Min(bytes.Length - at, random.Next(1, 9))).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                case 3:
                    int removed = Math.Min(bytes.Length - at, random.Next(1, 64));
                    bytes = [.. bytes[..at], .. bytes[(at + removed)..]];
                    break;
                case 4:
                    int from = random.Next(file.Length);
                    bytes = [.. bytes[..at], .. file[from..Math.Min(file.Length, from + random.Next(1, 200))], .. bytes[at..]];
                    break;
                case 5:
                    bytes = [.. bytes[..at], .. Tokens[random.Next(Tokens.Length)], .. bytes[at..]];
                    break;
                default:
                    Overwrite(bytes, at & ~3, random);
                    break;
            }
        }
        return bytes;
    }

    // Half of the changes are where files have their headers: at the start, and, of ELF files, in the table of sections at the end.
    private static int PickPlace(byte[] bytes, Random random) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(bytes.Length, 128)),
        1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 2048)),
        _ => random.Next(bytes.Length),
    };

    // Replaces a number by one that breaks sums and products, or by one that occurs elsewhere.
    private static void Overwrite(byte[] bytes, int at, Random random)
    {
        ulong value = random.Next(9) switch
        {
            0 => 0,
            1 => 1,
            2 => ulong.MaxValue,
            3 => long.MaxValue,
            4 => int.MaxValue,
            5 => uint.MaxValue,
            6 => (ulong)bytes.Length,
            7 => (ulong)random.Next(bytes.Length + 1),
            _ => ulong.MaxValue - (ulong)random.Next(4096),
        };
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        int length = Math.Min(bytes.Length - at, 1 << random.Next(1, 4));
        number[..length].CopyTo(bytes.AsSpan(at));
    }
}
