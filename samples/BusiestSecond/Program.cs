// Finds the second with the most samples, prints its functions, and writes its flame graph.
//
//     dotnet run --project samples/BusiestSecond -- perf.txt.gz busiest.svg

#region busiest
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;

#endregion

if (args is not [string path, string picture])
{
    Console.Error.WriteLine("usage: BusiestSecond PROFILE PICTURE.svg");
    return 2;
}

#region busiest
#region open
Profile profile = ProfileFile.Open(path);
#endregion
#region map
SubsecondHeatmap map = SubsecondHeatmap.From(profile);
int busiest = Enumerable.Range(0, map.ColumnCount).MaxBy(map.GetColumnTotal);
#endregion

#region tree
StackTree tree = StackTree.From(profile, map.RangeOfColumn(busiest));
foreach (FunctionRow row in FunctionTable.From(tree).Rows.Take(10)) Console.WriteLine($"{row.Self,6} {row.Total,6} {row.Name}");
#endregion

#region draw
using FileStream file = File.Create(picture);
FlameGraphSvg.Write(tree, file, new FlameGraphSvgOptions { Title = $"Second {busiest}" });
#endregion
#endregion

Console.WriteLine($"second {busiest}: {tree.SampleCount} samples");
return 0;
