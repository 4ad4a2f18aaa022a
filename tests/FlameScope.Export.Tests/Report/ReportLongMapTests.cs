using FlameScope.Model;
using FlameScope.TestData;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Heat maps that are wider than the window, recordings of days, and the time of day.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportLongMapTests(ReportChromium browser)
{
    private const string ScrollLeft = "() => document.querySelector('.heat-scroll').scrollLeft";

    // A sample every ten minutes of three days, from 2026-11-22 10:00 UTC on.
    private static readonly Profile Days = BuildDays();

    [OptionalFact(Requirement.Browser)]
    public async Task An_overview_below_a_long_map_shows_another_part_by_click_drag_and_keys()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        Assert.False(await reader.Page.IsVisibleAsync("#heat-minimap"));
        await reader.GoTo("#columnLength=0.01");
        Assert.True(await reader.Page.IsVisibleAsync("#heat-minimap"));
        Assert.Equal("0", await reader.Page.GetAttributeAsync("#heat-minimap", "aria-valuenow"));

        LocatorBoundingBoxResult box = (await reader.Page.Locator("#heat-minimap").BoundingBoxAsync())!;
        (float X, float Y) At(double part) => ((float)(box.X + (box.Width * part)), box.Y + (box.Height / 2));
        Assert.Contains("Click or drag to show this part", await reader.Hover(At(0.5)), StringComparison.Ordinal);
        await reader.ClickAt(At(0.97));
        double end = await reader.Page.EvaluateAsync<double>(ScrollLeft);
        Assert.True(end > 1000);
        await reader.DragAsync(At(0.97), At(0.5));
        double middle = await reader.Page.EvaluateAsync<double>(ScrollLeft);
        Assert.InRange(middle, 1, end - 100);

        await reader.Page.FocusAsync("#heat-minimap");
        await reader.Press("PageDown");
        Assert.True(await reader.Page.EvaluateAsync<double>(ScrollLeft) > middle);
        await reader.Press("Home");
        Assert.Equal(0, await reader.Page.EvaluateAsync<double>(ScrollLeft));
        await reader.Press("ArrowRight");
        Assert.True(await reader.Page.EvaluateAsync<double>(ScrollLeft) > 0);
        Assert.StartsWith("0.", await reader.Page.GetAttributeAsync("#heat-minimap", "aria-valuetext"), StringComparison.Ordinal);
        await reader.Press("End");
        Assert.Equal("100", await reader.Page.GetAttributeAsync("#heat-minimap", "aria-valuenow"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_link_to_a_range_of_a_long_map_shows_the_range()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=9-9.2&columnLength=0.01");
        await reader.Cell(9.1);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_time_of_day_is_shown_in_UTC_or_in_the_readers_zone_with_the_date_where_a_recording_is_long()
    {
        await using ReportReader reader = await browser.Open(Days, timeZone: "Asia/Tokyo");
        Assert.Contains("2026-11-22 10:00:00 UTC", await reader.Text(".facts"), StringComparison.Ordinal);
        Assert.Contains("2 d 23 h", await reader.Text(".facts"), StringComparison.Ordinal);
        Assert.Contains("2026-11-23 16:00:00", await reader.Hover(await reader.Cell(30 * 3600)), StringComparison.Ordinal);
        byte[] utc = await reader.Page.Locator("#heat").ScreenshotAsync();

        await reader.Pick("#clock", "local");
        Assert.Contains("2026-11-22 19:00:00 UTC+09:00", await reader.Text(".facts"), StringComparison.Ordinal);
        Assert.Contains("2026-11-24 01:00:00", await reader.Hover(await reader.Cell(30 * 3600)), StringComparison.Ordinal);
        await reader.Hover((2, 2));
        Assert.NotEqual(utc, await reader.Page.Locator("#heat").ScreenshotAsync());
        await reader.HashBecomes("#clock=local");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Without_a_zone_there_is_no_choice()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        Assert.False(await reader.Page.IsVisibleAsync("#clock"));
    }

    private static Profile BuildDays()
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { Clock = new WallClock(0, 1_795_341_600_000_000_000, IsExact: true) } };
        for (int i = 0; i < 432; i++) ProfileSpec.Add(builder, ProfileSpec.Sample(i * 600_000_000_000L, "web", "main"));
        return builder.Build();
    }
}
