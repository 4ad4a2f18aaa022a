using System.Globalization;
using FlameScope.FlameGraph;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Comparing the selection with all samples, the rest, and a second selection.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportCompareTests(ReportChromium browser)
{
    private static readonly TimeRange Range = Shop.Profile.RangeOfSeconds(5.3, 5.5);

    [OptionalFact(Requirement.Browser)]
    public async Task A_comparison_with_the_rest_shows_the_sides_and_the_difference_of_each_frame()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5");
        await reader.Pick("#compare", "rest");
        Assert.Equal(
            $"The selection (22 samples) compared with the rest ({Shop.Samples.Count - 22} samples), by share of each side",
            await reader.Text("#comparison"));
        StackTreeDiff diff = StackTreeDiff.Compare(Shop.Profile.Select(), Range, Baseline.Rest);
        string[] card = await reader.Card("gc");
        Assert.Equal(["gc", "Selection: 20 samples, 90.9%", "Rest: 0 samples, 0.0%", "Total +90.9%, self ±0.0%, new"], card[..4]);
        StackTreeDiffNode serve = diff.Nodes.Single(node => node.Name == "serve");
        card = await reader.Card("serve");
        Assert.Equal($"Total −{Percent(-serve.TotalDelta)}, self ±0.0%", card[3]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_sides_can_be_exchanged_and_frames_of_the_baseline_only_can_be_shown()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5&compare=whole");
        await reader.Click("#swap");
        Assert.Equal(
            $"All samples ({Shop.Samples.Count} samples) compared with the selection (22 samples), by share of each side",
            await reader.Text("#comparison"));
        Assert.Contains($"Selection: 0 samples, 0.0%", await reader.Hover(await reader.Frame("job")), StringComparison.Ordinal);

        await reader.Click("#swap");
        await reader.Click("#elided");
        Assert.StartsWith("200 samples gone", (await reader.Card("compress"))[1], StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("gc"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_sides_can_be_compared_by_share_time_CPU_time_or_as_counted()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5&compare=rest");
        foreach ((string value, DiffNormalization normalization, string words) in new[]
                 {
                     ("time", DiffNormalization.Time, "by rate per second"),
                     ("cpuTime", DiffNormalization.CpuTime, "by rate per CPU second"),
                     ("none", DiffNormalization.None, "as counted"),
                 })
        {
            await reader.Pick("#normalization", value);
            Assert.EndsWith("), " + words, await reader.Text("#comparison"), StringComparison.Ordinal);
            StackTreeDiffNode gc = StackTreeDiff.Compare(Shop.Profile.Select(), Range, Baseline.Rest, null, normalization).Nodes.Single(node => node.Name == "gc");
            string delta = value == "none" ? gc.TotalDelta.ToString("N0", CultureInfo.InvariantCulture) : Three(gc.TotalDelta) + "/s";
            Assert.StartsWith($"Total +{delta}, self", (await reader.Card("gc"))[3], StringComparison.Ordinal);
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Ctrl_drag_selects_a_second_range()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.DragAsync(await reader.Cell(5.3), await reader.Cell(5.48));
        await reader.DragAsync(await reader.Cell(1.0), await reader.Cell(1.18), "Control");
        Assert.Contains("Selection B", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        Assert.Contains("1.00 – 1.20 s 200 ms 20 samples", await reader.Text("#second-numbers"), StringComparison.Ordinal);
        Assert.Equal(
            "The selection (22 samples) compared with the second selection (20 samples), by share of each side",
            await reader.Text("#comparison"));
        await reader.HashBecomes("#t=5.3-5.5&b=1-1.2&compare=second");
        await reader.Press("Escape");
        Assert.False(await reader.Page.IsVisibleAsync("#comparison"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_comparison_without_a_selection_shows_a_hint()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Press("c");
        Assert.Equal("Drag on the heat map to select what to compare.", await reader.Text(".comparison-hint"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_table_shows_the_differences()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5&compare=rest&panel=functions&sortBy=selfDelta");
        string[] first = (await reader.Text(".functions tbody tr:first-child")).Split(' ');
        Assert.Equal(["90.9%", "+90.9%", "90.9%", "+90.9%", "<0.001", "j_mark"], first);
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + "%";

    private static string Three(double value) =>
        value.ToString("F" + Math.Max(0, 2 - (int)Math.Floor(Math.Log10(value))), CultureInfo.InvariantCulture);
}
