// Merges the recordings of several hosts into one profile, and prints the functions with the most samples.
//
//     dotnet run --project samples/MergeHosts -- web-1.perf.gz web-2.perf.gz web-3.perf.gz

using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.Parsing;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: MergeHosts PROFILE...");
    return 2;
}

#region merge
Profile fleet = Profile.MergeAll([.. args.Select(path => ProfileFile.Open(path))]);
#endregion

Console.WriteLine($"{fleet.Samples.Count} samples of {args.Length} recordings");
foreach (FunctionRow row in FunctionTable.From(StackTree.From(fleet)).Rows.Take(10)) Console.WriteLine($"{row.Self,6} {row.Total,6} {row.Name}");
return 0;
