using FlameScope.Model;
using FlameScope.TestData;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Input that was once handled wrongly: interrupted drags, the wheel, the focus, links.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportInputTests(ReportChromium browser)
{
    [OptionalFact(Requirement.Browser)]
    public async Task The_header_says_what_could_not_be_read_and_only_text_has_lines()
    {
        foreach ((string format, long count, string expected) in new[]
        {
            ("perf script", 1L, "1 line not recognized"), ("folded", 12L, "12 lines not recognized"), ("jfr", 1L, "1 fault in the input"), ("nettrace", 1234L, "1,234 faults in the input"),
        })
        {
            var builder = new ProfileBuilder { Format = format, Diagnostics = [new ReadDiagnostic { Reason = "cut", Count = count }] };
            ProfileSpec.Add(builder, ProfileSpec.Sample(0, "app", "main"));
            await using ReportReader reader = await browser.Open(builder.Build());
            Assert.Equal([expected], await reader.Page.Locator(".header .fact.warning").AllInnerTextsAsync());
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Escape_ends_a_drag_and_the_next_drag_selects()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        (float x, float y) = await reader.Cell(2);
        await reader.Page.Mouse.MoveAsync(x, y);
        await reader.Page.Mouse.DownAsync();
        (x, y) = await reader.Cell(4);
        await reader.Page.Mouse.MoveAsync(x, y);
        await reader.Press("Escape");
        (x, y) = await reader.Cell(6);
        await reader.Page.Mouse.MoveAsync(x, y, new() { Steps = 3 });
        await reader.Settle();
        await reader.SelectionContains("Whole profile");
        await reader.Page.Mouse.UpAsync();
        await reader.DragAsync(await reader.Cell(5.3), await reader.Cell(5.48));
        await reader.SelectionContains("5.30 – 5.50 s");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_wheel_holds_the_time_under_the_pointer_and_adds_up_small_distances()
    {
        await using ReportReader reader = await browser.Open(Long(), hash: "#columnLength=1");
        await reader.Page.EvaluateAsync("() => { document.querySelector('.heat-scroll').scrollLeft = 1000; }");
        await reader.Settle();
        (float x, float y) = await reader.Cell(500);
        double before = await SecondAt(reader, x, y);
        await reader.Page.Keyboard.DownAsync("Control");
        await reader.Page.Mouse.WheelAsync(0, 120);
        await reader.Settle();
        Assert.Equal("2000000000", await reader.Page.InputValueAsync("#column-length"));
        Assert.InRange(await SecondAt(reader, x, y), before - 4, before + 4);

        // Eight small events of a touchpad are one step, not eight.
        for (int i = 0; i < 8; i++) await reader.Page.Mouse.WheelAsync(0, -4);
        await reader.Page.Keyboard.UpAsync("Control");
        await reader.Settle();
        Assert.Equal("1000000000", await reader.Page.InputValueAsync("#column-length"));
        Assert.InRange(await SecondAt(reader, x, y), before - 4, before + 4);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_filter_gets_the_focus_also_where_its_first_choice_is_disabled_and_closes_when_the_focus_leaves()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Press("f");
        Assert.True(await reader.Page.IsDisabledAsync("#filter-event"));
        Assert.Equal("filter-by", await Focused(reader));
        for (int i = 0; i < 20 && await reader.Page.IsVisibleAsync("#filters-card"); i++) await reader.Press("Tab");
        Assert.False(await reader.Page.IsVisibleAsync("#filters-card"));
        Assert.NotEqual("BODY", await reader.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));

        // Controls say what they are.
        Assert.Matches("^[1-7][0-9]$", await reader.Page.GetAttributeAsync(".splitter", "aria-valuenow") ?? "");
        Assert.Equal("Match upper and lower case", await reader.Page.GetAttributeAsync("#match-case", "aria-label"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_link_that_is_copied_at_once_is_that_of_the_view()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Page.EvaluateAsync("() => { document.execCommand = () => { globalThis.copied = document.activeElement.value; }; }");
        await reader.Page.EvaluateAsync("() => { Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { globalThis.copied = text; } } }); }");
        await reader.Page.EvaluateAsync(
            "() => { for (const key of ['i', 'r', 'l']) document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); }");
        await reader.Settle();
        Assert.EndsWith("#reversed=1&icicle=1", await reader.Page.EvaluateAsync<string>("() => copied"), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_range_of_a_link_ends_with_the_recording()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=8-60");
        await reader.SelectionContains("8.00 – 10.00 s 2 s");
        await reader.GoTo("#columnLength=4");
        await reader.Page.FocusAsync("#heat");
        await reader.Press("End");
        await reader.SelectionContains("9.92 – 10.00 s");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_recording_without_times_offers_no_comparison()
    {
        await using ReportReader reader = await browser.Open(
            ProfileSpec.Build([ProfileSpec.Sample(null, "app", "main")]), hash: "#compare=whole");
        Assert.True(await reader.Page.IsDisabledAsync("#compare"));
        Assert.Contains("no ranges to compare", await reader.Text(".comparison-hint"), StringComparison.Ordinal);
        await reader.GoTo("");
        await reader.Press("c");
        Assert.False(await reader.Page.IsVisibleAsync(".comparison"));
    }

    private static Profile Long()
    {
        var builder = new ProfileBuilder();
        for (int second = 0; second < 1500; second++)
        {
            builder.AddSample(second * TimeRange.NanosecondsPerSecond, StackId.Empty, builder.AddThread(1, 1, "app"), 0, builder.AddEvent("cycles"));
        }
        return builder.Build();
    }

    private static Task<string> Focused(ReportReader reader) => reader.Page.EvaluateAsync<string>("() => document.activeElement.id");

    private static async Task<double> SecondAt(ReportReader reader, float x, float y)
    {
        // The pointer has to move for the tooltip to change.
        await reader.Page.Mouse.MoveAsync(x + 1, y);
        string line = (await reader.Hover((x, y))).Split('\n')[0];
        return double.Parse(line.Split(' ', ',')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
