using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The moments in the page: marked on the heat map, listed, selected, and compared with the rest.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportMomentTests(ReportChromium browser)
{
    private static readonly HtmlReportOptions Options = new()
    {
        Moments =
        [
            Moment(5.3, 5.5, "burst", 80, "collect", "<b>j_mark</b>"),
            Moment(6, 6.02, "periodic", 30, "compress") with { Period = TimeSpan.FromSeconds(2), RepeatCount = 2 },
            Moment(8, 8.02, "periodic", 20, "compress") with { Period = TimeSpan.FromSeconds(2), RepeatCount = 2 },
            Moment(5, 5.3, "gap", 10),
            Moment(20, 21, "burst", 5, "after the recording"),
        ],
    };

    [OptionalFact(Requirement.Browser)]
    public async Task Moments_are_listed_by_score_and_a_click_selects_one_and_compares_it_with_the_rest()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, Options);
        Assert.Equal(
            ["1 5.30 s burst collect, <b>j_mark</b>", "2 6.00 s ×2 compress", "3 5.00 s gap"],
            (await reader.Page.Locator(".moment").AllInnerTextsAsync()).Select(text => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("burst, 5.30 – 5.50 s (200 ms), 7 samples, score 80", await reader.Page.GetAttributeAsync(".moment", "title"), StringComparison.Ordinal);

        await reader.Click(".moment >> nth=0");
        await reader.SelectionContains("5.30 – 5.50 s 200 ms 22 samples");
        Assert.StartsWith("The selection (22 samples) compared with the rest", await reader.Text("#comparison"), StringComparison.Ordinal);
        Assert.Equal("true", await reader.Page.GetAttributeAsync(".moment >> nth=0", "aria-current"));
        await reader.HashBecomes("#t=5.3-5.5&compare=rest");

        // Another click on a moment that recurs selects its next occurrence.
        await reader.Click(".moment >> nth=1");
        await reader.SelectionContains("6.00 – 6.02 s");
        await reader.Click(".moment >> nth=1");
        await reader.SelectionContains("8.00 – 8.02 s");
        Assert.Null(await reader.Page.GetAttributeAsync(".moment >> nth=0", "aria-current"));

        // Escape ends the comparison that the click started.
        await reader.Page.FocusAsync("#heat");
        await reader.Press("Escape");
        await reader.SelectionContains("Whole profile");
        await reader.HashBecomes("");

        await reader.Click(".lists [data-value=threads]");
        Assert.Contains("web", await reader.Text(".busiest-list"), StringComparison.Ordinal);
        Assert.False(await reader.Page.IsVisibleAsync("#moments"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Moments_are_marked_on_the_heat_map_and_can_be_reached_with_keys_and_marks()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, Options);
        string marked = await Picture(reader);
        Assert.EndsWith("Moment 1: burst, collect", await reader.Hover(await reader.Cell(5.4)), StringComparison.Ordinal);
        (float x, float y) = await reader.Flag(0);
        Assert.StartsWith("Moment 1: burst, collect", await reader.Hover((x, y)), StringComparison.Ordinal);
        await reader.ClickAt((x, y));
        await reader.SelectionContains("5.30 – 5.50 s");

        foreach ((string key, string range) in new[] { ("m", "6.00 – 6.02 s"), ("m", "5.00 – 5.30 s"), ("m", "5.30 – 5.50 s"), ("Shift+M", "5.00 – 5.30 s") })
        {
            await reader.Press(key);
            await reader.SelectionContains(range);
        }
        await reader.Press("Escape");
        await reader.Press("Shift+M");
        await reader.SelectionContains("5.00 – 5.30 s");
        await reader.Press("Escape");

        await reader.Click("#marks");
        Assert.NotEqual(marked, await Picture(reader));
        Assert.DoesNotContain("Moment", await reader.Hover(await reader.Cell(5.4)), StringComparison.Ordinal);
        await reader.HashBecomes("#marks=0");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_report_without_moments_lists_threads()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        Assert.False(await reader.Page.IsVisibleAsync("#moments"));
        Assert.False(await reader.Page.IsVisibleAsync(".lists-head"));
        Assert.True(await reader.Page.IsVisibleAsync(".busiest-list"));
        await reader.Press("m");
        await reader.SelectionContains("Whole profile");
    }

    private static ReportMoment Moment(double from, double to, string kind, double score, params string[] functions) => new()
    {
        Range = Shop.Profile.RangeOfSeconds(from, to),
        Kind = kind,
        Score = score,
        SampleCount = 7,
        Functions = functions,
    };

    private static Task<string> Picture(ReportReader reader) =>
        reader.Page.EvaluateAsync<string>("() => document.querySelector('.heat-canvas').toDataURL()");
}
