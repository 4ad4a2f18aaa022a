using System.Text;

namespace FlameScope.Parsing;

/// <summary>
/// Completes the names of Rust functions that perf decodes in part, as <c>inferno-collapse-perf</c> does: <c>Box$LT$T$GT$::new::h3a…</c> is
/// <c>Box&lt;T&gt;::new</c>. The rules are those of Rust's legacy name mangling.
/// </summary>
internal static class RustSymbol
{
    private const int HashLength = 17; // h and 16 hexadecimal digits

    /// <summary>Returns a name without a hash and with its escaped characters; other names are returned as they are.</summary>
    public static string Repair(string name)
    {
        if (!HasHash(name)) return name;
        ReadOnlySpan<char> rest = name.AsSpan(0, name.Length - HashLength);
        if (rest.EndsWith("::")) rest = rest[..^2];
        if (rest.StartsWith("_$")) rest = rest[1..];
        var result = new StringBuilder(rest.Length);
        while (!rest.IsEmpty)
        {
            int plain = rest.IndexOfAny('.', '$');
            if (plain < 0) plain = rest.Length;
            result.Append(rest[..plain]);
            rest = rest[plain..];
            if (rest.IsEmpty) break;
            if (rest[0] == '.')
            {
                bool isPath = rest.StartsWith("..");
                result.Append(isPath ? "::" : ".");
                rest = rest[(isPath ? 2 : 1)..];
                continue;
            }
            int end = rest[1..].IndexOf('$') + 2;
            if (end < 2 || Decode(rest[1..(end - 1)]) is not { } character) return result.Append(rest).ToString();
            result.Append(character);
            rest = rest[end..];
        }
        return result.ToString();
    }

    private static bool HasHash(string name)
    {
        if (name.Length < HashLength || name[^HashLength] != 'h') return false;
        foreach (char c in name.AsSpan(name.Length - HashLength + 1))
        {
            if (!char.IsAsciiHexDigit(c)) return false;
        }
        return true;
    }

    private static char? Decode(ReadOnlySpan<char> escape) => escape switch
    {
        "SP" => '@',
        "BP" => '*',
        "RF" => '&',
        "LT" => '<',
        "GT" => '>',
        "LP" => '(',
        "RP" => ')',
        "C" => ',',
        "u7e" => '~',
        "u20" => ' ',
        "u27" => '\'',
        "u3d" => '=',
        "u5b" => '[',
        "u5d" => ']',
        "u7b" => '{',
        "u7d" => '}',
        "u3b" => ';',
        "u2b" => '+',
        "u21" => '!',
        "u22" => '"',
        _ => null,
    };
}
