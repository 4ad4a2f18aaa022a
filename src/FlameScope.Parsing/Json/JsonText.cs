using System.Text;

namespace FlameScope.Parsing;

/// <summary>Decodes the escapes of JSON strings. A surrogate without its partner, which names of JavaScript can hold, becomes U+FFFD.</summary>
internal static class JsonText
{
    /// <summary>Decodes a string without its quotes. The result is never longer than the text.</summary>
    /// <param name="text">The text. Its escapes are valid.</param>
    /// <param name="target">The memory for the result, at least as long as the text.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int written = 0;
        while (true)
        {
            int plain = text.IndexOf((byte)'\\');
            if (plain < 0 || plain + 1 >= text.Length)
            {
                text.CopyTo(target[written..]);
                return written + text.Length;
            }
            text[..plain].CopyTo(target[written..]);
            written += plain;
            byte kind = text[plain + 1];
            text = text[(plain + 2)..];
            if (kind == 'u' && TryReadHex(text, out int unit))
            {
                text = text[4..];
                var rune = Rune.ReplacementChar;
                if (char.IsHighSurrogate((char)unit) && text.Length >= 6 && text[0] == '\\' && text[1] == 'u'
                    && TryReadHex(text[2..], out int low) && Rune.TryCreate((char)unit, (char)low, out Rune pair))
                {
                    rune = pair;
                    text = text[6..];
                }
                else if (Rune.TryCreate(unit, out Rune single))
                {
                    rune = single;
                }
                written += rune.EncodeToUtf8(target[written..]);
                continue;
            }
            target[written++] = kind switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                _ => kind,
            };
        }
    }

    private static bool TryReadHex(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length < 4) return false;
        for (int i = 0; i < 4; i++)
        {
            if (!char.IsAsciiHexDigit((char)text[i])) return false;
            int digit = text[i] <= '9' ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10;
            value = (value << 4) | digit;
        }
        return true;
    }
}
