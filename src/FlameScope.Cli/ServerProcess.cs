using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlameScope.Cli;

/// <summary>
/// The program of <c>serve</c>. It is a program of its own, so that the app does not load ASP.NET Core and needs no more than the .NET runtime for all other
/// commands.
/// </summary>
internal static class ServerProcess
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "server", "flamescope-server.dll");

    /// <summary>Runs the server until it is stopped, and returns the exit code.</summary>
    /// <param name="settings">The settings, in the form of the command line of an ASP.NET Core app.</param>
    public static int Run(IEnumerable<string> settings)
    {
        if (!File.Exists(Program)) return ErrorReporting.Fail("this build has no server: the .NET tool has it ('dotnet tool install flamescope'), on .NET 10 with ASP.NET Core");
        // The server ends when its standard input does. This process holds the other end, so the server also ends if this process is killed.
        var start = new ProcessStartInfo(FindDotnet(), ["exec", Program, "--FlameScope:StopsWithInput=true", .. settings]) { RedirectStandardInput = true };
        using Process server = Process.Start(start)!;
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        server.WaitForExit();
        return server.ExitCode == 0 ? 0 : ExitCode.Failure;

        // Requests in progress are finished.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            server.StandardInput.Close();
        }
    }

    // The runtime is in shared/Microsoft.NETCore.App/VERSION below the folder of dotnet.
    private static string FindDotnet()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string besideRuntime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(besideRuntime) ? besideRuntime : name;
    }
}
