// Measures the server with one profile, and with many:
//
//     dotnet run -c Release --project benchmarks/FlameScope.ServerBenchmark -- perf.txt [more.txt …]
//
// The load generator shares the processors with the server, so times include waiting; the processor time of the server does not.

using System.Diagnostics;
using System.Globalization;
using FlameScope.Parsing;
using FlameScope.ServerBenchmark;

const long Megabyte = 1_000_000;
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: FlameScope.ServerBenchmark PROFILE [MORE…]");
    return 2;
}
string folder = Directory.CreateTempSubdirectory("flamescope-load-").FullName;
try
{
    // Links that leave the folder are not served, so the profile is copied.
    File.Copy(args[0], Path.Combine(folder, "profile"));
    await MeasureOneAsync(folder);
    MeasureParse(args[0]);
    if (args.Length > 1) await MeasureManyAsync(folder, args);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
return 0;

static async Task MeasureOneAsync(string folder)
{
    using var server = new ServerUnderLoad(folder, 512 * Megabyte);
    await server.GetAsync("profile/"); // compiles the way of a request
    TimeSpan before = server.ProcessorTime;
    var first = await server.GetAsync("heatmap/?filename=profile&type=perf&rows=50");
    Print($"first heat map: {first.Time.TotalMilliseconds:0} ms, processor {(server.ProcessorTime - before).TotalMilliseconds:0} ms, status {first.Status}");
    var again = await server.GetAsync("heatmap/?filename=profile&type=perf&rows=25");
    Print($"another heat map of the parsed profile: {again.Time.TotalMilliseconds:0.0} ms");
    var page = await server.GetAsync("api/v1/profile?profile=profile");
    Print($"the facts of the page of the parsed profile: {page.Time.TotalMilliseconds:0.0} ms");
    int seconds = Math.Max(2, (int)(await HeatmapSecondsAsync(server)) - 1);
    await LoadAsync(server, "warm-up", 2, 200, seconds, "api/v1/flamegraph?profile=profile");
    await LoadAsync(server, "1 client, pruned trees", 1, 500, seconds, "api/v1/flamegraph?profile=profile");
    await LoadAsync(server, "20 clients, pruned trees", 20, 5000, seconds, "api/v1/flamegraph?profile=profile");
    await LoadAsync(server, "1 client, FlameScope's trees", 1, 500, seconds, "flamegraph/?filename=profile&type=perf&flavor=standard", "start", "end");
    await LoadAsync(server, "20 clients, FlameScope's trees", 20, 5000, seconds, "flamegraph/?filename=profile&type=perf&flavor=standard", "start", "end");
    await LoadAsync(server, "200 clients, FlameScope's trees", 200, 5000, seconds, "flamegraph/?filename=profile&type=perf&flavor=standard", "start", "end");
    await Task.Delay(TimeSpan.FromSeconds(1));
    await LoadAsync(server, "1 client, a second later", 1, 100, seconds, "api/v1/flamegraph?profile=profile");
    Print($"resident memory: {server.ResidentMegabytes} MB, at most {server.PeakMegabytes} MB; the cache is limited to 512 MB");
}

// The parse alone, in this process, whose code is compiled by then: what the first heat map is compared with.
static void MeasureParse(string file)
{
    const int Rounds = 10;
    var walls = new List<double>();
    var processor = new List<double>();
    for (int i = 0; i < Rounds; i++)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        ProfileFile.Open(stream);
        walls.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        processor.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds);
    }
    Print($"a bare parse: first {walls[0]:0} ms, processor {processor[0]:0} ms; minimum of {Rounds}: {walls.Min():0} ms, processor {processor.Min():0} ms");
}

static async Task<double> HeatmapSecondsAsync(ServerUnderLoad server)
{
    string map = await server.Client.GetStringAsync("api/v1/summary?profile=profile");
    string duration = map[(map.IndexOf("\"duration\":", StringComparison.Ordinal) + 11)..];
    return long.Parse(duration.AsSpan(0, duration.IndexOf(',', StringComparison.Ordinal)), CultureInfo.InvariantCulture) / 1e9;
}

static async Task LoadAsync(ServerUnderLoad server, string name, int clients, int requests, int seconds, string url, string from = "from", string to = "to")
{
    var times = new List<double>();
    var statuses = new SortedDictionary<int, int>();
    long bytes = 0;
    int next = 0;
    TimeSpan processor = server.ProcessorTime;
    long start = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
    {
        var random = new Random(client + (requests * 31));
        while (Interlocked.Increment(ref next) <= requests)
        {
            double begin = Math.Round(random.NextDouble() * (seconds - 1), 6), end = Math.Round(begin + 0.02 + (random.NextDouble() * 0.98), 6);
            (int status, TimeSpan time, long length) = await server.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{url}&{from}={begin}&{to}={end}"));
            lock (times)
            {
                if (status == 200) times.Add(time.TotalMilliseconds);
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                bytes += length;
            }
        }
    }));
    TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
    times.Sort();
    double each = (server.ProcessorTime - processor).TotalMilliseconds / requests;
    Print($"{name}: median {At(times, 0.5):0.0} ms, 99th percentile {At(times, 0.99):0.0} ms, {requests / elapsed.TotalSeconds:0} requests/s, server's processor time per request {each:0.00} ms, {bytes / requests / 1024} KiB each, {string.Join(", ", statuses.Select(s => $"{s.Value} × {s.Key}"))}");
}

static async Task MeasureManyAsync(string folder, string[] files)
{
    const int Count = 50;
    for (int i = 0; i < Count; i++) File.Copy(files[1 + (i % (files.Length - 1))], Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"many-{i}")));
    using var server = new ServerUnderLoad(folder, 300 * Megabyte);
    for (int round = 0; round < 2; round++)
    {
        for (int i = 0; i < Count; i++)
        {
            var answer = await server.GetAsync(string.Create(CultureInfo.InvariantCulture, $"flamegraph/?filename=many-{i}&type=perf&start=1&end=2&flavor=standard"));
            if (answer.Status != 200) Print($"many-{i}: status {answer.Status}");
        }
        Print($"{Count} profiles in turn, round {round + 1}: resident memory {server.ResidentMegabytes} MB, at most {server.PeakMegabytes} MB; the cache is limited to 300 MB");
    }
}

static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
