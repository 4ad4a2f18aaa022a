namespace FlameScope.Parsing;

/// <summary>Returns the places where a file or its symbols may be, in the order in which they are tried.</summary>
internal static class SymbolPaths
{
    private const int MaximumPath = 4096;

    /// <summary>Returns the places of a mapped file.</summary>
    /// <param name="options">The folders.</param>
    /// <param name="path">The path in the recording.</param>
    /// <param name="buildId">The build identifier; <c>null</c> if it is not known.</param>
    /// <param name="isSameFile">Indicates whether the file at the path on this machine is worth reading.</param>
    public static IEnumerable<string> OfFile(PerfDataReader options, string path, byte[]? buildId, bool isSameFile)
    {
        string? relative = ToRelative(path);
        string? id = buildId is { Length: > 2 } ? HexNumber.ToText(buildId) : null;
        foreach (string folder in options.SymbolFolders)
        {
            if (relative is not null)
            {
                yield return Path.Combine(folder, relative);
                string name = Path.GetFileName(relative);
                yield return Path.Combine(folder, name);
                yield return Path.Combine(folder, name + ".debug");
            }
            if (id is not null)
            {
                foreach (string each in OfBuildId(folder, id)) yield return each;
            }
        }
        if (options.SymbolFileRoot is { } root && relative is not null) yield return Path.Combine(root, relative);
        if (!options.UseSystemSymbols) yield break;
        if (isSameFile && relative is not null && path.StartsWith('/')) yield return path;
        if (isSameFile && relative is not null) yield return "/usr/lib/debug/" + relative + ".debug";
        if (id is null) yield break;
        foreach (string each in OfBuildId("/usr/lib/debug", id)) yield return each;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0) yield break;
        foreach (string each in OfBuildId(Path.Combine(home, ".debug"), id)) yield return each;
        foreach (string each in OfBuildId(Path.Combine(home, ".cache", "debuginfod_client"), id)) yield return each;
    }

    /// <summary>Returns the places of a file with a name: the map of a process, or the kernel's symbol table.</summary>
    public static IEnumerable<string> OfName(PerfDataReader options, string name)
    {
        foreach (string folder in options.SymbolFolders)
        {
            yield return Path.Combine(folder, name);
            yield return Path.Combine(folder, "tmp", name);
        }
        if (options.SymbolFileRoot is { } root) yield return Path.Combine(root, "tmp", name);
    }

    // The layouts of debug packages, of perf's cache and of debuginfod's cache.
    private static IEnumerable<string> OfBuildId(string folder, string id)
    {
        string entry = Path.Combine(folder, ".build-id", id[..2], id[2..]);
        yield return entry + ".debug";
        yield return Path.Combine(entry, "elf");
        yield return Path.Combine(entry, "debug");
        yield return Path.Combine(folder, id, "debuginfo");
        yield return Path.Combine(folder, id, "executable");
    }

    // A path that a recording names must not lead out of a folder.
    private static string? ToRelative(string path)
    {
        string relative = path.TrimStart('/');
        if (relative.Length is 0 or > MaximumPath || relative.Contains('\0', StringComparison.Ordinal)) return null;
        if (OperatingSystem.IsWindows() && relative.AsSpan().IndexOfAny('\\', ':') >= 0) return null;
        foreach (string part in relative.Split('/'))
        {
            if (part is ".." or "." or "") return null;
        }
        return relative;
    }
}
