using System.Buffers;
using System.Text;

namespace FlameScope.Export;

/// <summary>
/// Writes untrusted names as XML text: it is never markup, always well-formed, limited in length, and without characters that would rearrange
/// the text around them.
/// </summary>
/// <remarks>
/// Markup characters become entities; tabs, line ends and U+2028/2029 become a space; control characters, noncharacters that XML forbids,
/// directional marks and bytes that are not UTF-8 become U+FFFD.
/// </remarks>
internal static class XmlText
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create(PlainBytes());

    /// <summary>Writes at most <paramref name="limit"/> bytes of a text. A longer text is truncated and ends in an ellipsis.</summary>
    public static void Write(Utf8Output output, ReadOnlySpan<byte> text, int limit)
    {
        bool isCut = text.Length > limit;
        if (isCut) text = text[..limit];
        while (true)
        {
            int plain = text.IndexOfAnyExcept(Plain);
            if (plain < 0)
            {
                output.Write(text);
                break;
            }
            output.Write(text[..plain]);
            text = text[plain..];
            OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            // A character that exceeds the limit is omitted.
            if (isCut && status == OperationStatus.NeedMoreData) break;
            WriteRune(output, rune);
            text = text[length..];
        }
        if (isCut) output.Write("…"u8);
    }

    /// <summary>
    /// Writes the part of a text that fits a number of cells of a monospaced font. Wide characters take two cells. A truncated text
    /// ends in an ellipsis.
    /// </summary>
    public static void WriteFitting(Utf8Output output, ReadOnlySpan<byte> text, int cells)
    {
        if (text.Length <= cells)
        {
            // A character has at most as many cells as bytes.
            Write(output, text, int.MaxValue);
            return;
        }
        int cut = 0, used = 0, position = 0;
        while (position < text.Length)
        {
            Rune.DecodeFromUtf8(text[position..], out Rune rune, out int length);
            used += IsWide(rune.Value) ? 2 : 1;
            if (used > cells)
            {
                Write(output, text[..cut], int.MaxValue);
                output.Write("…"u8);
                return;
            }
            position += length;
            if (used < cells) cut = position;
        }
        Write(output, text, int.MaxValue);
    }

    // The blocks of East Asian Wide and Fullwidth characters. The script that resizes labels has the same list.
    private static bool IsWide(int c) => c >= 0x1100
        && (c <= 0x115F || c is (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F)
            or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD));

    private static void WriteRune(Utf8Output output, Rune rune)
    {
        switch (rune.Value)
        {
            case '&': output.Write("&amp;"u8); break;
            case '<': output.Write("&lt;"u8); break;
            case '>': output.Write("&gt;"u8); break;
            case '"': output.Write("&quot;"u8); break;
            case '\'': output.Write("&#39;"u8); break;
            case '\t' or '\n' or '\r' or 0x2028 or 0x2029: output.WriteByte((byte)' '); break;
            default:
                if (!IsShowable(rune.Value)) rune = Rune.ReplacementChar;
                output.Advance(rune.EncodeToUtf8(output.Reserve(4)));
                break;
        }
    }

    private static bool IsShowable(int c) =>
        c is >= 0x20 and not ((>= 0x7F and <= 0x9F) or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
        && (c & 0xFFFE) != 0xFFFE;

    private static byte[] PlainBytes() =>
        [.. Enumerable.Range(0x20, 0x7F - 0x20).Select(b => (byte)b).Where(b => !"&<>\"'"u8.Contains(b))];
}
