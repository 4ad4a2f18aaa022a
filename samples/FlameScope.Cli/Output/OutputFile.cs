using System.Runtime.InteropServices;

namespace FlameScope.Cli.Output;

/// <summary>Writes a file that appears only once it is whole: what is written goes to another beside it, which then takes its name.</summary>
internal static class OutputFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string target;
        try
        {
            target = Resolve(path);
            if (Directory.Exists(target)) throw new InputException(path, "this is a folder, not a file");
            if (IsDevice(target)) WriteInPlace(target, write);
            else WriteWhole(target, write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string problem = failure is DirectoryNotFoundException ? "there is no such folder"
                : failure is UnauthorizedAccessException ? "the file may not be written"
                : failure.Message;
            throw new InputException(path, problem, failure);
        }
    }

    // Through links, so that a link is not replaced by a file.
    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        if (IsDevice(full)) return full;
        var file = new FileInfo(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }

    // Devices and pipes (/dev/null, >(command)) are written to, not replaced.
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static void WriteInPlace(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        write(stream);
    }

    private static void WriteWhole(string target, Action<Stream> write)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => File.Delete(temporary));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => File.Delete(temporary));
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
