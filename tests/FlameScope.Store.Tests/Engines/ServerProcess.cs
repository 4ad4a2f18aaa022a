using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FlameScope.Store.Tests;

/// <summary>Starts and stops servers of the tests.</summary>
internal static class ServerProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static int FindPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    /// <summary>Starts a program, by another user if the tests run as root.</summary>
    public static Process Start(string program, string[] arguments, string user)
    {
        (program, arguments) = AsUser(program, arguments, user);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public static void Run(string program, string[] arguments, string user = "root")
    {
        (program, arguments) = AsUser(program, arguments, user);
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {errors}{output.GetAwaiter().GetResult()}");
    }

    /// <summary>Waits until a server answers.</summary>
    public static void WaitFor(Process server, Action ask)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                ask();
                return;
            }
            catch (Exception) when (watch.Elapsed < Patience && !server.HasExited)
            {
                Thread.Sleep(200);
            }
        }
    }

    // SIGTERM would reach only the program that changes the user; the server is its child.
    public static void Stop(Process server)
    {
        server.Kill(entireProcessTree: true);
        server.WaitForExit();
        server.Dispose();
    }

    private static (string Program, string[] Arguments) AsUser(string program, string[] arguments, string user) =>
        Environment.UserName == "root" && user != "root" ? ("runuser", ["-u", user, "--", program, .. arguments]) : (program, arguments);
}
