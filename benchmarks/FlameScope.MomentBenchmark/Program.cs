using System.Diagnostics;
using System.Globalization;
using FlameScope.Analysis;
using FlameScope.Model;
using FlameScope.MomentBenchmark;
using FlameScope.Parsing;

// Measures how many of the bursts that are grafted into a recording are found, and how long the search takes.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string? file = args.FirstOrDefault(a => !a.StartsWith("--", StringComparison.Ordinal)) ?? Environment.GetEnvironmentVariable("FLAMESCOPE_BENCHMARK_FILE");
if (string.IsNullOrEmpty(file))
{
    Console.Error.WriteLine("A recording is required: an argument, or the environment variable FLAMESCOPE_BENCHMARK_FILE.");
    return 2;
}
double Number(string name, double otherwise) =>
    args.FirstOrDefault(a => a.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } text
        ? double.Parse(text[(name.Length + 3)..], CultureInfo.InvariantCulture)
        : otherwise;

Profile profile = ProfileFile.Open(file);
if (args.Contains("--list"))
{
    var watch = Stopwatch.StartNew();
    IReadOnlyList<Moment> moments = MomentFinder.Find(profile.Select());
    Console.WriteLine($"{profile.Samples.Count} samples, {moments.Count} moments in {watch.Elapsed.TotalMilliseconds:F0} ms");
    foreach (Moment moment in moments.Take(30))
    {
        Console.WriteLine($"{moment.From,8:F3} {moment.To,8:F3} {moment.Kind,-8} {moment.Score,7:F1} {moment.SampleCount,5}  {string.Join(", ", moment.Functions.Take(3))}");
    }
    return 0;
}
if (args.Contains("--time"))
{
    double best = double.MaxValue;
    for (int i = 0; i < 7; i++)
    {
        var watch = Stopwatch.StartNew();
        MomentFinder.Find(profile.Select());
        best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
    }
    Console.WriteLine($"{profile.Samples.Count} samples, {best:F0} ms, the best of 7 searches");
    return 0;
}
new RecallMeasure(profile)
{
    PieceSeconds = Number("piece", 0),
    Windows = (int)Number("windows", 40),
    FirstSeed = (int)Number("seed", 1),
    Reported = (int)Number("reported", 20),
    Lengths = [.. args.Where(a => a.StartsWith("--ms=", StringComparison.Ordinal)).Select(a => int.Parse(a[5..], CultureInfo.InvariantCulture))],
    IsVerbose = args.Contains("--verbose"),
}.Run();
return 0;
