using System.Globalization;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The map of threads: a lane per thread, thread name, pool, process or CPU.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportLaneTests(ReportChromium browser)
{
    private const int BucketLength = 50_000_000;

    // The text of each lane and, per bucket with samples, a text with the lane, the start of the bucket and the value.
    private const string Count = """
        ([by, limit, weight, length]) => {
          const f = globalThis.flamescope, all = f.selectSamples(f.profile, { idle: 'include' });
          const top = f.topLanes(all, { by, limit, weight });
          const counts = f.countLanes(all, top, { from: f.profile.start, to: f.profile.span, length, weight });
          const keys = [...top.lanes.map(({ key }) => key), 'rest'];
          const cells = [];
          for (let lane = 0; lane * counts.buckets < counts.values.length; lane++)
            for (let b = 0; b < counts.buckets; b++)
              if (counts.values[lane * counts.buckets + b] > 0) cells.push(`${keys[lane]} ${counts.origin + b * length} ${counts.values[lane * counts.buckets + b]}`);
          const rest = top.rest ? [`rest ${top.rest.count} ${top.rest.value}`] : [];
          return [[...top.lanes.map(({ key, value }) => `${key} ${value}`), ...rest].join('\n'), cells.sort().join('\n')];
        }
        """;

    private static readonly Dictionary<string, Func<SampleSpec, string>> Keys = new()
    {
        ["tid"] = sample => $"{sample.Pid}/{sample.Tid}",
        ["comm"] = sample => sample.Comm,
        ["pid"] = sample => $"{sample.Pid}",
        ["cpu"] = sample => $"{sample.Cpu ?? -1}",
    };

    private static Profile Pools { get; } = ProfileSpec.Build(
    [
        .. Enumerable.Range(0, 1200).Select(i => new SampleSpec(i * 1_000_000L, $"worker-{i % 300}", 7, 100 + (i % 300), 0, "cycles", 1, ["main", $"f{i % 7}"])),
        .. Enumerable.Range(0, 30).Select(i => new SampleSpec(i * 10_000_000L, i % 2 == 0 ? "kworker/0:1" : "kworker/12:3", 2, 50 + (i % 2), 1, "cycles", 1, ["main"])),
        .. Enumerable.Range(0, 20).Select(i => new SampleSpec(i * 10_000_000L, "python3", 3, 3, 1, "cycles", 1, ["main"])),
    ]);

    [OptionalFact(Requirement.Browser)]
    public async Task Each_lane_counts_the_samples_of_its_row_per_bucket_of_time()
    {
        SampleSpec[] samples = [.. ProfileGenerators.TimedSample.Sample(3000, new Rnd(20261129UL), 50)];
        await using ReportReader reader = await browser.Open(ProfileSpec.Build(samples));
        long origin = samples.Min(sample => sample.Time!.Value) / 1_000_000_000 * 1_000_000_000;
        foreach ((string by, Func<SampleSpec, string> keyOf) in Keys)
        {
            foreach ((int limit, string weight) in new[] { (2, "samples"), (2, "period"), (100, "samples") })
            {
                long Value(SampleSpec sample) => weight == "samples" ? 1 : sample.Period;
                var rows = samples.GroupBy(keyOf).Select(row => (row.Key, Value: row.Sum(Value))).OrderByDescending(row => row.Value).ToList();
                string[] shown = [.. rows.Take(limit).Select(row => row.Key)];
                string[] texts = await reader.Page.EvaluateAsync<string[]>(Count, new object[] { by, limit, weight, BucketLength });
                IEnumerable<string> named = rows.Take(limit).Select(row => $"{row.Key} {row.Value}");
                IEnumerable<string> rest = rows.Count > limit ? [$"rest {rows.Count - limit} {rows.Skip(limit).Sum(row => row.Value)}"] : [];
                Assert.Equal(Sorted([.. named, .. rest]), Sorted(texts[0].Split('\n')));
                IEnumerable<string> cells = samples
                    .GroupBy(sample => (Row: shown.Contains(keyOf(sample)) ? keyOf(sample) : "rest", Bucket: (sample.Time!.Value - origin) / BucketLength))
                    .Select(cell => (cell.Key, Value: cell.Sum(Value)))
                    .Where(cell => cell.Value > 0)
                    .Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Key.Row} {cell.Key.Bucket * BucketLength} {cell.Value}"));
                Assert.Equal(Sorted(cells), Sorted(texts[1].Split('\n')));
            }
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Pools_are_the_names_that_differ_only_in_numbers()
    {
        await using ReportReader reader = await browser.Open(Pools, hash: "#maps=threads&lanesBy=pool");
        Assert.Equal(["worker-* 96.0%", "kworker/*:* 2.40%", "python3 1.60%"], await Names(reader));

        // The flame graph can be grouped by them, too.
        await reader.Pick("#grouping", "pool");
        Assert.Equal("1,200 samples, 96.0%", (await reader.Card("worker-*"))[1]);
        await reader.HashBecomes("#maps=threads&lanesBy=pool&grouping=pool");
        await reader.GoTo("#grouping=pool");
        Assert.Equal("20 samples, 1.60%", (await reader.Card("python3"))[1]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Names_are_picked_with_the_mouse_and_a_drag_selects_a_range_for_both_maps()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        Assert.False(await reader.Page.IsVisibleAsync("#lanes"));
        await reader.Click("#maps [data-value=threads]");
        Assert.False(await reader.Page.IsVisibleAsync("#heat"));
        Assert.Equal(["web 11 69.9%", "job 20 27.4%", "gc 12 2.74%"], await Names(reader));
        Assert.Equal("Samples in 50 ms", await reader.Text(".legend-title"));

        string all = await Picture(reader);
        await reader.Click(".lane:has-text('gc')");
        await reader.SelectionContains("9.99 s 20 samples 100.0% of all");
        Assert.Equal("Thread gc 12", await reader.Text(".chip"));
        Assert.Equal(["web 11 69.9%", "job 20 27.4%", "gc 12 2.74%"], await Names(reader));
        Assert.NotEqual(all, await Picture(reader));
        await reader.Page.ClickAsync(".lane:has-text('job')", new() { Modifiers = [KeyboardModifier.Control] });
        await reader.Settle();
        await reader.SelectionContains("220 samples");
        Assert.Equal("Threads gc 12, job 20", await reader.Text(".chip"));
        Assert.Equal(2, await reader.Page.Locator(".lane[aria-pressed=true]").CountAsync());
        string hash = await reader.Hash();
        Assert.Equal("#maps=threads&p=tid.10%2F12%7E20%2F20", hash);
        await reader.Click(".lane:has-text('web')");
        await reader.SelectionContains("510 samples");
        await reader.Page.ClickAsync(".lane:has-text('job')", new() { Modifiers = [KeyboardModifier.Shift] });
        await reader.Settle();
        await reader.SelectionContains("710 samples");
        await reader.GoTo(hash);
        await reader.SelectionContains("220 samples");
        await reader.Click(".chip button");
        await reader.SelectionContains($"{Shop.Samples.Count} samples");

        string card = await reader.Hover(await reader.Lane("gc 12", 5.32));
        Assert.Equal(["gc 12", "5.30 – 5.35 s (50 ms)", "5 samples"], card.Split('\n')[..3]);
        await reader.DragAsync(await reader.Lane("gc 12", 5.32), await reader.Lane("web 11", 5.47));
        await reader.SelectionContains($"5.30 – 5.50 s 200 ms {Shop.Between(5.3, 5.5).Count} samples");
        await reader.DragAsync(await reader.Lane("gc 12", 7.02), await reader.Lane("gc 12", 7.98), "Control");
        Assert.Contains("7.00 – 8.00 s", await reader.Text("#second-numbers"), StringComparison.Ordinal);

        // The selection is that of the subsecond map, too.
        await reader.Press("Escape");
        await reader.Click("#maps [data-value=both]");
        await reader.DragAsync(await reader.Cell(1.0), await reader.Cell(1.98));
        await reader.SelectionContains("1.00 – 2.00 s");
        await reader.ClickAt(await reader.Lane("web 11", 3.02), "Shift");
        await reader.SelectionContains("1.00 – 3.10 s");
        await reader.Hover((5, 5));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_map_of_threads_can_be_used_with_the_keyboard()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Press("y");
        Assert.True(await reader.Page.IsVisibleAsync("#lanes"));
        await reader.Press("y");
        Assert.True(await reader.Page.IsVisibleAsync("#heat"));
        await reader.Press("y");
        Assert.False(await reader.Page.IsVisibleAsync("#lanes"));
        await reader.Press("y");

        await reader.Page.FocusAsync("#lanes");
        foreach ((string key, int count) in new[] { ("ArrowDown", 730), ("Enter", 510), ("ArrowDown", 510), (" ", 710), (" ", 510), ("End", 510), ("Enter", 20), ("Enter", 730) })
        {
            await reader.Press(key);
            await reader.SelectionContains($"{count} samples");
        }
        await reader.Press("ArrowUp");
        await reader.Press("Space");
        await reader.SelectionContains("200 samples");
        await reader.Press("Escape");
        await reader.SelectionContains("730 samples");

        await reader.Press("Home");
        await reader.Press("ArrowRight");
        await reader.SelectionContains("0.00 – 0.05 s 50 ms 5 samples");
        await reader.Press("ArrowRight");
        await reader.Press("Shift+ArrowRight");
        await reader.SelectionContains("0.05 – 0.15 s 100 ms 10 samples");
        await reader.Press("+");
        await reader.Press("+");
        string hash = await reader.Hash();
        Assert.StartsWith("#t=0.05-0.15&w=0-2.4", hash, StringComparison.Ordinal);
        Assert.Equal("Samples in 10 ms", await reader.Text(".legend-title"));
        await reader.GoTo(hash);
        Assert.Equal("Samples in 10 ms", await reader.Text(".legend-title"));
        await reader.Page.FocusAsync("#lanes");
        await reader.Press("Backspace");
        await reader.HashBecomes("#t=0.05-0.15&maps=threads");
        await reader.Press("Escape");
        await reader.SelectionContains("Whole profile");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_rest_is_one_row_that_shows_more_rows()
    {
        await using ReportReader reader = await browser.Open(Pools, hash: "#maps=threads");
        string[] names = await Names(reader);
        Assert.Equal(21, names.Length);
        Assert.StartsWith("283 more ", names[^1], StringComparison.Ordinal);
        await reader.Click(".lane:last-child");
        Assert.Equal(51, (await Names(reader)).Length);
        await reader.Pick("#lane-count", "500");
        Assert.Equal(303, (await Names(reader)).Length);
        await reader.Pick("#lanes-by", "pid");
        Assert.Equal(3, (await Names(reader)).Length);
        await reader.HashBecomes("#laneCount=500&maps=threads&lanesBy=pid");

        // A picked row has a lane wherever it is in the order.
        await reader.GoTo("#maps=threads&p=tid.7%2F399");
        names = await Names(reader);
        Assert.Contains(names, name => name.StartsWith("worker-299 399", StringComparison.Ordinal));
        await reader.SelectionContains("4 samples");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_search_highlights_the_lanes_and_the_wheel_magnifies_the_time()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#maps=threads");
        string all = await Picture(reader);
        await reader.Search("query");
        Assert.NotEqual(all, await Picture(reader));
        Assert.Contains("matching", await reader.Hover(await reader.Lane("web 11", 1.02)), StringComparison.Ordinal);
        await reader.Page.Keyboard.DownAsync("Control");
        await reader.Page.Mouse.WheelAsync(0, -120);
        await reader.Page.Keyboard.UpAsync("Control");
        await reader.Settle();
        Assert.True(await reader.Page.IsVisibleAsync("#whole-time"));
        (float x, float y) = await reader.Lane("web 11", 1.02);
        Assert.StartsWith("web 11\n1.0", await reader.Hover((x, y)), StringComparison.Ordinal);
        await reader.Click("#whole-time");
        Assert.False(await reader.Page.IsVisibleAsync("#whole-time"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task On_a_phone_a_tap_selects_time_and_names_are_added()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#maps=both", width: 400, height: 800, isPhone: true);
        Assert.Equal(400, await reader.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await reader.Page.EvaluateAsync("() => document.querySelector('#lanes').scrollIntoView({ block: 'center' })");
        await reader.Settle();
        (float x, float y) = await reader.Lane("gc 12", 5.42);
        await reader.Page.Touchscreen.TapAsync(x, y);
        await reader.Settle();
        Assert.StartsWith("gc 12\n5.4", await reader.Page.InnerTextAsync("#tip"), StringComparison.Ordinal);
        await reader.SelectionContains("5.4");
        await reader.Page.TapAsync(".lane:has-text('gc')");
        await reader.Page.TapAsync(".lane:has-text('web')");
        await reader.Settle();
        Assert.Equal("Threads gc 12, web 11", await reader.Text(".chip"));
    }

    private static async Task<string[]> Names(ReportReader reader) =>
        [.. (await reader.Page.Locator(".lane").AllInnerTextsAsync()).Select(text => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    private static Task<string> Picture(ReportReader reader) =>
        reader.Page.EvaluateAsync<string>("() => document.querySelector('.lanes-canvas').toDataURL()");

    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
