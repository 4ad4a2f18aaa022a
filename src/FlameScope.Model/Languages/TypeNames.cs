namespace FlameScope.FlameGraph;

/// <summary>Tells the package of a method of the JVM, or the namespace of one of .NET, from its name as perf maps have it.</summary>
/// <remarks>
/// <c>java/util/List;::size</c>, <c>java.util.List::size</c>, <c>java.util.List.size</c> are of <c>java.util</c>;
/// <c>instance void [Asm] Some.Space.Type`1[T]::Method(int32)[Tier0]</c>, <c>Asm!Some.Space.Type.Method(int32)</c> of <c>Some.Space</c>.
/// </remarks>
internal static class TypePackage
{
    /// <summary>The package, with dots; <c>null</c> where the name tells none.</summary>
    public static string? Of(string name)
    {
        string method = ArgumentLists.Strip(name);
        int separator = method.LastIndexOf("::", StringComparison.Ordinal);
        string type = separator >= 0 ? method[..separator] : WithoutMember(method);
        type = WithoutTypeArguments(type);
        type = type[(type.LastIndexOfAny([' ', '!']) + 1)..].TrimEnd(';');
        if (separator < 0 && !IsPath(type)) return null;
        if (!type.Contains('.', StringComparison.Ordinal)) type = type.Replace('/', '.');
        // A type inside another one stands behind a slash or a plus sign.
        int inner = type.IndexOfAny(['/', '+', '$']);
        if (inner >= 0) type = type[..inner];
        int dot = type.LastIndexOf('.');
        return dot > 0 ? type[..dot] : null;
    }

    // .NET writes them in square brackets.
    private static string WithoutTypeArguments(string type)
    {
        int start = type.Length;
        for (int i = type.Length - 1, depth = 0; i >= 0 && (depth > 0 || type[i] == ']'); i--)
        {
            depth += type[i] == ']' ? 1 : type[i] == '[' ? -1 : 0;
            if (depth == 0) start = i;
        }
        return type[..start];
    }

    private static string WithoutMember(string method)
    {
        int end = method.IndexOf('(', StringComparison.Ordinal);
        string path = end >= 0 ? method[..end] : method;
        int dot = path.LastIndexOf('.');
        return dot < 0 ? "" : path[..dot];
    }

    // Without the two colons a name with dots is taken for a method only where nothing else is in it.
    private static bool IsPath(string type) =>
        type.Length > 0 && type.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '$' or '`' or '+' or '/');
}
