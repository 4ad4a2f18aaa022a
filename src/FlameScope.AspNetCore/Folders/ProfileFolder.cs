using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>The folder with the profiles. Nothing outside of it is found or opened, whatever the name and the links in the folder are.</summary>
internal sealed class ProfileFolder(string? folder)
{
    private const int MaximumDepth = 32;

    private static readonly EnumerationOptions AllEntries = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    // Null if there is none: then nothing is found.
    private readonly string? _folder = folder is null ? null : System.IO.Path.GetFullPath(folder);

    /// <summary>The full path of the folder without links.</summary>
    public string Path => _folder is null ? throw NoSuchProfile() : RealPath.Resolve(_folder) ?? _folder;

    /// <summary>Indicates whether the folder can be listed.</summary>
    public bool IsReadable()
    {
        if (_folder is null) return true;
        try
        {
            using IEnumerator<string> entries = Directory.EnumerateFileSystemEntries(_folder).GetEnumerator();
            entries.MoveNext();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Returns the file with a name.</summary>
    /// <exception cref="RequestFault">There is no such file in the folder.</exception>
    public ServedFile Find(string name) => TryFind(name) ?? throw NoSuchProfile();

    /// <summary>Opens a file that was found.</summary>
    /// <exception cref="RequestFault">The file is gone, cannot be read, has changed, or is not in the folder any more.</exception>
    public FileStream Open(ServedFile file)
    {
        // Opening a pipe would block; pipes and devices have no length.
        if (file.Length == 0) throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The file is empty.");
        FileStream stream;
        try
        {
            stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NoSuchProfile(fault);
        }
        if (IsInFolder(stream) && file.Equals(stream)) return stream;
        stream.Dispose();
        throw FileChanges();
    }

    /// <summary>Lists the files in the folder and in the folders below it, in the order of their names.</summary>
    /// <param name="maximum">The maximum number of files.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>The files, and whether there are more.</returns>
    public (List<ServedFile> Files, bool IsTruncated) List(int maximum, CancellationToken cancellationToken)
    {
        var files = new List<ServedFile>();
        if (_folder is null) return (files, false);
        string root = Path;
        bool isTruncated = false;
        Add(new DirectoryInfo(root), "", [root]);
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return (files, isTruncated);

        // The real paths of a folder and its parents end a cycle of links.
        void Add(DirectoryInfo directory, string prefix, string[] parents)
        {
            try
            {
                foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos("*", AllEntries))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (isTruncated) return;
                    string name = prefix + entry.Name;
                    if (!ProfileName.IsValid(name) || name.Contains('\uFFFD')) continue;
                    string? real = entry.LinkTarget is null ? entry.FullName : RealPath.Resolve(entry.FullName);
                    if (real is null || !RealPath.IsBelow(real, root)) continue;
                    if (Directory.Exists(real))
                    {
                        if (parents.Length < MaximumDepth && !parents.Contains(real, StringComparer.Ordinal)) Add(new DirectoryInfo(real), name + "/", [.. parents, real]);
                    }
                    else if (Describe(name, real) is { } file)
                    {
                        if (files.Count == maximum) isTruncated = true;
                        else files.Add(file);
                    }
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The folder vanished while it was listed.
            }
        }
    }

    /// <summary>Returns the fault of a file that changes while it is read.</summary>
    public static RequestFault FileChanges() => new(StatusCodes.Status503ServiceUnavailable, "The file is changing. Try again when it is complete.") { RetryAfter = 2 };

    private static RequestFault NoSuchProfile(Exception? inner = null) => new(StatusCodes.Status404NotFound, "There is no such profile.", inner);

    private ServedFile? TryFind(string name)
    {
        if (_folder is null || !ProfileName.IsValid(name)) return null;
        try
        {
            string root = Path;
            string? real = RealPath.Resolve(System.IO.Path.Combine(root, name.Replace('/', System.IO.Path.DirectorySeparatorChar)));
            return real is not null && RealPath.IsBelow(real, root) ? Describe(name, real) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static ServedFile? Describe(string name, string path)
    {
        try
        {
            var info = new FileInfo(path);
            return info.Exists ? new ServedFile(name, path, info.Length, info.LastWriteTimeUtc) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Between the look-up and the opening, a part of the path may have become a link. Linux shows the path of what was opened.
    private bool IsInFolder(FileStream stream)
    {
        if (!OperatingSystem.IsLinux()) return true;
        string link = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}");
        return new FileInfo(link).LinkTarget is not { } opened || RealPath.IsBelow(opened, Path);
    }
}
