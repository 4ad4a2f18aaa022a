namespace FlameScope;

/// <summary>Writes files atomically: the content goes to a temporary file in the same folder, which then replaces the target.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file. After a failure, an existing file is unchanged.</summary>
    /// <param name="path">The file. If it is a link, its target is replaced and the link is kept. An existing file keeps its mode.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Cancels the write until the file is replaced.</param>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string target = Resolve(path);
        Write(target, CreateTemporaryName(target), write, cancellationToken);
    }

    /// <summary>Writes a file by way of a given temporary file.</summary>
    /// <param name="target">The file. It must not be a link.</param>
    /// <param name="temporary">The temporary file. It does not exist after the call.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Cancels the write until the file is replaced.</param>
    public static void Write(string target, string temporary, Action<Stream> write, CancellationToken cancellationToken = default)
    {
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) write(stream);
            cancellationToken.ThrowIfCancellationRequested();
            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Returns a name for a temporary file. It is in the folder of the target, so that replacing the target is a single step.</summary>
    public static string CreateTemporaryName(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");

    /// <summary>Returns the full path with links resolved.</summary>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        var file = new FileInfo(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }

    // A failure to delete the temporary file must not hide the original exception.
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
}
