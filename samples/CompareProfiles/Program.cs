// Compares two recordings, such as before and after a release. Prints the functions whose share grew, and writes a red and blue flame graph.
//
//     dotnet run --project samples/CompareProfiles -- before.perf.gz after.perf.gz difference.svg

using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.Parsing;

if (args is not [string before, string after, string picture])
{
    Console.Error.WriteLine("usage: CompareProfiles BEFORE AFTER PICTURE.svg");
    return 2;
}

#region compare
Profile baseline = ProfileFile.Open(before), target = ProfileFile.Open(after);
StackTreeDiff diff = StackTreeDiff.Compare(StackTree.From(target), StackTree.From(baseline), DiffNormalization.Total);
using (FileStream file = File.Create(picture)) FlameGraphSvg.Write(diff, file);
#endregion

foreach (StackTreeDiffNode node in diff.Nodes.Where(node => node.Depth > 1).OrderByDescending(node => node.SelfDelta).Take(10))
{
    Console.WriteLine($"{node.SelfDelta,8:+0.00%;-0.00%} {node.Name}");
}
return 0;
