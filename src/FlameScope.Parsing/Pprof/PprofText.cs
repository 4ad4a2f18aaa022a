using System.Text;

namespace FlameScope.Parsing;

/// <summary>Decodes texts of a pprof profile that are not names of functions.</summary>
internal static class PprofText
{
    private const int MaximumLength = 4096;

    /// <summary>Returns a text. Bytes that are not UTF-8 become U+FFFD, and a very long text is shortened.</summary>
    public static string Decode(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaximumLength)]);
}
