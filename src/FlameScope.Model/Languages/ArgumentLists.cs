using System.Text;

namespace FlameScope.Model;

/// <summary>Removes argument lists, <c>(…)</c>, and type arguments, <c>&lt;…&gt;</c>, from the names of functions.</summary>
/// <remarks>
/// A bracket opens a list when it directly follows a name, as in <c>f(int)</c> and <c>vector&lt;int&gt;</c>. A bracket at the start or after a space
/// is part of the name, as in <c>&lt;T as Trait&gt;::f</c> and <c>(anonymous namespace)::f</c>. The brackets of an operator's name are part of that
/// name. If brackets do not match, the remainder of the name is not changed.
/// </remarks>
internal static class ArgumentLists
{
    private const string Operator = "operator";

    // The characters, other than letters and digits, that a name may end in: other brackets, and the symbols of operators.
    private const string AfterNames = "_>])}~$`=*+-/!%&|^<";

    // Longest first.
    private static readonly string[] OperatorSymbols = ["()", "<=>", "<<=", ">>=", "->*", "<<", ">>", "<=", ">=", "->", "<", ">"];

    private static readonly string[] Qualifiers = [" const", " volatile", " noexcept", " &&", " &"];

    /// <summary>Returns a name without its lists.</summary>
    /// <param name="name">The name of a function.</param>
    /// <returns>The shortened name; the same string if it has no lists.</returns>
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

    // Constructors of the JVM, and lambdas as GCC names them.
    private static bool IsOwnName(ReadOnlySpan<char> from) =>
        from.StartsWith("<init>", StringComparison.Ordinal) || from.StartsWith("<clinit>", StringComparison.Ordinal)
        || from.StartsWith("<lambda", StringComparison.Ordinal);

    // operator(), operator<, operator<<, operator->, …: the symbols are part of the name. A list may follow.
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

    // Brackets of both kinds nest. The arrow of a return type closes no bracket.
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
