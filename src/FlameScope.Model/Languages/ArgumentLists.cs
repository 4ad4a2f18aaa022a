using System.Text;

namespace FlameScope.FlameGraph;

/// <summary>Takes argument lists, <c>(…)</c>, and type arguments, <c>&lt;…&gt;</c>, out of the names of functions.</summary>
/// <remarks>
/// A bracket opens such a list when it stands behind a name, as in <c>f(int)</c> and <c>vector&lt;int&gt;</c>; one at the start or behind a blank is
/// part of the name, as in <c>&lt;T as Trait&gt;::f</c>, <c>(anonymous namespace)::f</c>. The brackets of operators are theirs. Where brackets do not
/// match, the rest stays as it is.
/// </remarks>
internal static class ArgumentLists
{
    private const string Operator = "operator";

    // What a name may end in beside letters and digits: other brackets, and the symbols of operators.
    private const string AfterNames = "_>])}~$`=*+-/!%&|^<";

    // The longest first.
    private static readonly string[] OperatorSymbols = ["()", "<=>", "<<=", ">>=", "->*", "<<", ">>", "<=", ">=", "->", "<", ">"];

    private static readonly string[] Qualifiers = [" const", " volatile", " noexcept", " &&", " &"];

    /// <summary>The name without them; the same string when it has none.</summary>
    public static string Strip(string name)
    {
        if (name.AsSpan().IndexOfAny('<', '(') < 0) return name;
        var kept = new StringBuilder(name.Length);
        for (int i = 0; i < name.Length;)
        {
            int end = EndOfOperator(name, i);
            if (end == i && name[i] is '<' or '(' && OpensList(kept, name.AsSpan(i)))
            {
                int close = CloseOf(name, i);
                if (close < 0) return kept.Append(name, i, name.Length - i).ToString();
                bool isArguments = name[i] == '(';
                i = close + 1;
                if (isArguments) i = EndOfQualifiers(name, i);
                else if (kept.Length > 1 && kept[^1] == ':' && kept[^2] == ':') kept.Length -= 2; // ::<T>
                continue;
            }
            end = Math.Max(end, i + 1);
            kept.Append(name, i, end - i);
            i = end;
        }
        return kept.Length == name.Length || kept.Length == 0 ? name : kept.ToString();
    }

    private static bool OpensList(StringBuilder before, ReadOnlySpan<char> from)
    {
        if (before.Length == 0) return false;
        char last = before[^1];
        if (last == ':') return before.Length > 2 && before[^2] == ':' && !IsOwnName(from); // f::<T>
        return char.IsLetterOrDigit(last) || AfterNames.Contains(last);
    }

    // The JVM's constructors, and what GCC calls a lambda.
    private static bool IsOwnName(ReadOnlySpan<char> from) =>
        from.StartsWith("<init>", StringComparison.Ordinal) || from.StartsWith("<clinit>", StringComparison.Ordinal) || from.StartsWith("<lambda", StringComparison.Ordinal);

    // operator() and operator<, operator<<, operator->, …: the symbols are the name. A list may follow.
    private static int EndOfOperator(string name, int start)
    {
        if (string.CompareOrdinal(name, start, Operator, 0, Operator.Length) != 0) return start;
        if (start > 0 && (char.IsLetterOrDigit(name[start - 1]) || name[start - 1] == '_')) return start;
        int end = start + Operator.Length;
        foreach (string symbol in OperatorSymbols)
        {
            if (string.CompareOrdinal(name, end, symbol, 0, symbol.Length) == 0) return end + symbol.Length;
        }
        return start;
    }

    // Brackets of both kinds nest; the arrow of a return type closes nothing.
    private static int CloseOf(string name, int open)
    {
        int depth = 0;
        for (int i = open; i < name.Length; i++)
        {
            if (name[i] is '<' or '(') depth++;
            else if (name[i] == ')' || (name[i] == '>' && name[i - 1] is not ('-' or '='))) depth--;
            if (depth == 0) return i;
        }
        return -1;
    }

    private static int EndOfQualifiers(string name, int start)
    {
        foreach (string word in Qualifiers)
        {
            if (string.CompareOrdinal(name, start, word, 0, word.Length) == 0) return EndOfQualifiers(name, start + word.Length);
        }
        return start;
    }
}
