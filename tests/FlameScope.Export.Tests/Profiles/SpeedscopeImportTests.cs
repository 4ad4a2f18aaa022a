using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Records JavaScript in Node.js and in Chromium, and compares what is read with what speedscope shows of the same file.</summary>
[Collection(ReportReaders.Name)]
public sealed class SpeedscopeImportTests(ReportChromium chromium) : IDisposable
{
    private const string Work = """
        function hash(n) { let h = 7; for (let i = 0; i < n; i++) h = (h * 31 + i) | 0; return h; }
        function order(n) { const a = []; for (let i = 0; i < n; i++) a.push((i * 7919) % n); a.sort((x, y) => x - y); return a[n >> 1]; }
        function work(ms) { let t = 0; for (const end = Date.now() + ms; Date.now() < end;) t += hash(100000) + order(3000); return t; }
        """;

    // Two intervals of the sampler, in milliseconds.
    private const double OutOfOrder = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OptionalFact(Requirement.Node, Requirement.SpeedscopeViewer)]
    public async Task A_profile_that_Node_records_has_the_values_that_speedscope_shows()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "work.js"), Work + "console.log(work(600))");
        await Repeat("work.cpuprofile", () => Tool.RunAsync(_folder, "node", "--cpu-prof", "--cpu-prof-name=work.cpuprofile", "work.js"));
    }

    [OptionalFact(Requirement.SpeedscopeViewer)]
    public Task A_trace_that_Chromium_records_has_the_values_that_speedscope_shows() => Repeat("work.json", () => RecordInChromium("work.json"));

    // On a busy machine the sampler is late by several intervals, and its samples are more out of order than in a calm recording. A trace can also end within
    // an event.
    private async Task Repeat(string file, Func<Task> record)
    {
        for (int i = 0; ; i++)
        {
            await record();
            try
            {
                await Compare(file);
                return;
            }
            catch (Exception fault) when (i < 3 && fault is (Xunit.Sdk.XunitException or ProfileFormatException))
            {
            }
        }
    }

    private async Task RecordInChromium(string file)
    {
        IPage page = await chromium.Browser.NewPageAsync();
        try
        {
            ICDPSession session = await page.Context.NewCDPSessionAsync(page);
            var events = new List<string>();
            var complete = new TaskCompletionSource();
            session.Event("Tracing.dataCollected").OnEvent += (_, data) => events.AddRange(data!.Value.GetProperty("value").EnumerateArray().Select(item => item.GetRawText()));
            session.Event("Tracing.tracingComplete").OnEvent += (_, _) => complete.SetResult();
            await session.SendAsync("Tracing.start", new Dictionary<string, object>
            {
                ["categories"] = "-*,disabled-by-default-v8.cpu_profiler,devtools.timeline",
                ["transferMode"] = "ReportEvents",
            });
            await page.SetContentAsync($"<script>{Work}</script>");
            await page.EvaluateAsync("work(600)");
            await session.SendAsync("Tracing.end");
            await complete.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await File.WriteAllTextAsync(Path.Combine(_folder, file), $"{{\"traceEvents\":[{string.Join(",\n", events)}]}}");
        }
        finally
        {
            await page.CloseAsync();
        }
    }

    private async Task Compare(string file)
    {
        Profile profile = await ProfileFile.OpenAsync(Path.Combine(_folder, file), new ProfileReadOptions { Strict = true });
        Dictionary<string, long> read = SelfTimes(profile);
        Assert.True(read["hash"] > 0 && read["order"] > 0);
        (string Name, double Milliseconds, double Precision)[] shown = [.. await ShownBySpeedscope(file)];
        Assert.Contains(shown, row => row.Name == "hash");
        // Where V8 took samples out of order, speedscope and this library share the interval between them out to other functions.
        Assert.All(shown, row => Assert.InRange(read.GetValueOrDefault(row.Name) / 1e6, row.Milliseconds - row.Precision - OutOfOrder, row.Milliseconds + row.Precision + OutOfOrder));
    }

    private static Dictionary<string, long> SelfTimes(Profile profile)
    {
        var times = new Dictionary<string, long>(StringComparer.Ordinal);
        ReadOnlySpan<long> values = profile.Samples.GetValues(0);
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            if (profile.DefaultEvent is { } shown && profile.Samples.Events[i] != shown) continue;
            string name = profile.GetStackNames(profile.Samples.Stacks[i]).DefaultIfEmpty("").Last();
            times[name] = times.GetValueOrDefault(name) + values[i];
        }
        return times;
    }

    // The rows of named functions with a time of their own, as "393.23ms (63%)", "377.92ms (61%)", "hash". speedscope adds a place to the anonymous ones.
    private async Task<IEnumerable<(string Name, double Milliseconds, double Precision)>> ShownBySpeedscope(string file)
    {
        string script = Path.Combine(_folder, "profile.js");
        string content = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(_folder, file)));
        await File.WriteAllTextAsync(script, $"speedscope.loadFileFromBase64(\"{file}\", \"{content}\")");
        IPage page = await chromium.Browser.NewPageAsync();
        try
        {
            await page.GotoAsync($"{new Uri(TestEnvironment.SpeedscopePage!).AbsoluteUri}#view=sandwich&localProfilePath={script}");
            await page.GetByText("Symbol Name").WaitForAsync();
            string text = await page.InnerTextAsync("body");
            return [.. Regex.Matches(text, @"\t([0-9.]+)(ms|s) \(.*%\)\s+(?!\()(\S+)$", RegexOptions.Multiline).Select(Row).GroupBy(row => row.Name).Select(Sum)];
        }
        finally
        {
            await page.CloseAsync();
        }
    }

    // speedscope has a row per place of a function; those of one name are one here.
    private static (string Name, double Milliseconds, double Precision) Sum(IGrouping<string, (string Name, double Milliseconds, double Precision)> rows) =>
        (rows.Key, rows.Sum(row => row.Milliseconds), rows.Sum(row => row.Precision));

    private static (string Name, double Milliseconds, double Precision) Row(Match row)
    {
        double scale = row.Groups[2].Value == "s" ? 1000 : 1;
        return (row.Groups[3].Value, double.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture) * scale, 0.0051 * scale);
    }
}
