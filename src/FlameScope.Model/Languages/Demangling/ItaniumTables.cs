namespace FlameScope.Model;

/// <summary>The codes of C++'s built-in types and operators.</summary>
internal static class ItaniumTables
{
    public static string? GetBuiltin(char code) => code switch
    {
        'v' => "void",
        'w' => "wchar_t",
        'b' => "bool",
        'c' => "char",
        'a' => "signed char",
        'h' => "unsigned char",
        's' => "short",
        't' => "unsigned short",
        'i' => "int",
        'j' => "unsigned int",
        'l' => "long",
        'm' => "unsigned long",
        'x' => "long long",
        'y' => "unsigned long long",
        'n' => "__int128",
        'o' => "unsigned __int128",
        'f' => "float",
        'd' => "double",
        'e' => "long double",
        'g' => "__float128",
        'z' => "...",
        _ => null,
    };

    /// <summary>Returns the type of a code that follows a <c>D</c>.</summary>
    public static string? GetExtendedBuiltin(char code) => code switch
    {
        'd' => "decimal64",
        'e' => "decimal128",
        'f' => "decimal32",
        'h' => "half",
        'i' => "char32_t",
        's' => "char16_t",
        'u' => "char8_t",
        'a' => "auto",
        'c' => "decltype(auto)",
        'n' => "decltype(nullptr)",
        _ => null,
    };

    /// <summary>Returns the suffix of a literal of a type; <c>null</c> if the type is written before the value.</summary>
    public static string? GetLiteralSuffix(string type) => type switch
    {
        "int" => "",
        "unsigned int" => "u",
        "long" => "l",
        "unsigned long" => "ul",
        "long long" => "ll",
        "unsigned long long" => "ull",
        _ => null,
    };

    public static string? GetOperator(string code) => code switch
    {
        "nw" => " new",
        "na" => " new[]",
        "dl" => " delete",
        "da" => " delete[]",
        "aw" => " co_await",
        "ps" or "pl" => "+",
        "ng" or "mi" => "-",
        "ad" or "an" => "&",
        "de" or "ml" => "*",
        "co" => "~",
        "dv" => "/",
        "rm" => "%",
        "or" => "|",
        "eo" => "^",
        "aS" => "=",
        "pL" => "+=",
        "mI" => "-=",
        "mL" => "*=",
        "dV" => "/=",
        "rM" => "%=",
        "aN" => "&=",
        "oR" => "|=",
        "eO" => "^=",
        "ls" => "<<",
        "rs" => ">>",
        "lS" => "<<=",
        "rS" => ">>=",
        "eq" => "==",
        "ne" => "!=",
        "lt" => "<",
        "gt" => ">",
        "le" => "<=",
        "ge" => ">=",
        "ss" => "<=>",
        "nt" => "!",
        "aa" => "&&",
        "oo" => "||",
        "pp" => "++",
        "mm" => "--",
        "cm" => ",",
        "pm" => "->*",
        "pt" => "->",
        "cl" => "()",
        "ix" => "[]",
        "qu" => "?",
        _ => null,
    };

    public static bool IsUnary(string code) => code is "ps" or "ng" or "ad" or "de" or "co" or "nt" or "pp" or "mm";

    /// <summary>Returns the name of a substitution of the standard library, and the name of its constructor.</summary>
    public static ItaniumPiece? GetStandard(char code) => code switch
    {
        'a' => new ItaniumPiece("std::allocator") { Last = "allocator" },
        'b' => new ItaniumPiece("std::basic_string") { Last = "basic_string" },
        's' => new ItaniumPiece("std::string") { Last = "string" },
        'i' => new ItaniumPiece("std::istream") { Last = "istream" },
        'o' => new ItaniumPiece("std::ostream") { Last = "ostream" },
        'd' => new ItaniumPiece("std::iostream") { Last = "iostream" },
        _ => null,
    };

    /// <summary>Returns a substitution of the standard library with its template arguments, as it is written before a constructor or destructor.</summary>
    public static ItaniumPiece GetFullStandard(char code) => code switch
    {
        's' => new ItaniumPiece("std::basic_string<char, std::char_traits<char>, std::allocator<char> >") { Last = "basic_string" },
        'i' => new ItaniumPiece("std::basic_istream<char, std::char_traits<char> >") { Last = "basic_istream" },
        'o' => new ItaniumPiece("std::basic_ostream<char, std::char_traits<char> >") { Last = "basic_ostream" },
        'd' => new ItaniumPiece("std::basic_iostream<char, std::char_traits<char> >") { Last = "basic_iostream" },
        _ => GetStandard(code)!,
    };
}
