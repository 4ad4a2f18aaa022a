using System.Management.Automation;
using FlameScope.Export;
using FlameScope.FlameGraph;

namespace FlameScope.PowerShell;

/// <summary>Returns the flame graph of a range as one object per node, or its functions, or saves it.</summary>
/// <remarks>
/// Without -Path, returns the nodes of the tree, each after its parent, or with -Functions the functions in descending order of their self values. With
/// -Path, writes a picture or data and returns the file.
/// </remarks>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Get-FlameScopeFlameGraph moment.svg -From 28.3 -To 28.58</code>
/// </example>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Get-FlameScopeFlameGraph -From 28.3 -To 28.58 -Functions | Select-Object -First 10</code>
/// </example>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Find-FlameScopeMoment -First 3 | Get-FlameScopeFlameGraph -Path { "moment-$($_.From).svg" }</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "FlameScopeFlameGraph", DefaultParameterSetName = NodeSet, SupportsShouldProcess = true)]
[OutputType(typeof(StackNode), ParameterSetName = [NodeSet])]
[OutputType(typeof(FunctionShare), ParameterSetName = [FunctionSet])]
[OutputType(typeof(FileInfo), ParameterSetName = [FileSet])]
public sealed class GetFlameGraphCommand : RangeCommand
{
    private const string NodeSet = "Nodes";
    private const string FunctionSet = "Functions";
    private const string FileSet = "File";

    private readonly TargetFiles _targets = new();

    /// <summary>The file to write: .svg, .json, .folded or .txt. In an existing folder, the file has the name of the profile. A script block names a file per profile.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "";

    /// <summary>Returns functions instead of nodes.</summary>
    [Parameter(ParameterSetName = FunctionSet, Mandatory = true)]
    public SwitchParameter Functions { get; set; }

    /// <summary>The groups at the first level of the tree: ThreadName, Process, Thread or None.</summary>
    [Parameter(ParameterSetName = NodeSet)]
    [Parameter(ParameterSetName = FileSet)]
    public StackGrouping Grouping { get; set; } = StackGrouping.ThreadName;

    /// <summary>Starts stacks at the leaf, so that callers are above the functions that they call.</summary>
    [Parameter(ParameterSetName = NodeSet)]
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter Reversed { get; set; }

    /// <summary>The title of the picture.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public string? Title { get; set; }

    /// <summary>The colors of the picture.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(PaletteCompleter))]
    public Palette? Palette { get; set; }

    /// <summary>Puts the root at the top.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter Icicle { get; set; }

    private protected override void Process(ProfileView view)
    {
        ProfileView narrow = Narrow(view);
        if (ParameterSetName == FileSet) Save(narrow);
        else if (Functions) WriteFunctions(narrow.GetFunctions());
        else WriteNodes(narrow.GetStackTree(Grouping, Reversed));
    }

    private void Save(ProfileView view)
    {
        var options = new FlameGraphSvgOptions { Title = Title, Icicle = Icicle };
        if (Palette is not null) options = options with { Palette = Palette };
        this.Save(
            _targets, Path, view.Source, ".flamegraph.svg", "Write the flame graph",
            file => view.SaveFlameGraph(file, options, Grouping, Reversed, StopToken));
    }

    private void WriteFunctions(FunctionTable table)
    {
        foreach (FunctionRow row in table.Rows)
        {
            WriteObject(new FunctionShare
            {
                Self = row.Self,
                SelfPercent = SafeText.Percent(row.Self, table.Total),
                Total = row.Total,
                TotalPercent = SafeText.Percent(row.Total, table.Total),
                Kind = row.Kind.ToString(),
                Name = SafeText.Clean(row.Name),
            });
        }
    }

    private void WriteNodes(StackTree tree)
    {
        foreach (StackTreeNode node in tree.Nodes)
        {
            WriteObject(new StackNode
            {
                Depth = node.Depth,
                Self = node.Self,
                Total = node.Total,
                Percent = SafeText.Percent(node.Total, tree.Total),
                Kind = node.Kind.ToString(),
                Name = SafeText.Clean(node.Name),
            });
        }
    }
}
