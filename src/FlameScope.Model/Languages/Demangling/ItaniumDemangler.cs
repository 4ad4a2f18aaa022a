using System.Globalization;

namespace FlameScope.Model;

/// <summary>
/// Demangles names of the Itanium C++ ABI, which all compilers but Microsoft's use: encodings and names. Types are in <see cref="ItaniumTypes"/>.
/// </summary>
/// <remarks>The grammar is that of the ABI's section 5.1; the texts are those of the GNU demangler, which perf uses.</remarks>
internal sealed class ItaniumDemangler
{
    private readonly ItaniumCursor _at;
    private readonly DemanglingBudget _budget;
    private readonly ItaniumTypes _types;

    private ItaniumDemangler(string text, DemanglingBudget budget)
    {
        _at = new ItaniumCursor(text);
        _budget = budget;
        _types = new ItaniumTypes(_at, budget, this);
    }

    /// <summary>Returns the name of a function; <c>null</c> if it is not understood.</summary>
    /// <param name="text">The mangled name after <c>_Z</c>.</param>
    /// <param name="budget">The bounds.</param>
    public static string? Demangle(string text, DemanglingBudget budget)
    {
        try
        {
            string name = new ItaniumDemangler(text, budget).Encoding(isOutermost: true);
            return name.Length > 0 ? name : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads an encoding: a name, and the types of a function that is not the outermost one.</summary>
    /// <param name="isOutermost">Indicates whether the rest of the name is not needed.</param>
    /// <param name="hasParameters">Indicates whether the parameters are a part of the text.</param>
    public string Encoding(bool isOutermost, bool hasParameters = true)
    {
        _budget.Enter();
        string text = _at.Peek is 'T' or 'G' ? SpecialName() : Function(isOutermost, hasParameters);
        _budget.Leave();
        return text;
    }

    private string Function(bool isOutermost, bool hasParameters)
    {
        ItaniumPiece name = Name(setsArguments: true);
        if (isOutermost || _at.IsEnd || _at.Peek is 'E' or '.') return name.Text;
        // The return type of a template is not written in the name of something local to it.
        if (name is { IsTemplate: true, HasNoReturnType: false }) _types.Type();
        string parameters = _types.Parameters();
        return hasParameters ? _budget.Take(name.Text + parameters + name.Qualifiers) : name.Text;
    }

    private string SpecialName()
    {
        if (_at.TryTake("TV")) return "vtable for " + _types.Type().Text;
        if (_at.TryTake("TT")) return "VTT for " + _types.Type().Text;
        if (_at.TryTake("TI")) return "typeinfo for " + _types.Type().Text;
        if (_at.TryTake("TS")) return "typeinfo name for " + _types.Type().Text;
        if (_at.TryTake("TW")) return "TLS wrapper function for " + Name(setsArguments: false).Text;
        if (_at.TryTake("TH")) return "TLS init function for " + Name(setsArguments: false).Text;
        if (_at.TryTake("GV")) return "guard variable for " + Name(setsArguments: false).Text;
        if (_at.TryTake("GTt")) return "transaction clone for " + Encoding(isOutermost: false);
        if (_at.TryTake("GR"))
        {
            string name = Name(setsArguments: false).Text;
            return $"reference temporary #{_at.Sequence(36).ToString(CultureInfo.InvariantCulture)} for {name}";
        }
        if (_at.TryTake("Tc"))
        {
            CallOffset(_at.Next());
            CallOffset(_at.Next());
            return "covariant return thunk to " + Encoding(isOutermost: false);
        }
        if (_at.TryTake("TC"))
        {
            string derived = _types.Type().Text;
            _at.Number();
            _at.Expect('_');
            return $"construction vtable for {_types.Type().Text}-in-{derived}";
        }
        _at.Expect('T');
        char kind = _at.Next();
        CallOffset(kind);
        return (kind == 'h' ? "non-virtual thunk to " : "virtual thunk to ") + Encoding(isOutermost: false);
    }

    private void CallOffset(char kind)
    {
        if (kind is not ('h' or 'v')) throw new FormatException();
        for (int numbers = kind == 'h' ? 1 : 2; numbers > 0; numbers--)
        {
            _at.TryTake('n');
            _at.Number();
            _at.Expect('_');
        }
    }

    /// <summary>Reads a name.</summary>
    /// <param name="setsArguments">Indicates whether the template arguments of the name are those to which later parameters refer.</param>
    public ItaniumPiece Name(bool setsArguments)
    {
        _budget.Enter();
        ItaniumPiece name;
        if (_at.Peek == 'N')
        {
            name = NestedName(setsArguments);
        }
        else if (_at.Peek == 'Z')
        {
            name = LocalName(setsArguments);
        }
        else if (_at.Peek == 'S' && _at.PeekAt(1) != 't')
        {
            name = _types.Substitution(_at.PeekAt(2) is 'C' or 'D');
            if (_at.Peek == 'I') name = Specialize(name, setsArguments);
        }
        else
        {
            string scope = _at.TryTake("St") ? "std::" : "";
            ItaniumPiece part = UnqualifiedName(new ItaniumPiece(""));
            name = part with { Left = scope + part.Left };
            if (_at.Peek == 'I')
            {
                _types.Remember(name);
                name = Specialize(name, setsArguments);
            }
        }
        _budget.Leave();
        return name;
    }

    private ItaniumPiece Specialize(ItaniumPiece name, bool setsArguments) =>
        name with { Left = _budget.Take($"{name.Left}{(name.Left.EndsWith('<') ? " " : "")}{_types.TemplateArguments(setsArguments)}"), IsTemplate = true };

    private ItaniumPiece NestedName(bool setsArguments)
    {
        _at.Expect('N');
        string qualifiers = _types.Qualifiers();
        if (_at.TryTake('R')) qualifiers += " &";
        else if (_at.TryTake('O')) qualifiers += " &&";
        var name = new ItaniumPiece("");
        while (!_at.TryTake('E'))
        {
            bool isSubstitution = false;
            if (_at.Peek == 'S' && _at.PeekAt(1) == 't')
            {
                _at.Take(2);
                name = new ItaniumPiece("std") { Last = "std" };
                isSubstitution = true;
            }
            else if (_at.Peek == 'S')
            {
                name = _types.Substitution(_at.PeekAt(2) is 'C' or 'D');
                isSubstitution = true;
            }
            else if (_at.Peek == 'I')
            {
                name = Specialize(name, setsArguments);
            }
            else if (_at.Peek == 'T')
            {
                name = _types.TemplateParameter();
            }
            else if (_at.Peek == 'D' && _at.PeekAt(1) is 't' or 'T')
            {
                name = _types.Type();
            }
            else if (_at.TryTake('M'))
            {
                continue; // the initializer of a member, which has no name
            }
            else
            {
                name = Qualify(name, UnqualifiedName(name));
            }
            if (!isSubstitution && _at.Peek != 'E') _types.Remember(name);
        }
        return name with { Qualifiers = qualifiers };
    }

    private ItaniumPiece Qualify(ItaniumPiece scope, ItaniumPiece part) =>
        scope.Text.Length == 0 ? part : part with { Left = _budget.Take($"{scope.Text}::{part.Left}") };

    private ItaniumPiece LocalName(bool setsArguments)
    {
        _at.Expect('Z');
        string function = Encoding(isOutermost: false);
        _at.Expect('E');
        if (_at.TryTake('s'))
        {
            Discriminator();
            return new ItaniumPiece(_budget.Take(function + "::string literal"));
        }
        if (_at.TryTake('d'))
        {
            int number = _at.Sequence(10) + 1;
            function += $"::{{default arg#{number.ToString(CultureInfo.InvariantCulture)}}}";
        }
        ItaniumPiece name = Name(setsArguments);
        Discriminator();
        return name with { Left = _budget.Take($"{function}::{name.Left}") };
    }

    private void Discriminator()
    {
        if (_at.Peek != '_') return;
        if (_at.PeekAt(1) == '_')
        {
            _at.Take(2);
            _at.Number();
            _at.Expect('_');
        }
        else if (char.IsAsciiDigit(_at.PeekAt(1)))
        {
            _at.Take(2);
        }
    }

    private ItaniumPiece UnqualifiedName(ItaniumPiece scope)
    {
        ItaniumPiece name;
        _at.TryTake('L'); // of one translation unit
        char next = _at.Peek;
        if (char.IsAsciiDigit(next))
        {
            name = SourceName();
        }
        else if (next == 'C' || (next == 'D' && _at.PeekAt(1) is >= '0' and <= '5'))
        {
            _at.Next();
            bool inherits = next == 'C' && _at.TryTake('I');
            if (!char.IsAsciiDigit(_at.Next())) throw new FormatException();
            if (inherits) _types.Type();
            name = new ItaniumPiece((next == 'D' ? "~" : "") + scope.Last) { Last = scope.Last, HasNoReturnType = true };
        }
        else if (_at.TryTake("DC"))
        {
            var parts = new List<string>();
            while (!_at.TryTake('E')) parts.Add(SourceName().Left);
            name = new ItaniumPiece($"[{string.Join(", ", parts)}]");
        }
        else if (next == 'U')
        {
            name = _types.UnnamedType();
        }
        else
        {
            name = OperatorName();
        }
        while (_at.TryTake('B')) name = name with { Left = $"{name.Left}[abi:{SourceName().Left}]" };
        return name;
    }

    public ItaniumPiece SourceName()
    {
        string name = _at.Take(_at.Number());
        if (name.Length > 10 && name.StartsWith("_GLOBAL_", StringComparison.Ordinal) && name[9] == 'N' && name[8] is '_' or '.' or '$') name = "(anonymous namespace)";
        return new ItaniumPiece(_budget.Take(name)) { Last = name };
    }

    private ItaniumPiece OperatorName()
    {
        string code = _at.Take(2);
        if (code == "cv")
        {
            return new ItaniumPiece("operator " + _types.Type().Text) { HasNoReturnType = true };
        }
        if (code == "li") return new ItaniumPiece("operator\"\" " + SourceName().Left);
        if (code[0] == 'v' && char.IsAsciiDigit(code[1])) return new ItaniumPiece("operator " + SourceName().Left);
        return new ItaniumPiece("operator" + (ItaniumTables.GetOperator(code) ?? throw new FormatException()));
    }
}
