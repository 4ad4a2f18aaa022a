using System.Globalization;
using FlameScope.FlameGraph;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The selection against the whole, the rest, and a second selection.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportCompareTests(ReportChromium browser)
{
    private static readonly TimeRange Moment = Shop.Profile.RangeOfSeconds(5.3, 5.5);

    [OptionalFact(Requirement.Browser)]
    public async Task Against_the_rest_says_what_is_compared_and_how_much_more_or_less_a_frame_is()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5");
        await reader.Pick("#compare", "rest");
        Assert.Equal(
            $"The selection (22 samples) against the rest ({Shop.Samples.Count - 22} samples), compared by share of each side",
            await reader.Text("#comparison"));
        StackTreeDiff diff = StackTreeDiff.AgainstRest(Shop.Profile, Moment);
        string[] card = await reader.Card("gc");
        Assert.Equal(["gc", "Selection: 20 samples, 90.9%", "Rest: 0 samples, 0.0%", "Total +90.9%, self ±0.0%, new"], card[..4]);
        StackTreeDiffNode serve = diff.Nodes.Single(node => node.Name == "serve");
        card = await reader.Card("serve");
        Assert.Equal($"Total −{Percent(-serve.TotalDelta)}, self ±0.0%", card[3]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Sides_can_be_exchanged_and_what_is_gone_can_be_shown()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5&compare=whole");
        await reader.Click("#swap");
        Assert.Equal(
            $"The whole ({Shop.Samples.Count} samples) against the selection (22 samples), compared by share of each side",
            await reader.Text("#comparison"));
        Assert.Contains($"Selection: 0 samples, 0.0%", await reader.Hover(await reader.Frame("job")), StringComparison.Ordinal);

        await reader.Click("#swap");
        await reader.Click("#elided");
        Assert.StartsWith("200 samples gone", (await reader.Card("compress"))[1], StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("gc"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Sides_can_be_compared_by_share_time_processor_time_or_as_counted()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5&compare=rest");
        foreach ((string value, DiffNormalization normalization, string words) in new[]
                 {
                     ("time", DiffNormalization.Time, "by rate a second"),
                     ("cpuTime", DiffNormalization.CpuTime, "by rate a CPU second"),
                     ("none", DiffNormalization.None, "as counted"),
                 })
        {
            await reader.Pick("#normalization", value);
            Assert.EndsWith("compared " + words, await reader.Text("#comparison"), StringComparison.Ordinal);
            StackTreeDiffNode gc = StackTreeDiff.AgainstRest(Shop.Profile, Moment, null, normalization).Nodes.Single(node => node.Name == "gc");
            string delta = value == "none" ? gc.TotalDelta.ToString("N0", CultureInfo.InvariantCulture) : Three(gc.TotalDelta) + "/s";
            Assert.StartsWith($"Total +{delta}, self", (await reader.Card("gc"))[3], StringComparison.Ordinal);
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Ctrl_drag_picks_a_second_time()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.DragAsync(await reader.Cell(5.3), await reader.Cell(5.48));
        await reader.DragAsync(await reader.Cell(1.0), await reader.Cell(1.18), "Control");
        Assert.Contains("Selection B", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        Assert.Contains("1.00 – 1.20 s 200 ms 20 samples", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        Assert.Equal(
            "The selection (22 samples) against the second selection (20 samples), compared by share of each side",
            await reader.Text("#comparison"));
        await reader.HashBecomes("#t=5.3-5.5&b=1-1.2&compare=second");
        await reader.Press("Escape");
        Assert.False(await reader.Page.IsVisibleAsync("#comparison"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Without_a_selection_a_line_says_what_to_do()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Press("c");
        Assert.Equal("Drag on the heat map to pick what to compare.", await reader.Text(".comparison-hint"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_table_shows_differences()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5&compare=rest&panel=functions&sortBy=selfDelta");
        string[] first = (await reader.Text(".functions tbody tr:first-child")).Split(' ');
        Assert.Equal(["90.9%", "+90.9%", "90.9%", "+90.9%", "j_mark"], first);
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + "%";

    private static string Three(double value) =>
        value.ToString("F" + Math.Max(0, 2 - (int)Math.Floor(Math.Log10(value))), CultureInfo.InvariantCulture);
}
