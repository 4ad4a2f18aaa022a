namespace FlameScope.Model;

/// <summary>Finds the npm package that JavaScript code belongs to.</summary>
internal static class NpmNames
{
    private const string Folder = "node_modules/";

    private static ReadOnlySpan<byte> FolderUtf8 => "node_modules/"u8;

    /// <summary>Returns the package of a JavaScript file: the folder that follows the last <c>node_modules</c>, with its scope.</summary>
    /// <param name="file">A path or URL, as <see cref="V8Names.FileOf"/> returns it.</param>
    /// <returns>
    /// <c>NAME</c> or <c>@scope/NAME</c>; <c>node</c> for a file of Node.js, which has no folder or a prefix; <c>(application)</c> for other files;
    /// <c>null</c> if <paramref name="file"/> is empty.
    /// </returns>
    public static string? PackageOfFile(string file)
    {
        if (file.Length == 0) return null;
        string path = file.Replace('\\', '/');
        int start = path.LastIndexOf(Folder, StringComparison.Ordinal);
        if (start >= 0)
        {
            string[] parts = path[(start + Folder.Length)..].Split('/');
            if (parts[0].Length > 0) return parts[0][0] == '@' && parts.Length > 1 ? $"{parts[0]}/{parts[1]}" : parts[0];
        }
        bool isNode = path.StartsWith("node:", StringComparison.Ordinal) || path.StartsWith("internal/", StringComparison.Ordinal)
            || !path.Contains('/', StringComparison.Ordinal);
        return isNode ? "node" : "(application)";
    }

    /// <summary>Indicates whether a function's name contains a path through <c>node_modules</c>.</summary>
    /// <param name="name">The bytes of the name.</param>
    public static bool IsInPackage(ReadOnlySpan<byte> name) => name.IndexOf(FolderUtf8) >= 0;

    /// <summary>Returns the package in a function's name: <c>@scope/name</c> of <c>fn /app/node_modules/@scope/name/lib/x.js:1</c>.</summary>
    /// <param name="name">The bytes of the name.</param>
    /// <returns>A slice of <paramref name="name"/>: the innermost package if there are several; empty if there is none.</returns>
    public static ReadOnlySpan<byte> PackageOf(ReadOnlySpan<byte> name)
    {
        int at = name.LastIndexOf(FolderUtf8);
        if (at < 0) return default;
        ReadOnlySpan<byte> rest = name[(at + FolderUtf8.Length)..];
        int end = rest.IndexOf((byte)'/');
        if (end > 0 && rest[0] == '@')
        {
            int second = rest[(end + 1)..].IndexOf((byte)'/');
            end = second < 0 ? -1 : end + 1 + second;
        }
        return end < 0 ? rest : rest[..end];
    }
}
