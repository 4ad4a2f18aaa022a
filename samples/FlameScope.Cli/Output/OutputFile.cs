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

    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        return IsDevice(full) ? full : WholeFile.Resolve(full);
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
        string temporary = WholeFile.Beside(target);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => File.Delete(temporary));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => File.Delete(temporary));
        WholeFile.Write(target, temporary, write);
    }
}
