using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>Finds the .NET processes and their names.</summary>
internal static class ProcessList
{
    public static IReadOnlyList<DotNetProcess> Get()
    {
        var processes = new List<DotNetProcess>();
        foreach (int id in DiagnosticsClient.GetPublishedProcesses().Distinct())
        {
            if (TryDescribe(id) is { } process) processes.Add(process);
        }
        processes.Sort((a, b) => a.Id.CompareTo(b.Id));
        return processes;
    }

    // Null if the process has ended. Its port remains if it was killed.
    private static DotNetProcess? TryDescribe(int id)
    {
        string name;
        try
        {
            using var process = Process.GetProcessById(id);
            name = process.ProcessName;
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (Exception denied) when (denied is InvalidOperationException or Win32Exception)
        {
            name = "";
        }
        string[] arguments = ReadArguments(id);
        return new DotNetProcess { Id = id, Name = NameOf(name, arguments), CommandLine = string.Join(' ', arguments) };
    }

    /// <summary>Returns the name that identifies a process: that of the assembly, if the program is <c>dotnet</c>.</summary>
    internal static string NameOf(string processName, IReadOnlyList<string> arguments)
    {
        if (!processName.Equals("dotnet", StringComparison.OrdinalIgnoreCase)) return processName;
        string? assembly = arguments.Skip(1).FirstOrDefault(argument => argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));
        return assembly is null ? processName : Path.GetFileNameWithoutExtension(assembly);
    }

    // The system has the command line of other processes as a file on Linux only.
    private static string[] ReadArguments(int id)
    {
        if (!OperatingSystem.IsLinux()) return [];
        try
        {
            byte[] line = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline"));
            return Encoding.UTF8.GetString(line).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
