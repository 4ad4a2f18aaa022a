using System.Buffers;

namespace FlameScope.Columnar;

/// <summary>Writes numbers of variable length: 7 bits per byte, the lowest first.</summary>
internal static class VariableLength
{
    public static void Write(ArrayBufferWriter<byte> output, ulong value)
    {
        Span<byte> bytes = output.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>Writes a signed number so that those near 0 are short.</summary>
    public static void WriteSigned(ArrayBufferWriter<byte> output, long value) => Write(output, (ulong)((value << 1) ^ (value >> 63)));
}
