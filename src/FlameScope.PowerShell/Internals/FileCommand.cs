using System.Collections.ObjectModel;
using System.Management.Automation;

namespace FlameScope.PowerShell;

/// <summary>The writing of files, with -WhatIf and -Confirm.</summary>
internal static class FileCommand
{
    /// <summary>Writes a file, and returns it as Get-Item does.</summary>
    public static void Save(this PSCmdlet command, TargetFiles targets, string path, string? source, string ending, string action, Action<string> write)
    {
        string target = targets.Choose(command, path, source, ending);
        if (!command.ShouldProcess(target, action)) return;
        write(target);
        Collection<PSObject> files = command.InvokeProvider.Item.Get([target], force: true, literalPath: true);
        command.WriteObject(files, enumerateCollection: true);
    }
}
