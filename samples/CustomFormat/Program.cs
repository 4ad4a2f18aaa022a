// Adds a format to those that are read, so that its files open as all others do. The format has lines of "microseconds,thread,root;caller;leaf".
//
//     dotnet run --project samples/CustomFormat -- trace.csv

using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.Parsing;

if (args is not [string path])
{
    Console.Error.WriteLine("usage: CustomFormat TRACE.csv");
    return 2;
}

try
{
    #region open
    ProfileFormats formats = ProfileFormats.Default.With(new TraceCsvFormat());
    Profile profile = ProfileFile.Open(path, new ProfileReadOptions { Formats = formats, Format = "trace csv", Strict = true });
    #endregion
    using Stream output = Console.OpenStandardOutput();
    FoldedStacks.Write(StackTree.From(profile), output);
    return 0;
}
catch (ProfileFormatException unreadable)
{
    Console.Error.WriteLine($"{path}: {unreadable.Message}");
    return 1;
}
