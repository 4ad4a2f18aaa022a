namespace FlameScope.Parsing;

/// <summary>Reads notes, which ELF files and the kernel have.</summary>
internal static class ElfNotes
{
    private const uint BuildId = 3; // NT_GNU_BUILD_ID

    /// <summary>Returns the build identifier; <c>null</c> if there is none.</summary>
    public static byte[]? FindBuildId(ReadOnlySpan<byte> notes, PerfByteOrder order)
    {
        while (notes.Length >= 12)
        {
            uint nameLength = order.ReadUInt32(notes), length = order.ReadUInt32(notes[4..]), type = order.ReadUInt32(notes[8..]);
            notes = notes[12..];
            ulong nameEnd = Align(nameLength), end = nameEnd + Align(length);
            if (nameEnd + length > (ulong)notes.Length) return null;
            if (type == BuildId && length is > 0 and <= 64 && notes[..(int)nameLength].SequenceEqual("GNU\0"u8))
            {
                return notes.Slice((int)nameEnd, (int)length).ToArray();
            }
            if (end > (ulong)notes.Length) return null;
            notes = notes[(int)end..];
        }
        return null;
    }

    private static ulong Align(uint length) => ((ulong)length + 3) & ~3UL;
}
