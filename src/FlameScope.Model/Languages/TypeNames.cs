namespace FlameScope.Model;

/// <summary>Finds the package of a JVM method, or the namespace of a .NET method, in its name as perf maps contain it.</summary>
/// <remarks>
/// <para>
/// The package of <c>java/util/List;::size</c>, <c>java.util.List::size</c> and <c>java.util.List.size</c> is <c>java.util</c>. The namespace of
/// <c>instance void [Asm] Some.Space.Type`1[T]::Method(int32)[Tier0]</c> and <c>Asm!Some.Space.Type.Method(int32)</c> is <c>Some.Space</c>.
/// </para>
/// <para>
/// There are two rules. <see cref="PackageOf"/> parses the name and writes the package with dots: it is the text that a transform shows.
/// <see cref="PrefixOf"/> returns a slice of the name without allocating: it is the key of a color, and <c>java/util</c> keeps its slash.
/// </para>
/// </remarks>
internal static class TypeNames
{
    /// <summary>Returns the package of a method, with dots.</summary>
    /// <param name="name">The name of the method.</param>
    /// <returns>The package; <c>null</c> if the name contains none.</returns>
    public static string? PackageOf(string name)
    {
        string method = ArgumentLists.Strip(name);
        int separator = method.LastIndexOf("::", StringComparison.Ordinal);
        string type = separator >= 0 ? method[..separator] : WithoutMember(method);
        type = WithoutTypeArguments(type);
        type = type[(type.LastIndexOfAny([' ', '!']) + 1)..].TrimEnd(';');
        if (separator < 0 && !IsPath(type)) return null;
        if (!type.Contains('.', StringComparison.Ordinal)) type = type.Replace('/', '.');
        // A slash, a plus sign or a dollar sign precedes a nested type.
        int inner = type.IndexOfAny(['/', '+', '$']);
        if (inner >= 0) type = type[..inner];
        int dot = type.LastIndexOf('.');
        return dot > 0 ? type[..dot] : null;
    }

    /// <summary>
    /// Returns the package of a method as it is written: <c>java/util</c> of <c>java/util/HashMap::get</c>, <c>java.util</c> of
    /// <c>java.util.HashMap.get</c>, <c>System.Net</c> of <c>void [System.Net] System.Net.Http::Get(int)</c>.
    /// </summary>
    /// <param name="name">The bytes of the name.</param>
    /// <returns>A slice of <paramref name="name"/>; empty if there is no package.</returns>
    public static ReadOnlySpan<byte> PrefixOf(ReadOnlySpan<byte> name)
    {
        // .NET: the type follows the assembly in brackets, which follows the type of the result.
        int assembly = name.IndexOf("] "u8);
        if (assembly >= 0 && name[..assembly].Contains((byte)'[')) name = name[(assembly + 2)..];
        int end = name.IndexOfAny("( ;<["u8);
        if (end >= 0) name = name[..end];
        int member = name.IndexOf("::"u8);
        if (member >= 0) name = name[..member];
        int slash = name.LastIndexOf((byte)'/');
        if (slash > 0) return name[0] == '/' || name.IndexOf((byte)':') >= 0 ? default : name[..slash];
        int type = name.LastIndexOf((byte)'.');
        if (member < 0 && type > 0) type = name[..type].LastIndexOf((byte)'.');
        return type > 0 ? name[..type] : default;
    }

    // .NET writes type arguments in square brackets.
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

    // Without two colons, a name with dots is a method only if it contains nothing else.
    private static bool IsPath(string type) =>
        type.Length > 0 && type.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '$' or '`' or '+' or '/');
}
