using System.Globalization;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The flame chart of a thread in the page: its stacks in time order, with an axis of time.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportChartTests(ReportChromium browser)
{
    private const string Chart = """
        ([key, from, to]) => {
          const f = globalThis.flamescope;
          const chart = f.flameChart(f.within(f.selectSamples(f.profile, { idle: 'include' }), from, to), key);
          const line = i => `${chart.depths[i]} ${i === 0 ? '' : chart.nameOf(i)} ${i === 0 && chart.count === 1 ? 0 : chart.starts[i]}+${chart.durations[i]} ${chart.counts[i]}`;
          return [`${chart.interval} ${chart.sampled}`, ...Array.from({ length: chart.count }, (_, i) => line(i))].join('\n');
        }
        """;

    [OptionalFact(Requirement.Browser)]
    public async Task The_chart_is_that_of_the_library()
    {
        SampleSpec[] samples = [.. ProfileGenerators.TimedSample.Sample(2000, new Rnd(20261129UL), 50)];
        await CheckCharts(ProfileSpec.Build(samples), [(1, 1), (1, 2), (2, 3), (2, 4)]);
        await CheckCharts(Shop.Profile, [(10, 11), (20, 20), (10, 12), (0, 0)]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_samples_of_spans_cover_their_values()
    {
        var builder = new ProfileBuilder();
        SampleEventId span = builder.AddEvent("span", [new SampleValueType("duration", "nanoseconds")], 0);
        ThreadId thread = builder.AddThread(1, 7, "t");
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("a"), builder.AddModule("m"), FrameKind.User));
        foreach ((long start, long length) in ((long, long)[])[(0, 10), (10, 3), (20, 10), (30, 1), (90, 25)])
        {
            builder.AddSample(new SampleRow { Time = start * 1_000_000L, Stack = stack, Thread = thread, Event = span, Value = length * 1_000_000 });
        }
        await CheckCharts(builder.Build(), [(1, 7)]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_button_shows_the_busiest_thread_of_the_selection_and_clicks_show_the_time_of_frames()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.2-5.6");
        await reader.Click("#chart-toggle");
        Assert.Equal("20 samples in 400 ms, 50.0% of it sampled", await reader.Text("#chart-note"));
        Assert.Equal(["gc 12", "web 11"], await reader.Page.Locator("#chart-thread option").AllInnerTextsAsync());
        Assert.Equal("#t=5.2-5.6&chart=10%2F12", await reader.Hash());
        string card = await reader.Hover(await Frame(reader, "collect"));
        Assert.Equal(["collect", "200 ms from 5.30 s, 20 samples", "user · /usr/bin/app"], card.Split('\n'));
        double whole = await Width(reader, "gc 12");
        Assert.Equal(whole / 2, await Width(reader, "collect"), 2d);

        // A click shows the time of the frame, and the axis follows.
        string axis = await Axis(reader);
        await reader.ClickAt(await Frame(reader, "collect"));
        Assert.Equal(whole, await Width(reader, "collect"), 2d);
        Assert.NotEqual(axis, await Axis(reader));
        await reader.Press("Backspace");
        Assert.Equal(axis, await Axis(reader));

        // Another thread, and another range.
        await reader.Pick("#chart-thread", "10/11");
        Assert.StartsWith("4 samples in 400 ms", await reader.Text("#chart-note"), StringComparison.Ordinal);
        await reader.DragAsync(await reader.Cell(1), await reader.Cell(1.98));
        Assert.StartsWith("100 samples in 1 s", await reader.Text("#chart-note"), StringComparison.Ordinal);

        // The menu selects the time of a frame.
        await reader.GoTo("#t=5.2-5.6&chart=10%2F12");
        (float x, float y) = await Frame(reader, "j_mark");
        await reader.Page.Mouse.ClickAsync(x, y, new() { Button = MouseButton.Right });
        await reader.Click("#context-menu .item:has-text('Select its time')");
        await reader.SelectionContains("5.30 – 5.50 s");
        await reader.Click("[aria-label='Close the flame chart']");
        Assert.False(await reader.Page.IsVisibleAsync("#chart-view"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_chart_can_be_used_with_the_keyboard()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.2-5.6");
        await reader.Press("x");
        await reader.Settle();
        Assert.Equal("chart", await reader.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        await reader.Press("ArrowUp");
        Assert.StartsWith("gc 12 400 ms from 5.20 s", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Press("ArrowUp");
        await reader.Press("ArrowUp");
        Assert.StartsWith("collect 200 ms from 5.30 s, 20 samples", await reader.Text("#details"), StringComparison.Ordinal);
        double whole = await Width(reader, "gc 12");
        await reader.Press("Enter");
        Assert.Equal(whole, await Width(reader, "collect"), 2d);
        await reader.Press("Escape");
        Assert.Equal(whole / 2, await Width(reader, "collect"), 2d);
        await reader.Press("Escape");
        Assert.False(await reader.Page.IsVisibleAsync("#chart-view"));
        await reader.SelectionContains("5.20 – 5.60 s");
        await reader.Press("x");
        await reader.Press("x");
        Assert.False(await reader.Page.IsVisibleAsync("#chart-view"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_map_of_threads_chooses_the_thread()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#maps=threads");
        await reader.Page.DblClickAsync(".lane:has-text('gc')");
        await reader.Settle();
        Assert.StartsWith("20 samples in 200 ms", await reader.Text("#chart-note"), StringComparison.Ordinal);
        await reader.Click(".lane:has-text('job')");
        Assert.Equal("20/20", await reader.Page.InputValueAsync("#chart-thread"));
        await reader.Page.ClickAsync(".lane:has-text('web')", new() { Button = MouseButton.Right });
        Assert.StartsWith("web 11 Show only this row", await reader.Text("#context-menu"), StringComparison.Ordinal);
        await reader.Click("#context-menu .item:has-text('Flame chart')");
        Assert.Equal("10/11", await reader.Page.InputValueAsync("#chart-thread"));
        Assert.StartsWith("510 samples in ", await reader.Text("#chart-note"), StringComparison.Ordinal);
        await reader.Page.FocusAsync("#lanes");
        await reader.Press("End");
        await reader.Press("Shift+F10");
        await reader.Press("ArrowDown");
        await reader.Press("Enter");
        Assert.Equal(["job 20", "gc 12"], (await reader.Page.Locator(".lane[aria-pressed=true] .name").AllInnerTextsAsync()));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Frames_that_are_much_narrower_than_a_pixel_are_visible()
    {
        Profile rare = ProfileSpec.Build(Enumerable.Range(0, 100).Select(i => ProfileSpec.Sample((i / 2 * 10_000_000_000L) + (i % 2 * 1_000_000L), "app", "main")));
        await using ReportReader reader = await browser.Open(rare, hash: "#chart=1%2F1");
        int lines = await reader.Page.EvaluateAsync<int>(
            """
            () => {
              const canvas = document.querySelector('#chart-view .flame-canvas'), box = flamescope.chart.view.boxOfName('app 1');
              const y = Math.round(box.y - canvas.getBoundingClientRect().y - box.height / 2), { data } = canvas.getContext('2d').getImageData(0, y, canvas.width, 1);
              let count = 0;
              for (let x = 1; x < canvas.width; x++) if (data[x * 4 + 3] > 0 && data[x * 4 - 1] === 0) count++;
              return count;
            }
            """);
        Assert.Equal(50, lines);
    }

    private async Task CheckCharts(Profile profile, (int Pid, int Tid)[] threads)
    {
        await using ReportReader reader = await browser.Open(profile);
        foreach ((int pid, int tid) in threads)
        {
            foreach ((long? from, long? to) in new (long?, long?)[] { (null, null), (1_000_000_000, 6_000_000_000) })
            {
                TimeRange range = from is null ? TimeRange.All : new TimeRange(profile.Origin + from.Value, profile.Origin + to!.Value);
                FlameChart chart = FlameChart.From(profile.Select(SampleFilter.All).Within(range), tid);
                IEnumerable<string> nodes = chart.Select((node, i) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{node.Depth} {(i == 0 ? "" : node.Name)} {(chart.Count == 1 ? 0 : chart.StartTime - profile.Origin + chart.Starts[i])}+{node.Duration} {node.SampleCount}"));
                string expected = string.Join('\n', [$"{chart.Interval} {chart.SampledDuration}", .. nodes]);
                Assert.Equal(expected, await reader.Page.EvaluateAsync<string>(Chart, new object?[] { $"{pid}/{tid}", from, to }));
            }
        }
    }

    private static Task<double> Width(ReportReader reader, string name) =>
        reader.Page.EvaluateAsync<double>("name => flamescope.chart.view.boxOfName(name).width", name);

    private static Task<string> Axis(ReportReader reader) =>
        reader.Page.EvaluateAsync<string>("() => document.querySelector('#chart-axis').toDataURL()");

    private static async Task<(float X, float Y)> Frame(ReportReader reader, string name)
    {
        double[] middle = await reader.Page.EvaluateAsync<double[]>(
            "name => { const box = flamescope.chart.view.boxOfName(name); return [box.x + box.width / 2, box.y + box.height / 2]; }", name);
        return ((float)middle[0], (float)middle[1]);
    }
}
