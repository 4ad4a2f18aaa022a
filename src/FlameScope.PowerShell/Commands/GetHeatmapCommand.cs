using System.Management.Automation;
using FlameScope.Export;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.PowerShell;

/// <summary>Returns the subsecond-offset heat map as one object per second, or saves it.</summary>
/// <remarks>
/// Without -Path, returns per second its total, the offset of the cell with the maximum, and the values of all its cells. With -Path, writes a picture
/// or data and returns the file.
/// </remarks>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Get-FlameScopeHeatmap | Sort-Object Total -Descending | Select-Object -First 5</code>
/// </example>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Get-FlameScopeHeatmap heatmap.svg</code>
/// </example>
/// <example>
/// <code>Get-ChildItem *.gz | Import-FlameScopeProfile | Get-FlameScopeHeatmap -Path { "$($_.Name).svg" }</code>
/// Writes one picture per profile.
/// </example>
[Cmdlet(VerbsCommon.Get, "FlameScopeHeatmap", DefaultParameterSetName = SecondSet, SupportsShouldProcess = true)]
[OutputType(typeof(HeatmapSecond), ParameterSetName = [SecondSet])]
[OutputType(typeof(FileInfo), ParameterSetName = [FileSet])]
public sealed class GetHeatmapCommand : RangeCommand
{
    private const string SecondSet = "Seconds";
    private const string FileSet = "File";

    private readonly TargetFiles _targets = new();

    /// <summary>The file to write: .svg, .json or .csv. In an existing folder, the file has the name of the profile. A script block names a file per profile.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "";

    /// <summary>The number of cells per second, from 1 to 1000. The default is 50.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Rows { get; set; } = 50;

    /// <summary>The colors of the picture.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(ColorScaleCompleter))]
    public ColorScale? ColorScale { get; set; }

    /// <summary>The title of the picture.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public string? Title { get; set; }

    private protected override void Process(ProfileView view)
    {
        if (ParameterSetName == FileSet) Save(Narrow(view));
        else WriteSeconds(Narrow(view));
    }

    private void Save(ProfileView view)
    {
        var options = new HeatmapSvgOptions { Title = Title };
        if (ColorScale is not null) options = options with { ColorScale = ColorScale };
        this.Save(_targets, Path, view.Source, ".heatmap.svg", "Write the heat map", file => view.SaveHeatmap(file, options, Rows, StopToken));
    }

    // The map's columns span the profile; only those of the range are of interest.
    private void WriteSeconds(ProfileView view)
    {
        SubsecondHeatmap map = view.GetHeatmap(Rows);
        for (int column = 0; column < map.ColumnCount; column++)
        {
            TimeRange range = map.RangeOfColumn(column);
            if (range.Intersect(view.Range).IsEmpty) continue;
            long[] values = map.GetColumn(column);
            int maximum = 0;
            for (int row = 1; row < values.Length; row++)
            {
                if (values[row] > values[maximum]) maximum = row;
            }
            WriteObject(new HeatmapSecond
            {
                Second = (range.Start - view.Profile.Origin) / 1e9,
                Total = map.GetColumnTotal(column),
                Busiest = Math.Round((double)maximum / map.RowCount, 3),
                Peak = values[maximum],
                Values = values,
            });
        }
    }
}
