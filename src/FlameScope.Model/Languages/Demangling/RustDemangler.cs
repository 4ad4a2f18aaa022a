using System.Globalization;
using System.Text;

namespace FlameScope.Model;

/// <summary>Demangles the names of Rust's own mangling (RFC 2603), in the form without hashes and types of constants.</summary>
internal sealed class RustDemangler
{
    private const int MaximumText = 16 * 1024;

    private readonly string _text;
    private readonly DemanglingBudget _budget;
    private readonly StringBuilder _result = new();
    private int _at;
    private int _silent; // depth of parts that are read and not written
    private int _boundLifetimes;

    private RustDemangler(string text, DemanglingBudget budget)
    {
        _text = text;
        _budget = budget;
    }

    /// <summary>Returns the name of a function; <c>null</c> if it is not understood.</summary>
    /// <param name="text">The mangled name, with its <c>_R</c>.</param>
    /// <param name="budget">The bounds.</param>
    public static string? Demangle(string text, DemanglingBudget budget)
    {
        int end = text.IndexOf('.', StringComparison.Ordinal);
        try
        {
            var reader = new RustDemangler(end < 0 ? text[2..] : text[2..end], budget);
            if (char.IsAsciiDigit(reader.Peek)) return null; // a later version
            reader.Path(isValue: true);
            if (reader._at < reader._text.Length)
            {
                reader._silent++;
                reader.Path(isValue: false);
            }
            return reader._at == reader._text.Length ? reader._result.ToString() : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private char Peek => _at < _text.Length ? _text[_at] : '\0';

    private char Next() => _at < _text.Length ? _text[_at++] : throw new FormatException();

    private bool TryTake(char expected)
    {
        if (Peek != expected) return false;
        _at++;
        return true;
    }

    private void Write(string text)
    {
        if (_silent > 0) return;
        _budget.Take(text);
        if (_result.Length + text.Length > MaximumText) throw new FormatException();
        _result.Append(text);
    }

    private void Path(bool isValue)
    {
        _budget.Enter();
        switch (Next())
        {
            case 'C':
                Disambiguator();
                Write(Identifier());
                break;
            case 'N':
                NestedPath(isValue);
                break;
            case 'M':
                ImplPath();
                Write("<");
                Type();
                Write(">");
                break;
            case 'X':
                ImplPath();
                TraitPath();
                break;
            case 'Y':
                TraitPath();
                break;
            case 'I':
                Path(isValue);
                Write(isValue ? "::<" : "<");
                List(GenericArgument);
                Write(">");
                break;
            case 'B':
                BackReference(() => Path(isValue));
                break;
            default:
                throw new FormatException();
        }
        _budget.Leave();
    }

    private void NestedPath(bool isValue)
    {
        char kind = Next();
        Path(isValue);
        ulong number = Disambiguator();
        string name = Identifier();
        if (!char.IsAsciiLetterUpper(kind))
        {
            if (name.Length > 0) Write("::" + name);
            return;
        }
        string text = kind switch { 'C' => "closure", 'S' => "shim", _ => kind.ToString() };
        Write(string.Create(CultureInfo.InvariantCulture, $"::{{{text}{(name.Length > 0 ? ":" : "")}{name}#{number}}}"));
    }

    // The module of an implementation is not written.
    private void ImplPath()
    {
        Disambiguator();
        _silent++;
        Path(isValue: false);
        _silent--;
    }

    private void TraitPath()
    {
        Write("<");
        Type();
        Write(" as ");
        Path(isValue: false);
        Write(">");
    }

    private void List(Action item)
    {
        for (int i = 0; !TryTake('E'); i++)
        {
            if (i > 0) Write(", ");
            item();
        }
    }

    private void GenericArgument()
    {
        if (TryTake('L')) Lifetime(Base62());
        else if (TryTake('K')) Constant();
        else Type();
    }

    private void Type()
    {
        _budget.Enter();
        char kind = Next();
        if (GetBasicType(kind) is { } basic) Write(basic);
        else ComplexType(kind);
        _budget.Leave();
    }

    private void ComplexType(char kind)
    {
        switch (kind)
        {
            case 'R' or 'Q':
                Write("&");
                if (TryTake('L') && Base62() is var lifetime and not 0)
                {
                    Lifetime(lifetime);
                    Write(" ");
                }
                if (kind == 'Q') Write("mut ");
                Type();
                break;
            case 'P' or 'O':
                Write(kind == 'P' ? "*const " : "*mut ");
                Type();
                break;
            case 'A' or 'S':
                Write("[");
                Type();
                if (kind == 'A')
                {
                    Write("; ");
                    Constant();
                }
                Write("]");
                break;
            case 'T':
                Tuple();
                break;
            case 'F':
                Binder(FunctionType);
                break;
            case 'D':
                Write("dyn ");
                Binder(() => List(" + ", DynTrait));
                if (!TryTake('L')) throw new FormatException();
                if (Base62() is var bound and not 0)
                {
                    Write(" + ");
                    Lifetime(bound);
                }
                break;
            case 'B':
                BackReference(Type);
                break;
            default:
                _at--;
                Path(isValue: false);
                break;
        }
    }

    private void List(string separator, Action item)
    {
        for (int i = 0; !TryTake('E'); i++)
        {
            if (i > 0) Write(separator);
            item();
        }
    }

    private void Tuple()
    {
        Write("(");
        int count = 0;
        for (; !TryTake('E'); count++)
        {
            if (count > 0) Write(", ");
            Type();
        }
        Write(count == 1 ? ",)" : ")");
    }

    private void FunctionType()
    {
        if (TryTake('U')) Write("unsafe ");
        if (TryTake('K'))
        {
            string abi = TryTake('C') ? "C" : Identifier().Replace('_', '-');
            Write($"extern \"{abi}\" ");
        }
        Write("fn(");
        List(Type);
        Write(")");
        if (TryTake('u')) return;
        Write(" -> ");
        Type();
    }

    // Trait<A, Name = B>: the bindings are written in the brackets of the trait's own arguments.
    private void DynTrait()
    {
        bool isOpen = DynTraitPath();
        while (TryTake('p'))
        {
            Write(isOpen ? ", " : "<");
            isOpen = true;
            Write(Identifier() + " = ");
            Type();
        }
        if (isOpen) Write(">");
    }

    private bool DynTraitPath()
    {
        if (Peek == 'B')
        {
            _at++;
            bool isOpen = false;
            BackReference(() => isOpen = DynTraitPath());
            return isOpen;
        }
        if (!TryTake('I'))
        {
            Path(isValue: false);
            return false;
        }
        Path(isValue: false);
        Write("<");
        List(GenericArgument);
        return true;
    }

    private void Binder(Action content)
    {
        int count = 0;
        if (TryTake('G'))
        {
            ulong more = Base62();
            if (more > 100) throw new FormatException();
            count = (int)more + 1;
            Write("for<");
            for (int i = 0; i < count; i++)
            {
                if (i > 0) Write(", ");
                _boundLifetimes++;
                Lifetime(1);
            }
            Write("> ");
        }
        content();
        _boundLifetimes -= count;
    }

    private void Lifetime(ulong index)
    {
        if (index == 0)
        {
            Write("'_");
            return;
        }
        if (index > (ulong)_boundLifetimes) throw new FormatException();
        int depth = _boundLifetimes - (int)index;
        Write(depth < 26 ? $"'{(char)('a' + depth)}" : string.Create(CultureInfo.InvariantCulture, $"'_{depth}"));
    }

    private void Constant()
    {
        _budget.Enter();
        char type = Next();
        if (type == 'B') BackReference(Constant);
        else if (type == 'p') Write("_");
        else ConstantValue(type);
        _budget.Leave();
    }

    private void ConstantValue(char type)
    {
        bool isSigned = "aslxni".Contains(type, StringComparison.Ordinal);
        if (!isSigned && !"htmyojbc".Contains(type, StringComparison.Ordinal)) throw new FormatException();
        if (isSigned && TryTake('n')) Write("-");
        int end = _text.IndexOf('_', _at);
        if (end < 0) throw new FormatException();
        string digits = _text[_at..end];
        _at = end + 1;
        if (digits.Any(c => !char.IsAsciiHexDigitLower(c))) throw new FormatException();
        if (digits.Length > 16)
        {
            Write("0x" + digits);
            return;
        }
        ulong value = digits.Length == 0 ? 0 : ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Write(type switch
        {
            'b' => value switch { 0 => "false", 1 => "true", _ => throw new FormatException() },
            'c' => value is >= 32 and < 127 ? $"'{(char)value}'" : string.Create(CultureInfo.InvariantCulture, $"'\\u{{{value:x}}}'"),
            _ => value.ToString(CultureInfo.InvariantCulture),
        });
    }

    private void BackReference(Action content)
    {
        int self = _at - 1;
        ulong target = Base62();
        if (target >= (ulong)self) throw new FormatException();
        if (_silent > 0) return;
        int after = _at;
        _at = (int)target;
        _budget.Enter();
        content();
        _budget.Leave();
        _at = after;
    }

    private ulong Disambiguator() => TryTake('s') ? checked(Base62() + 1) : 0;

    private ulong Base62()
    {
        if (TryTake('_')) return 0;
        ulong value = 0;
        while (!TryTake('_'))
        {
            char digit = Next();
            int number = char.IsAsciiDigit(digit) ? digit - '0'
                : char.IsAsciiLetterLower(digit) ? digit - 'a' + 10
                : char.IsAsciiLetterUpper(digit) ? digit - 'A' + 36
                : throw new FormatException();
            if (value > (ulong.MaxValue - 62) / 62) throw new FormatException();
            value = (value * 62) + (ulong)number;
        }
        return value + 1;
    }

    private string Identifier()
    {
        bool isPunycode = TryTake('u');
        int length = 0, start = _at;
        for (; char.IsAsciiDigit(Peek); _at++)
        {
            length = (length * 10) + (Peek - '0');
            if (length > MaximumText || (_at > start && _text[start] == '0')) break;
        }
        if (_at == start) throw new FormatException();
        TryTake('_');
        if (length > _text.Length - _at) throw new FormatException();
        string name = _text.Substring(_at, length);
        _at += length;
        return isPunycode ? $"punycode{{{name}}}" : name;
    }

    private static string? GetBasicType(char code) => code switch
    {
        'a' => "i8",
        'b' => "bool",
        'c' => "char",
        'd' => "f64",
        'e' => "str",
        'f' => "f32",
        'h' => "u8",
        'i' => "isize",
        'j' => "usize",
        'l' => "i32",
        'm' => "u32",
        'n' => "i128",
        'o' => "u128",
        'p' => "_",
        's' => "i16",
        't' => "u16",
        'u' => "()",
        'v' => "...",
        'x' => "i64",
        'y' => "u64",
        'z' => "!",
        _ => null,
    };
}
