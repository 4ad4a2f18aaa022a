using System.Text;

namespace FlameScope.Parsing;

/// <summary>The UTF-8 of UTF-16 text with a byte-order mark, as some shells write when they redirect output.</summary>
internal sealed class Utf16Layer(PrefixedStream outer, bool isBigEndian, InputState state)
    : InputLayer(outer, Encoding.CreateTranscodingStream(outer, new UnicodeEncoding(isBigEndian, byteOrderMark: false), new UTF8Encoding(false), leaveOpen: true), state)
{
    protected override string Name => "UTF-16";

    // Invalid code units become U+FFFD.
    protected override bool IsDamage(Exception fault) => false;
}
