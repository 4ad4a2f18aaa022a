using FlameScope.Model;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Back and Forward, whole columns, steps of the selection, long drags, long recordings, and forced colors.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportNavigationTests(ReportChromium browser)
{
    [OptionalFact(Requirement.Browser)]
    public async Task Back_and_Forward_go_through_the_selections_and_the_title_names_them()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, new() { Title = "shop" });
        await reader.Page.WaitForTimeoutAsync(700);
        await reader.DragAsync(await reader.Cell(5.3), await reader.Cell(5.48));
        await reader.HashBecomes("#t=5.3-5.5");
        Assert.Equal("5.30 – 5.50 s · shop", await reader.Page.TitleAsync());
        await reader.Page.WaitForTimeoutAsync(700);
        await reader.DragAsync(await reader.Cell(7), await reader.Cell(7.98));
        await reader.HashBecomes("#t=7-8");
        await reader.Page.GoBackAsync();
        await reader.Settle();
        await reader.SelectionContains("5.30 – 5.50 s");
        await reader.Page.GoBackAsync();
        await reader.Settle();
        await reader.SelectionContains("Whole profile");
        Assert.Equal("shop", await reader.Page.TitleAsync());
        await reader.Page.GoForwardAsync();
        await reader.Settle();
        await reader.SelectionContains("5.30 – 5.50 s");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_line_chart_and_the_axis_select_whole_columns()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        (float left, float _) = await reader.Cell(2);
        (float right, float _) = await reader.Cell(4);
        LocatorBoundingBoxResult map = (await reader.Page.Locator("#heat").BoundingBoxAsync())!;
        float line = map.Y + 20, axis = map.Y + map.Height - 15;
        Assert.StartsWith("2.00 – 3.00 s\n1 busy CPUs\n100 samples", await reader.Hover((left, line)), StringComparison.Ordinal);
        await reader.DragAsync((left, line), (right, line));
        await reader.SelectionContains("2.00 – 5.00 s 3 s 300 samples");
        await reader.ClickAt((right, axis));
        await reader.SelectionContains("4.00 – 5.00 s 1 s 100 samples");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_selection_moves_by_its_own_length()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=1-2.5");
        await reader.Press(".");
        await reader.SelectionContains("2.50 – 4.00 s 1.5 s 150 samples");
        await reader.Click("#step-on");
        await reader.SelectionContains("4.00 – 5.50 s");
        await reader.Press(",");
        await reader.Click("#step-back");
        await reader.SelectionContains("1.00 – 2.50 s");
        await reader.Press(",");
        await reader.SelectionContains("1.00 – 2.50 s");
        await reader.Press("p");
        Assert.Equal("true", await reader.Page.GetAttributeAsync("#play", "aria-pressed"));
        // It plays to the end and stops.
        await reader.Page.WaitForFunctionAsync(
            "() => document.querySelector('#play').getAttribute('aria-pressed') === 'false'", null, new() { Timeout = 60_000 });
        await reader.SelectionContains("8.50 – 10.00 s");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_drag_beyond_the_edge_scrolls_and_hours_have_an_axis_of_hours()
    {
        await using ReportReader reader = await browser.Open(Hours(), hash: "#columnLength=10");
        (float x, float y) = await reader.Cell(100);
        await reader.Page.Mouse.MoveAsync(x, y);
        await reader.Page.Mouse.DownAsync();
        LocatorBoundingBoxResult map = (await reader.Page.Locator("#heat").BoundingBoxAsync())!;
        await reader.Page.Mouse.MoveAsync(map.X + map.Width - 2, y, new() { Steps = 3 });
        await reader.Page.WaitForFunctionAsync("() => document.querySelector('.heat-scroll').scrollLeft > 400", null, new() { Timeout = 60_000 });
        await reader.Page.Mouse.UpAsync();
        await reader.Settle();
        Assert.Matches("100.00 – [4-9][0-9]{3}.", await reader.Selection());

        // Gregg's map of an hour per column and a row per minute.
        await reader.GoTo("#columnLength=3600&rows=60");
        Assert.StartsWith("Second 3660.00, 1 min into the column", await reader.Hover(await reader.Cell(3660)), StringComparison.Ordinal);
        Assert.Equal("60 rows", await reader.Text("#rows option:checked"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Short_recordings_fill_the_width_and_forced_colors_keep_the_legend()
    {
        await using ReportReader reader = await browser.Open(TestData.ProfileSpec.Build(
            Enumerable.Range(0, 300).Select(i => TestData.ProfileSpec.Sample(1_000_000_000L + (i * 10_000_000L), "app", "main"))));
        (float first, float _) = await reader.Cell(0.5);
        (float last, float _) = await reader.Cell(2.5);
        Assert.True(last - first > 500);
        await reader.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        Assert.Equal("rgb(238, 131, 84)", await reader.Page.EvaluateAsync<string>(
            "() => getComputedStyle(document.querySelector('.kinds i')).backgroundColor"));
        Assert.Equal("solid", await reader.Page.EvaluateAsync<string>(
            "() => getComputedStyle(document.querySelector('[aria-label=Direction] [aria-pressed=true]')).outlineStyle"));
    }

    private static Profile Hours()
    {
        var builder = new ProfileBuilder();
        for (long second = 0; second < 10_000; second += 3)
        {
            builder.AddSample(second * TimeRange.NanosecondsPerSecond, StackId.Empty, builder.AddThread(1, 1, "app"), 0, builder.AddEvent("cycles"));
        }
        return builder.Build();
    }
}
