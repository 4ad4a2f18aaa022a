using System.Data.Common;
using System.Diagnostics;
using DuckDB.NET.Data;
using FlameScope.Columnar;
using FlameScope.Export;
using FlameScope.FleetBenchmark;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Store;

// dotnet run -c Release --project benchmarks/FlameScope.FleetBenchmark -- generate FOLDER [MILLIONS OF SAMPLES]
// dotnet run -c Release --project benchmarks/FlameScope.FleetBenchmark -- measure FOLDER [files]
if (args is ["generate", var target, ..])
{
    await GenerateAsync(target, args.Length > 2 ? int.Parse(args[2]) : 100);
}
else if (args is ["measure", var source])
{
    await using DbDataSource duckDb = DuckDBClientFactory.Instance.CreateDataSource("DataSource=:memory:;threads=2");
    await MeasureAsync(source, new SqlProfileStore(duckDb, SqlDialect.DuckDb, SqlTables.DuckDbFiles(source)));
}
else if (args is ["measure", var files, "files"])
{
    await MeasureAsync(files, new DatasetProfileStore(new DatasetFolder(files)));
}
else
{
    Console.Error.WriteLine("generate FOLDER [MILLIONS OF SAMPLES] | measure FOLDER [files]");
}

static async Task GenerateAsync(string folder, int millions)
{
    int hosts = FleetGenerator.Services.Sum(service => service.Hosts), samples = (int)(millions * 1_000_000L / hosts);
    var dataset = new DatasetFolder(folder);
    TimeSpan writing = default;
    long written = 0;
    for (int service = 0; service < FleetGenerator.Services.Count; service++)
    {
        for (int host = 0; host < FleetGenerator.Services[service].Hosts; host++)
        {
            Profile profile = FleetGenerator.Create(service, host, samples);
            TimeSpan before = Cpu();
            DatasetWriteResult result = await ProfileDataset.WriteAsync(profile, new RecordingLabels { Service = FleetGenerator.Services[service].Service }, dataset);
            writing += Cpu() - before;
            written += result.SampleCount;
        }
    }
    Console.WriteLine($"{written:N0} samples of {hosts} hosts, written in {writing.TotalSeconds:0.0} CPU s: {written / writing.TotalSeconds / 1e6:0.00} M samples per CPU second");
    foreach (string table in (string[])["samples", "stacks", "frames", "contexts", "labels", "recordings"])
    {
        long bytes = Directory.EnumerateFiles(Path.Combine(folder, table), "*.parquet", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Console.WriteLine($"{table}: {bytes / 1e6:0.0} MB, {(double)bytes / written:0.00} B per sample");
    }
}

static async Task MeasureAsync(string folder, IProfileStore store)
{
    const long Second = TimeRange.NanosecondsPerSecond, Middle = FleetGenerator.Start + (1700 * Second);
    ProfileQuery Query(long start, long length) => new() { Service = "build", Range = new TimeRange(start, start + length) };
    ProfileQuery hour = Query(FleetGenerator.Start, 3600 * Second), minute = Query(Middle, 60 * Second), moment = Query(Middle + (Second * 28 / 100), Second * 28 / 100);
    for (int i = 0; i < 3; i++)
    {
        await RunAsync("heat map of an hour of a service", async () => (await store.GetHeatmapAsync(hour)).Total);
        await RunAsync("heat map of 2 minutes", async () => (await store.GetHeatmapAsync(Query(Middle, 120 * Second))).Total);
        await RunAsync("flame graph of 280 ms over its hosts", async () => (await DrawAsync(moment)).SampleCount);
        await RunAsync("flame graph of a minute", async () => (await DrawAsync(minute)).SampleCount);
        await RunAsync("flame graph of an hour, 100,000 stacks", async () => (await DrawAsync(hour)).SampleCount);
        await RunAsync("one host's minute read back and drawn", async () => Draw(await store.ReadAsync(minute with { Host = "build-07" })));
        await RunAsync("the same without an engine", async () => Draw(await ProfileDataset.ReadAsync(
            new DatasetFolder(folder), new DatasetQuery { Service = "build", Host = "build-07", Range = minute.Range })));
    }
    Console.WriteLine($"peak memory: {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB");

    async Task<StackCounts> DrawAsync(ProfileQuery query)
    {
        StackCounts counts = await store.GetStacksAsync(query);
        Draw(counts.Profile);
        return counts;
    }
}

static long Draw(Profile profile)
{
    StackTree tree = StackTree.From(profile.Select(SampleFilter.All));
    FlameGraphSvg.Write(tree, Stream.Null);
    return tree.SampleCount;
}

static async Task RunAsync(string name, Func<Task<long>> run)
{
    TimeSpan before = Cpu();
    var watch = Stopwatch.StartNew();
    long samples = await run();
    Console.WriteLine($"{name}: {(Cpu() - before).TotalSeconds:0.00} CPU s, {watch.Elapsed.TotalSeconds:0.00} s, {samples:N0} samples");
}

static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
