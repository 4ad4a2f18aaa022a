using System.Diagnostics;
using System.Globalization;
using FlameScope.Export;
using FlameScope.Model;
using Microsoft.Playwright;

namespace FlameScope.ReportBenchmark;

/// <summary>Writes the report of a profile, opens and uses it, and measures the times.</summary>
internal sealed class ReportMeasures(IBrowser browser, Profile profile, string name)
{
    private const int Openings = 5;
    private const int Ranges = 100;
    private const int Moves = 240;

    // Selects a range by its URL, and waits until the browser has painted the frame with the result.
    private const string PickRanges =
        """
        async count => {
          let seed = 1;
          const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
          const painted = () => new Promise(done => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); }));
          const { start, span } = flamescope.profile, times = [];
          for (let i = 0; i < count; i++) {
            const ends = [random(), random()].map(at => ((start + (at * (span - start))) / 1e9).toFixed(3)).sort((a, b) => a - b);
            const before = performance.now(), told = new Promise(done => addEventListener('hashchange', done, { once: true }));
            performance.clearMeasures('flamescope:draw');
            location.hash = `#t=${ends[0]}-${ends[1]}`;
            await told;
            await painted();
            times.push([performance.getEntriesByName('flamescope:draw')[0]?.duration ?? 0, performance.now() - before]);
            await new Promise(done => setTimeout(done, 20));
          }
          return times;
        }
        """;

    private const string CountFrames =
        """
        () => {
          performance.clearMeasures('flamescope:hover');
          globalThis.frames_ = [];
          let last = performance.now();
          const next = () => { if (!globalThis.frames_) return; globalThis.frames_.push(performance.now() - last); last = performance.now(); requestAnimationFrame(next); };
          requestAnimationFrame(next);
        }
        """;

    private const string CountedFrames =
        "() => { const frames = globalThis.frames_; globalThis.frames_ = null; return [frames, performance.getEntriesByName('flamescope:hover').map(measure => measure.duration)]; }";

    public async Task Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {profile.Samples.Count:N0} samples, {profile.Stacks.Count:N0} stacks"));
        string file = Path.Combine(Path.GetTempPath(), $"flamescope-{Guid.NewGuid():N}.html");
        try
        {
            await Write(file);
            await Open(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task Write(string file)
    {
        var times = new List<double>();
        for (int i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            await using (FileStream output = File.Create(file)) HtmlReport.Write(profile, output, new HtmlReportOptions { Title = name });
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        Say("written", times, "ms");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  file                      {new FileInfo(file).Length / 1e6:F2} MB"));
    }

    private async Task Open(string file)
    {
        var times = new List<double>();
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1920, Height = 1080 } });
        for (int i = 0; i < Openings; i++)
        {
            await page.GotoAsync("about:blank");
            await page.GotoAsync("file://" + file);
            await page.WaitForSelectorAsync("#app[data-ready]", new() { Timeout = 120_000 });
            times.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByName('flamescope:interactive')[0].duration"));
        }
        Say("interactive after opening", times, "ms");

        double[][] picks = await page.EvaluateAsync<double[][]>(PickRanges, Ranges);
        Say("selection to drawn", [.. picks.Select(pick => pick[0])], "ms");
        Say("selection to painted", [.. picks.Select(pick => pick[1])], "ms");
        foreach (string canvas in new[] { "heat", "flame" }) await Hover(page, canvas);
        await page.CloseAsync();
    }

    private static async Task Hover(IPage page, string canvas)
    {
        LocatorBoundingBoxResult box = (await page.Locator("#" + canvas).BoundingBoxAsync())!;
        await page.EvaluateAsync(CountFrames);
        for (int i = 0; i < Moves; i++) await page.Mouse.MoveAsync(box.X + 80 + (i * 37 % (box.Width - 120)), box.Y + 40 + (i * 13 % (box.Height - 80)));
        double[][] counted = await page.EvaluateAsync<double[][]>(CountedFrames);
        Say($"hover, {canvas}: frame", counted[0], "ms");
        Say($"hover, {canvas}: work", counted[1], "ms");
    }

    private static void Say(string what, IReadOnlyList<double> values, string unit)
    {
        double[] sorted = [.. values.Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-25} median {sorted[sorted.Length / 2],7:F1} {unit}, worst {sorted[^1],7:F1} {unit}, of {sorted.Length}"));
    }
}
