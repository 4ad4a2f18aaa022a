using System.Management.Automation;
using FlameScope.DotNet;

namespace FlameScope.PowerShell;

/// <summary>Returns the .NET processes that can be recorded.</summary>
/// <example>
/// <code>Get-FlameScopeProcess MyService*</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "FlameScopeProcess")]
[OutputType(typeof(DotNetProcess))]
public sealed class GetProcessCommand : FlameScopeCommand
{
    /// <summary>The name of the process. Wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string Name { get; set; } = "*";

    /// <summary>Returns the processes.</summary>
    protected override void EndProcessing()
    {
        var pattern = WildcardPattern.Get(Name, WildcardOptions.IgnoreCase);
        Guard(null, () => WriteObject(DotNetRecorder.GetProcesses().Where(process => pattern.IsMatch(process.Name)), enumerateCollection: true));
    }
}
