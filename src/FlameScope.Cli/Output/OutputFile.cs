using System.Runtime.InteropServices;

namespace FlameScope.Cli.Output;

/// <summary>Writes the result of a command to a file, which is replaced only after all is written, or to a device or pipe.</summary>
internal static class OutputFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string target;
        try
        {
            target = Resolve(path);
            if (Directory.Exists(target)) throw new InputException(path, "this is a folder, not a file");
            using FileStream? device = IsDevice(target) ? Open(target) : OpenPipe(target);
            if (device is null) WriteAtomically(target, write);
            else write(device);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string problem = failure is DirectoryNotFoundException ? "the folder does not exist"
                : failure is UnauthorizedAccessException ? "access to the file is denied"
                : failure.Message;
            throw new InputException(path, problem, failure);
        }
    }

    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        return IsDevice(full) ? full : AtomicFile.Resolve(full);
    }

    // Devices and pipes (/dev/null, >(command)) are written to, not replaced. Files in /dev/shm are ordinary files.
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows()
        && ((path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
            || path.StartsWith("/proc/", StringComparison.Ordinal));

    // A named pipe (mkfifo) is recognized by its length of 0 and by a stream that cannot seek.
    private static FileStream? OpenPipe(string path)
    {
        if (OperatingSystem.IsWindows() || new FileInfo(path) is not { Exists: true, Length: 0 }) return null;
        FileStream stream = Open(path);
        if (!stream.CanSeek) return stream;
        stream.Dispose();
        return null;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Write);

    private static void WriteAtomically(string target, Action<Stream> write)
    {
        string temporary = AtomicFile.CreateTemporaryName(target);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => File.Delete(temporary));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => File.Delete(temporary));
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => File.Delete(temporary)); // the terminal is closed
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, _ => File.Delete(temporary));
        AtomicFile.Write(target, temporary, write);
    }
}
