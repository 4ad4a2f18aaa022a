using System.Text;

namespace FlameScope.Parsing;

/// <summary>Decodes texts of a profile that are not names of functions, such as labels.</summary>
internal static class ShortText
{
    private const int MaximumLength = 4096;

    /// <summary>Returns a text. Bytes that are not UTF-8 become U+FFFD, and a very long text is shortened.</summary>
    public static string Decode(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaximumLength)]);
}
