using System.Globalization;

namespace FlameScope.Model;

/// <summary>Demangles the values and expressions in template arguments of C++ names.</summary>
internal sealed class ItaniumExpressions(ItaniumCursor at, DemanglingBudget budget, ItaniumTypes types, ItaniumDemangler names)
{
    /// <summary>Reads a literal.</summary>
    public string Literal()
    {
        at.Expect('L');
        if (at.TryTake("_Z") || at.TryTake('Z'))
        {
            string encoding = names.Encoding(isOutermost: false, hasParameters: false);
            at.Expect('E');
            return encoding;
        }
        string type = types.Type().Text;
        string sign = at.TryTake('n') ? "-" : "";
        string value = sign + at.TakeUntil('E');
        at.Expect('E');
        if (type == "bool" && value is "0" or "1") return value == "0" ? "false" : "true";
        return budget.Take(ItaniumTables.GetLiteralSuffix(type) is { } suffix ? value + suffix : $"({type}){value}");
    }

    /// <summary>Reads an expression.</summary>
    public string Expression()
    {
        budget.Enter();
        string text = budget.Take(ReadExpression());
        budget.Leave();
        return text;
    }

    private string ReadExpression()
    {
        if (at.Peek == 'L') return Literal();
        if (at.Peek == 'T') return types.TemplateParameter().Text;
        if (char.IsAsciiDigit(at.Peek)) return SimpleName();
        if (at.TryTake("fp") || at.TryTake("fL")) return $"{{parm#{(at.Sequence(10) + 1).ToString(CultureInfo.InvariantCulture)}}}";
        if (at.TryTake("sr"))
        {
            string scope = types.Type().Text;
            return $"{scope}::{SimpleName()}";
        }
        if (at.TryTake("st")) return $"sizeof ({types.Type().Text})";
        if (at.TryTake("sz")) return $"sizeof ({Expression()})";
        if (at.TryTake("at")) return $"alignof ({types.Type().Text})";
        if (at.TryTake("sp")) return Expression() + "...";
        if (at.TryTake("sZ")) return $"sizeof...({Expression()})";
        if (at.TryTake("cv"))
        {
            string type = types.Type().Text;
            return at.TryTake('_') ? $"({type})({List()})" : $"({type}){Parenthesize()}";
        }
        if (at.TryTake("cl"))
        {
            string function = Expression();
            return $"{function}({List()})";
        }
        if (at.TryTake("dt"))
        {
            string left = Expression();
            return $"{left}.{SimpleName()}";
        }
        string code = at.Take(2);
        if (code == "qu") return $"{Parenthesize()}?{Parenthesize()} : {Parenthesize()}";
        if (ItaniumTables.GetOperator(code) is not { } symbol || symbol[0] == ' ') throw new FormatException();
        if (ItaniumTables.IsUnary(code)) return symbol + Parenthesize();
        if (code == "ix") return $"{Parenthesize()}[{Expression()}]";
        string first = Parenthesize(), second = Parenthesize();
        return code == "gt" ? $"({first}>{second})" : first + symbol + second;
    }

    private string Parenthesize()
    {
        bool isSimple = at.Peek is 'L' or 'T';
        string text = Expression();
        return isSimple ? text : $"({text})";
    }

    private string List()
    {
        var items = new List<string>();
        while (!at.TryTake('E')) items.Add(Expression());
        return string.Join(", ", items);
    }

    private string SimpleName()
    {
        string name = names.SourceName().Left;
        return at.Peek == 'I' ? name + types.TemplateArguments(setsArguments: false) : name;
    }
}
