using System.Globalization;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Searching and filtering, which apply to heat map and flame graph alike.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportSearchTests(ReportChromium browser)
{
    [OptionalFact(Requirement.Browser)]
    public async Task A_search_shows_the_matching_share_and_highlights_the_heat_map()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        string before = await Picture(reader);
        await reader.Press("/");
        await reader.Page.Keyboard.TypeAsync("^(query|k_read)$");
        await reader.Press("Enter");
        // 250 samples contain query, 125 of these also k_read; each sample is counted once.
        Assert.Equal(Matched(250), await reader.Text("#matched"));
        Assert.NotEqual(before, await Picture(reader));
        Assert.Equal("2 matching", await MatchLine(reader, 3.2));
        Assert.Equal("0 matching", await MatchLine(reader, 3.22));
        await reader.HashBecomes("#q=%5E%28query%7Ck_read%29%24");

        await reader.Press("Escape");
        Assert.Equal("", await reader.Text("#matched"));
        Assert.Equal(before, await Picture(reader));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_search_ignores_case_by_default_and_shows_the_error_of_an_invalid_pattern()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Search("QUERY");
        Assert.Equal(Matched(250), await reader.Text("#matched"));
        await reader.Click("#match-case");
        Assert.Equal("0 samples, 0.0%", await reader.Text("#matched"));
        await reader.Search("query(");
        Assert.Contains("Unterminated group", await reader.Text("#matched"), StringComparison.Ordinal);
        Assert.Equal("true", await reader.Page.GetAttributeAsync("#search", "aria-invalid"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Filters_apply_to_all_views_and_are_shown_as_chips()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Press("f");
        await reader.Pick("#filter-by", "comm");
        await reader.Click(".row-option:has-text('gc')");
        await reader.SelectionContains("20 samples 100.0% of all");
        Assert.Equal("0 samples", (await reader.Hover(await reader.Cell(1))).Split('\n')[1]);
        Assert.Equal("Thread name gc", await reader.Text(".chips"));
        await reader.Press("Escape");
        await reader.Click(".chip button");
        await reader.SelectionContains($"{Shop.Samples.Count} samples");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Every_filter_matches_the_same_samples_as_in_the_library()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        foreach ((string hash, Model.SampleFilter filter) in new (string, Model.SampleFilter)[]
                 {
                     ("#pid=20", new() { Pid = 20 }), ("#tid=12", new() { Tid = 12 }), ("#cpu=1", new() { Cpu = 1 }),
                     ("#event=cpu-clock", new() { Event = "cpu-clock" }),
                     ("#match=serve", new() { Match = "serve" }), ("#exclude=query%7Ccompress", new() { Exclude = "query|compress" }),
                     ("#idle=1", Model.SampleFilter.All),
                     ("#match=main&cpu=0&exclude=render", new() { Match = "main", Cpu = 0, Exclude = "render" }),
                 })
        {
            await reader.GoTo(hash);
            await reader.SelectionContains($" {Shop.Profile.Select(filter).Count} samples 100.0% of all");
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_filter_card_accepts_regular_expressions_and_idle_samples()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Press("f");
        await reader.Page.FillAsync("#filter-match", "compress");
        await reader.Page.PressAsync("#filter-match", "Tab");
        await reader.Settle();
        await reader.SelectionContains("200 samples");
        await reader.Page.FillAsync("#filter-match", "[");
        await reader.Page.PressAsync("#filter-match", "Tab");
        await reader.Settle();
        Assert.NotEqual("", await reader.Text("#filter-match-error"));
        await reader.Page.FillAsync("#filter-match", "");
        // The button is held for a realistic time: the pattern that the press applies must not move the check box from under the pointer.
        await reader.Page.ClickAsync("#filter-idle", new() { Delay = 150 });
        await reader.Settle();
        Assert.True(await reader.Page.IsCheckedAsync("#filter-idle"));
        await reader.SelectionContains($"{Shop.Profile.Samples.Count} samples");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Periods_can_be_counted_instead_of_samples()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5");
        await reader.Press("f");
        await reader.Click("text=Periods");
        // 22 samples of 10 ms.
        await reader.SelectionContains("200 ms 220 ms of periods");
        Assert.StartsWith("200 ms, 90.9%", (await reader.Card("gc"))[1], StringComparison.Ordinal);
    }

    private static string Matched(int samples) =>
        string.Create(CultureInfo.InvariantCulture, $"{samples} samples, {100.0 * samples / Shop.Samples.Count:F1}%");

    private static Task<string> Picture(ReportReader reader) =>
        reader.Page.EvaluateAsync<string>("() => document.querySelector('.heat-canvas').toDataURL()");

    private static async Task<string> MatchLine(ReportReader reader, double second) =>
        (await reader.Hover(await reader.Cell(second))).Split('\n').First(line => line.EndsWith("matching", StringComparison.Ordinal));
}
