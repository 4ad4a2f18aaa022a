using System.Buffers.Binary;

namespace FlameScope.Parsing.Tests;

/// <summary>Writes xz files whose content is not compressed.</summary>
internal static class XzBytes
{
    public static byte[] Of(byte[] content)
    {
        byte[] flags = [0, 0]; // no checksum of the content
        byte[] start = [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, .. flags, .. Crc(flags)];
        byte[] blockHeader = [2, 0, 0x21, 1, 16, 0, 0, 0]; // (2 + 1) * 4 bytes with the checksum; LZMA2 with a dictionary of 1 MB
        var data = new List<byte>();
        for (int at = 0; at < content.Length; at += 0x10000)
        {
            int length = Math.Min(content.Length - at, 0x10000);
            data.AddRange([(byte)(at == 0 ? 1 : 2), (byte)((length - 1) >> 8), (byte)(length - 1), .. content.AsSpan(at, length)]);
        }
        data.Add(0);
        int unpadded = 12 + data.Count;
        while (data.Count % 4 != 0) data.Add(0);
        List<byte> index = [0, 1, .. Number(unpadded), .. Number(content.Length)];
        while (index.Count % 4 != 0) index.Add(0);
        index.AddRange(Crc([.. index]));
        var end = new byte[6];
        BinaryPrimitives.WriteInt32LittleEndian(end, (index.Count / 4) - 1);
        return [.. start, .. blockHeader, .. Crc(blockHeader), .. data, .. index, .. Crc(end), .. end, (byte)'Y', (byte)'Z'];
    }

    private static byte[] Number(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte each in bytes)
        {
            crc ^= each;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB8_8320 : 0);
        }
        var result = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(result, ~crc);
        return result;
    }
}
