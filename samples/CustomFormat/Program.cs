// Reads a custom format into a profile that all views and exports accept. The format has lines of "microseconds,thread,root;caller;leaf".
//
//     dotnet run --project samples/CustomFormat -- trace.csv

using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;

if (args is not [string path])
{
    Console.Error.WriteLine("usage: CustomFormat TRACE.csv");
    return 2;
}

try
{
    StackTree tree = StackTree.From(TraceCsv.Read(path));
    using Stream output = Console.OpenStandardOutput();
    FoldedStacks.Write(tree, output);
    return 0;
}
catch (FormatException unreadable)
{
    Console.Error.WriteLine($"{path}: {unreadable.Message}");
    return 1;
}
