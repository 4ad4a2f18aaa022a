using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Frames that are narrower than a pixel, and frames that are far from the root.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportNarrowFrameTests(ReportChromium browser)
{
    private const int Threads = 6000;

    // Samples of 6,000 threads, each with a name of its own.
    private static Profile Pool { get; } = ProfileSpec.Build(Enumerable.Range(0, Threads).Select(i =>
        new SampleSpec(i * 1_000_000L, $"worker-{i:D4}", 1, 100 + i, 0, "cycles", 1, ["main", i == 3000 ? "rare" : "often"])));

    [OptionalFact(Requirement.Browser)]
    public async Task Frames_narrower_than_a_pixel_match_a_search_and_can_be_magnified()
    {
        await using ReportReader reader = await browser.Open(Pool, hash: "#q=rare");
        Assert.Equal("1 sample, 0.02%", await reader.Text("#matched"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("rare"));
        (float x, float y) = await reader.Frame("root");
        float row = y - 19;
        // The color of a search, in the middle of the row of threads.
        Assert.Contains("#ee62ee", await Colors(reader), StringComparison.Ordinal);
        Assert.StartsWith("Frames that are too narrow to show", await reader.Hover((x, row)), StringComparison.Ordinal);

        // Ctrl-wheel around the pointer.
        await reader.Page.Keyboard.DownAsync("Control");
        for (int i = 0; i < 9; i++)
        {
            await reader.Page.Mouse.WheelAsync(0, -120);
            await reader.Settle();
        }
        await reader.Page.Keyboard.UpAsync("Control");
        Assert.Contains("magnified 512 times", await reader.Crumbs(), StringComparison.Ordinal);
        Assert.Equal("rare", (await reader.Card("rare"))[0]);
        (float before, float level) = await reader.Frame("rare");
        await reader.DragAsync((before, level), (before + 60, level));
        Assert.InRange((await reader.Frame("rare")).X, before + 50, before + 70);
        await reader.Press("Backspace");
        Assert.Equal("All", await reader.Crumbs());
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("rare"));

        // With the keyboard.
        await reader.Page.FocusAsync("#flame");
        for (int i = 0; i < 9; i++) await reader.Press("+");
        Assert.Equal("rare", (await reader.Card("rare"))[0]);
        (before, _) = await reader.Frame("rare");
        await reader.Press("Shift+ArrowLeft");
        Assert.InRange((await reader.Frame("rare")).X, before + 70, before + 90);
        await reader.Press("-");
        Assert.Contains("magnified 256 times", await reader.Crumbs(), StringComparison.Ordinal);
        await reader.Press("Escape");
        Assert.Equal("All", await reader.Crumbs());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_click_on_frames_narrower_than_a_pixel_magnifies_them()
    {
        await using ReportReader reader = await browser.Open(ProfileSpec.Build(Enumerable.Range(0, 40_000).Select(i =>
            new SampleSpec(i * 1_000_000L, "app", 1, 1, 0, "cycles", 1, ["main", i < 39_000 ? "often" : $"rare-{i}"]))));
        (float x, float y) = await reader.Frame("often");
        await reader.ClickAt((1275 - 12 - 10, y));
        Assert.Contains("magnified 40 times", await reader.Crumbs(), StringComparison.Ordinal);
        await reader.ClickAt(await reader.Frame("rare-39500"));
        Assert.Equal("All > app > main > rare-39500", await reader.Crumbs());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_zoom_of_a_link_far_from_the_root_is_visible()
    {
        Profile deep = ProfileSpec.Build(Enumerable.Range(0, 10).Select(i =>
            ProfileSpec.Sample(i * 1_000_000L, "app", [.. Enumerable.Range(0, 120).Select(depth => $"f{depth}"), i < 5 ? "a" : "b"])));
        await using ReportReader reader = await browser.Open(deep, hash: "#z=122");
        Assert.Equal("a", (await reader.Card("a"))[0]);
        await reader.Press("i");
        Assert.Equal("a", (await reader.Card("a"))[0]);
        await reader.GoTo("#z=122&icicle=1");
        Assert.Equal("a", (await reader.Card("a"))[0]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Every_thread_can_be_found_in_the_filter()
    {
        await using ReportReader reader = await browser.Open(Pool);
        await reader.Press("f");
        Assert.Equal("6,000", await reader.Text("#filter-rows-note"));
        await reader.Page.FillAsync("#filter-find", "worker-5999");
        Assert.Equal("1 of 6,000", await reader.Text("#filter-rows-note"));
        await reader.Click(".row-option");
        await reader.SelectionContains("1 sample ");
        Assert.Equal("Thread worker-5999 6099", await reader.Text(".chip"));

        // The list has elements for the visible rows only, and can be scrolled to the last one.
        await reader.Page.FillAsync("#filter-find", "");
        Assert.InRange(await reader.Page.Locator(".row-option").CountAsync(), 5, 30);
        await reader.Page.FocusAsync("#filter-rows");
        await reader.Press("End");
        await reader.Press("ArrowUp");
        await reader.Press(" ");
        Assert.Equal("6,000, 2 picked", await reader.Text("#filter-rows-note"));
        await reader.SelectionContains("2 samples ");
    }

    private static Task<string> Colors(ReportReader reader) => reader.Page.EvaluateAsync<string>(
        """
        () => {
          const canvas = document.querySelector('.flame-canvas'), { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const found = new Set();
          for (let i = 0; i < data.length; i += 4) found.add('#' + [data[i], data[i + 1], data[i + 2]].map(c => c.toString(16).padStart(2, '0')).join(''));
          return [...found].join();
        }
        """);
}
