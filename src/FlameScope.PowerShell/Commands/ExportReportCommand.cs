using System.Management.Automation;

namespace FlameScope.PowerShell;

/// <summary>Saves the interactive report, one HTML file with the heat map, flame graphs and functions.</summary>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Export-FlameScopeReport report.html</code>
/// </example>
/// <example>
/// <code>Import-FlameScopeProfile after.perf | Export-FlameScopeReport report.html -BaselineProfile (Import-FlameScopeProfile before.perf)</code>
/// </example>
[Cmdlet(VerbsData.Export, "FlameScopeReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportReportCommand : ViewCommand
{
    private readonly TargetFiles _targets = new();

    /// <summary>The file to write. In an existing folder, the file has the name of the profile. A script block names a file per profile.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "";

    /// <summary>The title of the report.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>Another profile to compare with. The report has both, each with its heat map.</summary>
    [Parameter]
    public ProfileView? BaselineProfile { get; set; }

    private protected override void Process(ProfileView view)
    {
        var options = new Export.HtmlReportOptions { Title = Title, Weight = view.Weight, IncludeIdle = view.Filter.IncludeIdle };
        this.Save(_targets, Path, view.Source, ".report.html", "Write the report", file =>
        {
            if (BaselineProfile is null) view.SaveReport(file, options, StopToken);
            else view.SaveReport(file, BaselineProfile, Title, StopToken);
        });
    }
}
