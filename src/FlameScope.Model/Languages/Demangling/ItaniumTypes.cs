using System.Globalization;
using System.Text;

namespace FlameScope.Model;

/// <summary>Demangles the types in C++ names, their template arguments, and the substitutions of what occurred before.</summary>
internal sealed class ItaniumTypes
{
    private readonly ItaniumCursor _at;
    private readonly DemanglingBudget _budget;
    private readonly ItaniumDemangler _names;
    private readonly ItaniumExpressions _expressions;
    private readonly List<ItaniumPiece> _substitutions = [];
    private List<ItaniumPiece> _arguments = []; // of the template whose parameters follow
    private int _lambdaDepth;

    public ItaniumTypes(ItaniumCursor at, DemanglingBudget budget, ItaniumDemangler names)
    {
        _at = at;
        _budget = budget;
        _names = names;
        _expressions = new ItaniumExpressions(at, budget, this, names);
    }

    /// <summary>Adds a piece to which later parts of the name may refer.</summary>
    public void Remember(ItaniumPiece piece) => _substitutions.Add(piece);

    /// <summary>Reads a type.</summary>
    public ItaniumPiece Type()
    {
        _budget.Enter();
        ItaniumPiece type = ReadType();
        _budget.Leave();
        return type;
    }

    private ItaniumPiece ReadType()
    {
        char next = _at.Peek;
        if (ItaniumTables.GetBuiltin(next) is { } builtin)
        {
            _at.Next();
            return new ItaniumPiece(builtin);
        }
        ItaniumPiece type;
        switch (next)
        {
            case 'r' or 'V' or 'K':
                string qualifiers = Qualifiers();
                type = Type().Map(each => each.NeedsParentheses && each.Right.StartsWith(" (", StringComparison.Ordinal)
                    ? each with { Right = each.Right + qualifiers }
                    : each with { Left = _budget.Take(each.Left + qualifiers) });
                break;
            case 'P':
                _at.Next();
                type = Type().Map(each => Point(each, "*"));
                break;
            case 'R' or 'O':
                _at.Next();
                type = Type().Map(each => Refer(each, next == 'R' ? "&" : "&&"));
                break;
            case 'C' or 'G':
                _at.Next();
                type = Type() is var part ? part with { Left = part.Left + (next == 'C' ? " _Complex" : " _Imaginary") } : null!;
                break;
            case 'F':
                type = FunctionType();
                break;
            case 'A':
                type = ArrayType();
                break;
            case 'M':
                type = MemberPointer();
                break;
            case 'D':
                return Extended();
            case 'u':
                _at.Next();
                type = _names.SourceName();
                break;
            case 'U':
                _at.Next();
                string vendor = _names.SourceName().Left;
                if (_at.Peek == 'I') vendor += TemplateArguments(setsArguments: false);
                type = Type().Map(each => each with { Left = _budget.Take($"{each.Left} {vendor}") });
                break;
            case 'T' when _at.PeekAt(1) is 's' or 'u' or 'e':
                _at.Take(2);
                type = _names.Name(setsArguments: false);
                break;
            case 'T':
                type = TemplateParameter();
                Remember(type);
                if (_at.Peek != 'I') return type;
                type = type with { Left = _budget.Take(type.Left + TemplateArguments(setsArguments: false)), IsTemplate = true };
                break;
            case 'S' when _at.PeekAt(1) != 't':
                type = Substitution(isFull: false);
                if (_at.Peek != 'I') return type;
                type = type with { Left = _budget.Take(type.Left + TemplateArguments(setsArguments: false)), IsTemplate = true };
                break;
            default:
                type = _names.Name(setsArguments: false);
                break;
        }
        Remember(type);
        return type;
    }

    /// <summary>Reads the qualifiers of a type or member function.</summary>
    public string Qualifiers()
    {
        string text = "";
        if (_at.TryTake('r')) text = " restrict" + text;
        if (_at.TryTake('V')) text = " volatile" + text;
        if (_at.TryTake('K')) text = " const" + text;
        return text;
    }

    private ItaniumPiece Point(ItaniumPiece type, string mark) => type.NeedsParentheses
        ? new ItaniumPiece(_budget.Take($"{type.Left} ({mark}"), ")" + (type.Right.StartsWith(" (", StringComparison.Ordinal) ? type.Right[1..] : type.Right))
        : type with { Left = _budget.Take(type.Left + mark) };

    // A reference to a reference is one: && only if both are.
    private ItaniumPiece Refer(ItaniumPiece type, string mark)
    {
        if (type.Right.Length > 0 || !type.Left.EndsWith('&')) return Point(type, mark);
        return mark == "&" && type.Left.EndsWith("&&", StringComparison.Ordinal) ? type with { Left = type.Left[..^1] } : type;
    }

    private ItaniumPiece FunctionType()
    {
        _at.Expect('F');
        _at.TryTake('Y');
        ItaniumPiece result = Type();
        string parameters = Parameters();
        string reference = _at.TryTake("RE") ? " &" : _at.TryTake("OE") ? " &&" : "";
        if (reference.Length == 0) _at.Expect('E');
        return new ItaniumPiece(result.Left, _budget.Take($" {parameters}{reference}{result.Right}")) { NeedsParentheses = true };
    }

    private ItaniumPiece ArrayType()
    {
        _at.Expect('A');
        string length = char.IsAsciiDigit(_at.Peek) ? _at.Number().ToString(CultureInfo.InvariantCulture) : _at.Peek == '_' ? "" : _expressions.Expression();
        _at.Expect('_');
        ItaniumPiece element = Type();
        return new ItaniumPiece(element.Left, _budget.Take($"{(element.NeedsParentheses ? "" : " ")}[{length}]{element.Right.TrimStart()}")) { NeedsParentheses = true };
    }

    private ItaniumPiece MemberPointer()
    {
        _at.Expect('M');
        string scope = Type().Text;
        ItaniumPiece member = Type();
        return member.NeedsParentheses
            ? new ItaniumPiece(_budget.Take($"{member.Left} ({scope}::*"), ")" + member.Right.TrimStart())
            : member with { Left = _budget.Take($"{member.Left} {scope}::*") };
    }

    private ItaniumPiece Extended()
    {
        _at.Expect('D');
        char code = _at.Next();
        if (ItaniumTables.GetExtendedBuiltin(code) is { } builtin) return new ItaniumPiece(builtin);
        ItaniumPiece type;
        switch (code)
        {
            case 'p':
                type = Type();
                break;
            case 't' or 'T':
                type = new ItaniumPiece(_budget.Take($"decltype ({_expressions.Expression()})"));
                _at.Expect('E');
                break;
            case 'v':
                string length = char.IsAsciiDigit(_at.Peek) ? _at.Number().ToString(CultureInfo.InvariantCulture) : _expressions.Expression();
                _at.Expect('_');
                ItaniumPiece element = Type();
                type = element with { Left = _budget.Take($"{element.Left} __vector({length})") };
                break;
            case 'F':
                int bits = _at.Number();
                if (!_at.TryTake('_')) _at.Expect('x');
                return new ItaniumPiece($"_Float{bits.ToString(CultureInfo.InvariantCulture)}");
            case 'o':
                type = FunctionType() is var function ? function with { Right = function.Right + " noexcept" } : null!;
                break;
            default:
                throw new FormatException();
        }
        Remember(type);
        return type;
    }

    /// <summary>Reads the types of parameters, in parentheses. A single <c>void</c> is none.</summary>
    public string Parameters()
    {
        var text = new StringBuilder("(");
        bool isFirst = true;
        while (!_at.IsEnd && _at.Peek is not ('E' or '.') && !(_at.Peek is 'R' or 'O' && _at.PeekAt(1) == 'E'))
        {
            string type = Type().Text;
            if (isFirst && type == "void" && (_at.IsEnd || _at.Peek is 'E' or '.' or 'R' or 'O')) break;
            if (type.Length == 0) continue; // an empty pack
            if (!isFirst) text.Append(", ");
            text.Append(type);
            isFirst = false;
            _budget.Take(type);
        }
        return _budget.Take(text.Append(')').ToString());
    }

    /// <summary>Reads a reference to something that occurred before.</summary>
    /// <param name="isFull">Indicates whether a name of the standard library is written with its template arguments.</param>
    public ItaniumPiece Substitution(bool isFull)
    {
        _at.Expect('S');
        char code = _at.Peek;
        if (ItaniumTables.GetStandard(code) is { } standard)
        {
            _at.Next();
            ItaniumPiece name = isFull ? ItaniumTables.GetFullStandard(code) : standard;
            if (_at.Peek != 'B') return name;
            while (_at.TryTake('B')) name = name with { Left = $"{name.Left}[abi:{_names.SourceName().Left}]" };
            Remember(name);
            return name;
        }
        int index = _at.Sequence(36);
        return index < _substitutions.Count ? _substitutions[index] : throw new FormatException();
    }

    /// <summary>Reads a reference to a template argument.</summary>
    public ItaniumPiece TemplateParameter()
    {
        _at.Expect('T');
        if (_at.Peek == 'L') throw new FormatException(); // of an outer template: not supported
        int index = _at.Sequence(10);
        if (_lambdaDepth > 0) return new ItaniumPiece($"auto:{(index + 1).ToString(CultureInfo.InvariantCulture)}");
        return index < _arguments.Count ? _arguments[index] : throw new FormatException();
    }

    /// <summary>Reads template arguments.</summary>
    /// <param name="setsArguments">Indicates whether later parameters refer to them.</param>
    /// <returns>The arguments in angle brackets.</returns>
    public string TemplateArguments(bool setsArguments)
    {
        _budget.Enter();
        _at.Expect('I');
        var arguments = new List<ItaniumPiece>();
        while (!_at.TryTake('E')) arguments.Add(TemplateArgument());
        if (setsArguments) _arguments = arguments;
        string text = string.Join(", ", arguments.Select(each => each.Text).Where((each, i) => each.Length > 0 || arguments[i].Pack is null));
        _budget.Leave();
        // The GNU demangler separates two closing brackets, but not after an empty pack.
        bool endsInEmptyPack = arguments.Count > 1 && arguments[^1].Pack is not null && arguments[^1].Text.Length == 0;
        return _budget.Take(text.EndsWith('>') && !endsInEmptyPack ? $"<{text} >" : $"<{text}>");
    }

    private ItaniumPiece TemplateArgument()
    {
        switch (_at.Peek)
        {
            case 'X':
                _at.Next();
                var expression = new ItaniumPiece(_expressions.Expression());
                _at.Expect('E');
                return expression;
            case 'L':
                return new ItaniumPiece(_expressions.Literal());
            case 'J':
                _at.Next();
                var pack = new List<ItaniumPiece>();
                while (!_at.TryTake('E')) pack.Add(TemplateArgument());
                return new ItaniumPiece("") { Pack = pack };
            default:
                return Type();
        }
    }

    /// <summary>Reads a type without a name: a lambda or another one.</summary>
    public ItaniumPiece UnnamedType()
    {
        _at.Expect('U');
        string text;
        if (_at.TryTake('t'))
        {
            text = "unnamed type";
        }
        else
        {
            _at.Expect('l');
            _lambdaDepth++;
            text = "lambda" + Parameters();
            _lambdaDepth--;
            _at.Expect('E');
        }
        int number = _at.Sequence(10) + 1;
        return new ItaniumPiece(_budget.Take($"{{{text}#{number.ToString(CultureInfo.InvariantCulture)}}}"));
    }
}
