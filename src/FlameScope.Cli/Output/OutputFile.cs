using System.Runtime.InteropServices;

namespace FlameScope.Cli.Output;

/// <summary>Writes what <c>-o</c> names: a file that appears only once it is whole, or a device as it is.</summary>
internal static class OutputFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string target;
        try
        {
            target = Resolve(path);
            if (Directory.Exists(target)) throw new InputException(path, "this is a folder, not a file");
            using FileStream? place = IsDevice(target) ? Open(target) : OpenPipe(target);
            if (place is null) WriteWhole(target, write);
            else write(place);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string problem = failure is DirectoryNotFoundException ? "there is no such folder"
                : failure is UnauthorizedAccessException ? "the file may not be written"
                : failure.Message;
            throw new InputException(path, problem, failure);
        }
    }

    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        return IsDevice(full) ? full : AtomicFile.Resolve(full);
    }

    // Devices and pipes (/dev/null, >(command)) are written to, not replaced. What is in /dev/shm is a file as any other.
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows()
        && ((path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
            || path.StartsWith("/proc/", StringComparison.Ordinal));

    // A pipe in a folder (mkfifo) tells by nothing but that it has no length, and that one cannot go to a place in it.
    private static FileStream? OpenPipe(string path)
    {
        if (OperatingSystem.IsWindows() || new FileInfo(path) is not { Exists: true, Length: 0 }) return null;
        FileStream stream = Open(path);
        if (!stream.CanSeek) return stream;
        stream.Dispose();
        return null;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Write);

    private static void WriteWhole(string target, Action<Stream> write)
    {
        string temporary = AtomicFile.Beside(target);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => File.Delete(temporary));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => File.Delete(temporary));
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => File.Delete(temporary)); // the terminal was closed
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, _ => File.Delete(temporary));
        AtomicFile.Write(target, temporary, write);
    }
}
