namespace FlameScope.FlameGraph;

/// <summary>Tells the npm package of a file of JavaScript.</summary>
internal static class NpmPackage
{
    private const string Folder = "node_modules/";

    /// <summary>
    /// The package after the last <c>node_modules</c>, with its scope if it has one; <c>node</c> for what comes with Node.js, which has no
    /// folder or says so; <c>(application)</c> for other files; <c>null</c> where there is no file.
    /// </summary>
    public static string? Of(string file)
    {
        if (file.Length == 0) return null;
        string path = file.Replace('\\', '/');
        int start = path.LastIndexOf(Folder, StringComparison.Ordinal);
        if (start >= 0)
        {
            string[] parts = path[(start + Folder.Length)..].Split('/');
            if (parts[0].Length > 0) return parts[0][0] == '@' && parts.Length > 1 ? $"{parts[0]}/{parts[1]}" : parts[0];
        }
        bool isNode = path.StartsWith("node:", StringComparison.Ordinal) || path.StartsWith("internal/", StringComparison.Ordinal) || !path.Contains('/', StringComparison.Ordinal);
        return isNode ? "node" : "(application)";
    }
}
