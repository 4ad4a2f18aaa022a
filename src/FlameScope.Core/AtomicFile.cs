namespace FlameScope;

/// <summary>Writes a file that appears only once it is whole: what is written goes to another beside it, which then takes its name.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file, or leaves things as they were.</summary>
    /// <param name="path">The file. Where it is a link, what it leads to is replaced, and the link stays; where it exists, it keeps its mode.</param>
    /// <param name="write">Writes all of it.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Resolve(path);
        Write(target, Beside(target), write);
    }

    /// <summary>Writes a file by way of another.</summary>
    /// <param name="target">The file, no link.</param>
    /// <param name="temporary">The other; it is gone in the end, whatever happens.</param>
    /// <param name="write">Writes all of it.</param>
    public static void Write(string target, string temporary, Action<Stream> write)
    {
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) write(stream);
            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    // What goes wrong with that is not what went wrong.
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>A name for the other file, in the same folder, so that taking the name is one step.</summary>
    public static string Beside(string target) => Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");

    /// <summary>The full path, through links.</summary>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        var file = new FileInfo(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }
}
