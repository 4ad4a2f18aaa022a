using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace FlameScope.Benchmarks;

/// <summary>The configuration of all benchmarks. They run in this process, so that the columns can read the amount of work.</summary>
internal sealed class BenchmarkConfig : ManualConfig
{
    public BenchmarkConfig(bool isQuick)
    {
        Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);
        AddJob(isQuick
            ? job.WithWarmupCount(2).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(250))
            : job);
        AddColumnProvider(
            DefaultColumnProviders.Descriptor,
            DefaultColumnProviders.Params,
            DefaultColumnProviders.Statistics,
            DefaultColumnProviders.Metrics);
        AddColumn(
            new WorkColumn("MB/s", "Megabytes (10^6) of decompressed text read, or of output written, a second", work => work.Bytes, (bytes, ns) => bytes * 1e3 / ns),
            new WorkColumn("ns/sample", "Nanoseconds for each sample of the profile or the range", work => work.Samples, (samples, ns) => ns / samples));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
    }
}
