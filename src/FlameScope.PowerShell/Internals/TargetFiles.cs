using System.Management.Automation;

namespace FlameScope.PowerShell;

/// <summary>The files that a command writes in one pipeline.</summary>
internal sealed class TargetFiles
{
    private readonly HashSet<string> _written = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Returns the full path of a file to write, and refuses a file that the same pipeline has written.</summary>
    /// <param name="command">The command, whose current location relative paths refer to.</param>
    /// <param name="path">The path. In an existing folder, the name of the profile is used.</param>
    /// <param name="source">The path of the profile, or <c>null</c>.</param>
    /// <param name="ending">The end of the name in a folder, such as <c>.heatmap.svg</c>.</param>
    /// <exception cref="PSArgumentException">The path is not in the file system, or was written before.</exception>
    public string Choose(PSCmdlet command, string path, string? source, string ending)
    {
        string full = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem") throw new PSArgumentException($"'{path}' is not in the file system.");
        if (Directory.Exists(full)) full = Path.Combine(full, ViewMembers.NameOf(source) + ending);
        if (_written.Add(full)) return full;
        throw new PSArgumentException(
            $"'{full}' has already been written for another profile. Name one file per profile: -Path {{ $_.Name + '{ending}' }}, or a folder.");
    }
}
