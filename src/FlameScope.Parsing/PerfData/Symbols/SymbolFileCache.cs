using System.Collections.Concurrent;
using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>
/// The contents of files with symbols, by path, length and time of change, so that a file is read once for all recordings. What is used by a recording stays
/// in memory for a minute after its last use, and then until the garbage collector needs it.
/// </summary>
internal static class SymbolFileCache
{
    private const int MaximumFiles = 1000;

    private static readonly ConcurrentDictionary<string, WeakReference<object>> s_contents = new(StringComparer.Ordinal);

    /// <summary>Returns the content of a file, which is read unless it is known.</summary>
    /// <typeparam name="T">The type of the content.</typeparam>
    /// <param name="kind">The kind of file: a file may be read in several ways.</param>
    /// <param name="path">The path.</param>
    /// <param name="read">Reads the file; returns <c>null</c> if it is not a file of this kind.</param>
    /// <param name="bytesOf">Returns the memory that a content takes.</param>
    /// <returns>The content; <c>null</c> if there is no such file.</returns>
    public static T? GetOrRead<T>(string kind, string path, Func<T?> read, Func<T, long> bytesOf)
        where T : class
    {
        string key; // the path, and what changes when the file does
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists) return null;
            key = string.Create(CultureInfo.InvariantCulture, $"{kind}|{path}|{info.Length}|{info.LastWriteTimeUtc.Ticks}");
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
        T? content = s_contents.TryGetValue(key, out WeakReference<object>? known) && known.TryGetTarget(out object? found) ? (T)found : null;
        if (content is null)
        {
            content = read();
            if (content is null) return null;
            if (s_contents.Count >= MaximumFiles) s_contents.Clear();
            s_contents[key] = new WeakReference<object>(content);
        }
        RecentSymbols.Use(content, bytesOf(content));
        return content;
    }
}
