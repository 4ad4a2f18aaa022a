using System.Management.Automation;
using FlameScope.Export;

namespace FlameScope.PowerShell;

/// <summary>Converts a profile: writes its samples, or those of a range, in another format.</summary>
/// <remarks>Get-FlameScopeFormat lists the formats, and what each of them cannot hold.</remarks>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Export-FlameScopeProfile profile.pb.gz</code>
/// </example>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Export-FlameScopeProfile part.json -Format speedscope -From 28 -To 29</code>
/// </example>
[Cmdlet(VerbsData.Export, "FlameScopeProfile", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportProfileCommand : RangeCommand
{
    private readonly TargetFiles _targets = new();

    /// <summary>The file to write. In an existing folder, the file has the name of the profile. A script block names a file per profile.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "";

    /// <summary>The name of the format. The default is the format of the ending of the file name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OutputFormatCompleter))]
    public string? Format { get; set; }

    /// <summary>Checks the format.</summary>
    protected override void BeginProcessing()
    {
        if (string.IsNullOrEmpty(Format) || ProfileWriters.Default.Find(Format) is not null) return;
        Refuse($"There is no format '{Format}'. Get-FlameScopeFormat lists the formats.", "UnknownFormat", Format);
    }

    private protected override void Process(ProfileView view)
    {
        ProfileView narrow = Narrow(view);
        string ending = string.IsNullOrEmpty(Format) ? "" : ProfileWriters.Default.Find(Format)!.Extensions[0];
        this.Save(_targets, Path, view.Source, ending, "Write the profile", file => narrow.SaveProfile(file, Format, StopToken));
    }
}
