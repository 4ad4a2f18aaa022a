using System.Buffers.Binary;
using System.Text;

namespace FlameScope.Parsing.Tests;

/// <summary>Writes the values of a recording, with integers of 1 to 9 bytes or of their full width.</summary>
internal sealed class JfrBytes(bool isCompressed)
{
    private readonly List<byte> _bytes = [];

    public int Count => _bytes.Count;

    public void Byte(byte value) => _bytes.Add(value);

    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public void Integer(long value, int width)
    {
        if (width == 1) Byte((byte)value);
        else if (isCompressed) Compressed(width == sizeof(int) ? (uint)value : (ulong)value);
        else Plain(value, width);
    }

    /// <summary>Writes a text; <c>null</c> is encoding 0.</summary>
    public void Text(string? text, JfrTextEncoding encoding)
    {
        if (string.IsNullOrEmpty(text))
        {
            Byte((byte)(text is null ? JfrTextEncoding.Null : JfrTextEncoding.Empty));
            return;
        }
        Byte((byte)encoding);
        switch (encoding)
        {
            case JfrTextEncoding.Utf16:
                Integer(text.Length, sizeof(int));
                foreach (char c in text) Integer(c, sizeof(char));
                break;
            case JfrTextEncoding.Latin1:
                Integer(text.Length, sizeof(int));
                Raw(Encoding.Latin1.GetBytes(text));
                break;
            default:
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                Integer(utf8.Length, sizeof(int));
                Raw(utf8);
                break;
        }
    }

    public void Append(JfrBytes other) => _bytes.AddRange(other._bytes);

    public byte[] ToArray() => [.. _bytes];

    private void Compressed(ulong value)
    {
        for (int i = 0; i < 8; i++)
        {
            if (value < 0x80)
            {
                Byte((byte)value);
                return;
            }
            Byte((byte)(value | 0x80));
            value >>= 7;
        }
        Byte((byte)value);
    }

    private void Plain(long value, int width)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        Raw(bytes[^width..]);
    }
}
