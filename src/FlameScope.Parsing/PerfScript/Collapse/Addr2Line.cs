using System.ComponentModel;
using System.Diagnostics;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves inlined functions with <c>addr2line</c> of GNU binutils, which has to be installed on a machine with the binaries of the recording.
/// </summary>
public sealed class Addr2Line : IInlineResolver
{
    private readonly Dictionary<string, string[]> _resolved = [];

    /// <inheritdoc/>
    public string[] Resolve(string address, string module)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(module);
        string key = $"{address} {module}";
        if (!_resolved.TryGetValue(key, out string[]? functions)) _resolved[key] = functions = File.Exists(module) ? Run(address, module) : [];
        return functions;
    }

    // addr2line prints two lines per function, innermost first: its name and its location.
    private static string[] Run(string address, string module)
    {
        var start = new ProcessStartInfo("addr2line") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])["-i", "-f", "-s", "-C", "-e", module, address]) start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            string[] functions = [.. lines.Where((_, i) => i % 2 == 0).Reverse()];
            return functions is ["??"] ? [] : functions;
        }
        catch (Win32Exception)
        {
            return [];
        }
    }
}
