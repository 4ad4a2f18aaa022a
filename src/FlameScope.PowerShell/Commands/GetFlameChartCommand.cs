using System.Management.Automation;
using FlameScope.Export;
using FlameScope.FlameGraph;

namespace FlameScope.PowerShell;

/// <summary>Returns the flame chart of a thread, its stacks in order of time, as one object per node, or saves it.</summary>
/// <remarks>Get-FlameScopeThread lists the threads of a profile.</remarks>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Get-FlameScopeFlameChart thread.svg -ThreadId 4242 -From 28 -To 29</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "FlameScopeFlameChart", DefaultParameterSetName = NodeSet, SupportsShouldProcess = true)]
[OutputType(typeof(ChartNode), ParameterSetName = [NodeSet])]
[OutputType(typeof(FileInfo), ParameterSetName = [FileSet])]
public sealed class GetFlameChartCommand : RangeCommand
{
    private const string NodeSet = "Nodes";
    private const string FileSet = "File";

    private readonly TargetFiles _targets = new();

    /// <summary>The file to write, .svg. In an existing folder, the file has the name of the profile. A script block names a file per profile.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "";

    /// <summary>The id of the thread.</summary>
    [Parameter(Mandatory = true)]
    [Alias("Tid")]
    public long ThreadId { get; set; }

    /// <summary>The title of the picture.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public string? Title { get; set; }

    private protected override void Process(ProfileView view)
    {
        ProfileView narrow = Narrow(view);
        if (ParameterSetName == FileSet)
        {
            this.Save(
                _targets, Path, view.Source, ".flamechart.svg", "Write the flame chart",
                file => narrow.SaveFlameChart(file, ThreadId, new FlameGraphSvgOptions { Title = Title }, StopToken));
            return;
        }
        FlameChart chart = narrow.GetFlameChart(ThreadId);
        double start = (chart.StartTime - view.Profile.Origin) / 1e9;
        foreach (FlameChartNode node in chart)
        {
            WriteObject(new ChartNode
            {
                Depth = node.Depth,
                From = Math.Round(start + node.Start / 1e9, 9),
                To = Math.Round(start + (node.Start + node.Duration) / 1e9, 9),
                Samples = node.SampleCount,
                Name = SafeText.Clean(node.Name),
            });
        }
    }
}
