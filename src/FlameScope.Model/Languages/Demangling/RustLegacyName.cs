using System.Globalization;
using System.Text;

namespace FlameScope.Model;

/// <summary>The names of Rust before its own mangling: C++ names whose last part is a hash, with escapes for the characters that C++ lacks.</summary>
internal static class RustLegacyName
{
    private const int HashLength = 16;

    private static readonly (string Escape, string Text)[] s_escapes =
    [
        ("$SP$", "@"), ("$BP$", "*"), ("$RF$", "&"), ("$LT$", "<"), ("$GT$", ">"), ("$LP$", "("), ("$RP$", ")"), ("$C$", ","),
    ];

    /// <summary>Returns the name without hash and escapes; <c>null</c> if it is not a name of Rust.</summary>
    public static string? Unescape(string name)
    {
        int start = name.Length - HashLength - 3;
        if (start <= 0 || !name.AsSpan(start).StartsWith("::h", StringComparison.Ordinal)) return null;
        ReadOnlySpan<char> hash = name.AsSpan(start + 3);
        if (hash.ContainsAnyExceptInRange('0', 'f') || hash.ContainsAnyInRange(':', '`')) return null;
        var result = new StringBuilder();
        for (int i = 0; i < start;)
        {
            bool isPartStart = i == 0 || name[i - 1] == ':';
            if (name[i] == '_' && isPartStart && name[i + 1] == '$') i++;
            else if (name[i] == '.' && name[i + 1] == '.' && i + 1 < start) Append("::", 2);
            else if (name[i] != '$' || !TryUnescape(name, ref i, start, result)) Append(name[i].ToString(), 1);

            void Append(string text, int length)
            {
                result.Append(text);
                i += length;
            }
        }
        return result.ToString();
    }

    private static bool TryUnescape(string name, ref int at, int end, StringBuilder result)
    {
        foreach ((string escape, string text) in s_escapes)
        {
            if (string.CompareOrdinal(name, at, escape, 0, escape.Length) != 0) continue;
            result.Append(text);
            at += escape.Length;
            return true;
        }
        if (at + 2 >= end || name[at + 1] != 'u') return false;
        int close = name.IndexOf('$', at + 2);
        if (close < 0 || close >= end || close - at > 8) return false;
        if (!int.TryParse(name.AsSpan(at + 2, close - at - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int code) || code is < 32 or > 126) return false;
        result.Append((char)code);
        at = close + 1;
        return true;
    }
}
