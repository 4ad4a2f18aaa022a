// Runs benchmarks, and leaves a report of each with its heat map and flame graph.
//
//     dotnet run -c Release --project samples/BenchmarkDiagnoser

using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(1).WithIterationCount(4).WithIterationTime(TimeInterval.FromMilliseconds(250));
#region diagnoser
ManualConfig config = ManualConfig.CreateMinimumViable().AddJob(job).AddDiagnoser(new FlameScopeDiagnoser());
BenchmarkRunner.Run<Sorting>(config);
#endregion

/// <summary>Two ways to get the numbers of a file in order.</summary>
public class Sorting
{
    private readonly int[] _numbers = new int[20_000];

    /// <summary>Makes the numbers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(7);
        for (int i = 0; i < _numbers.Length; i++) _numbers[i] = random.Next();
    }

    /// <summary>Sorts a copy.</summary>
    [Benchmark]
    public int[] SortCopy()
    {
        int[] copy = [.. _numbers];
        Array.Sort(copy);
        return copy;
    }

    /// <summary>Adds the numbers to a sorted set.</summary>
    [Benchmark]
    public int AddToSet()
    {
        var set = new SortedSet<int>();
        foreach (int number in _numbers) set.Add(number);
        return set.Count;
    }
}
