using System.Globalization;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Selecting time ranges on the report's heat map, and the numbers of the selection.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportHeatmapTests(ReportChromium browser)
{
    [OptionalFact(Requirement.Browser)]
    public async Task The_initial_view_shows_the_whole_profile_a_hint_and_the_number_of_idle_samples()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, new() { Title = "The <b>shop</b>" });
        Assert.Equal("The <b>shop</b>", await reader.Text("h1"));
        Assert.Equal("Drag on the heat map to see the flame graph of a time range.", await reader.Text("#hint"));
        string facts = await reader.Text(".facts");
        Assert.Contains($"{Shop.Samples.Count} samples", facts, StringComparison.Ordinal);
        Assert.Contains($"{Shop.Profile.Samples.Count - Shop.Samples.Count} idle excluded", facts, StringComparison.Ordinal);
        await reader.SelectionContains($"Selection Whole profile 9.99 s {Shop.Samples.Count} samples 100.0% of all");
        Assert.Equal("", await reader.Hash());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_tooltip_of_a_cell_shows_its_time_value_and_busiest_thread_name()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        string card = await reader.Hover(await reader.Cell(5.4));
        Assert.Equal(["Second 5.40, 400 ms into the column", "3 samples", "Busiest: gc, 2 samples"], card.Split('\n')[..3]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_click_selects_a_cell_and_Shift_click_extends_the_selection()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.ClickAt(await reader.Cell(5.3));
        await reader.SelectionContains($"5.30 – 5.32 s 20 ms {Shop.Between(5.3, 5.32).Count} samples");
        await reader.ClickAt(await reader.Cell(5.48), "Shift");
        await reader.SelectionContains($"5.30 – 5.50 s 200 ms {Shop.Between(5.3, 5.5).Count} samples");
        await reader.HashBecomes("#t=5.3-5.5");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_drag_selects_in_time_order_across_columns()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.DragAsync(await reader.Cell(4.8), await reader.Cell(6.2));
        SampleSelection expected = Shop.Between(4.8, 6.22);
        await reader.SelectionContains($"4.80 – 6.22 s 1.42 s {expected.Count} samples {Share(expected)} of all");

        // A drag in the opposite direction gives the same range.
        await reader.Press("Escape");
        await reader.DragAsync(await reader.Cell(6.2), await reader.Cell(4.8));
        await reader.SelectionContains("4.80 – 6.22 s");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Average_busy_CPUs_are_the_CPU_time_of_the_samples_divided_by_the_duration()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5");
        // 22 samples of 10 ms in 200 ms.
        Assert.EndsWith("1.10 busy CPUs", await reader.Selection(), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Keys_move_extend_and_clear_the_selection()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        SubsecondHeatmap map = SubsecondHeatmap.From(Shop.Samples);
        TimeRange busiest = map.RangeOf(map.Busiest);
        await reader.Page.FocusAsync("#heat");
        await reader.Press("ArrowUp");
        await reader.SelectionContains(Seconds(busiest.Start) + " – ");
        await reader.Press("ArrowUp");
        await reader.Press("ArrowRight");
        await reader.SelectionContains(Seconds(busiest.Start + 1_020_000_000));
        await reader.Press("Shift+ArrowUp");
        await reader.Press("Shift+ArrowUp");
        await reader.SelectionContains($"{Seconds(busiest.Start + 1_020_000_000)} – {Seconds(busiest.Start + 1_080_000_000)} s 60 ms");
        await reader.Press("Shift+ArrowDown");
        await reader.SelectionContains("s 40 ms");
        await reader.Press("Escape");
        await reader.SelectionContains("Whole profile");
        await reader.HashBecomes("");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_number_of_rows_and_the_length_of_columns_can_be_chosen()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Pick("#rows", "10");
        Assert.StartsWith("Second 5.30, 300 ms", await reader.Hover(await reader.Cell(5.3)), StringComparison.Ordinal);
        await reader.ClickAt(await reader.Cell(5.3));
        await reader.SelectionContains($"5.30 – 5.40 s 100 ms {Shop.Between(5.3, 5.4).Count} samples");

        await reader.Pick("#column-length", "100000000");
        await reader.Pick("#rows", "100");
        await reader.Page.FocusAsync("#heat");
        await reader.Press("Home");
        await reader.SelectionContains("0.00 – 0.001 s 1 ms 1 sample ");
        await reader.HashBecomes("#t=0-0.001&columnLength=0.1&rows=100");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Ten_hours_fit_with_longer_columns()
    {
        var builder = new ProfileBuilder();
        for (long second = 0; second < 36_000; second += 7)
        {
            builder.AddSample(second * TimeRange.NanosecondsPerSecond, StackId.Empty, builder.AddThread(1, 1, "app"), 0, builder.AddEvent("cycles"));
        }
        await using ReportReader reader = await browser.Open(builder.Build());
        await reader.SelectionContains("9 h 59 min");
        Assert.Equal("Fit: 2 min columns", await reader.Text("#column-length option:checked"));
        Assert.False(await reader.Page.EvaluateAsync<bool>(
            "() => document.querySelector('.heat-scroll').scrollWidth > document.querySelector('.heat').clientWidth"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Colors_and_scale_change_the_picture_and_are_part_of_the_address()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        var linear = new HashSet<string>();
        foreach (string colors in new[] { "flamescope", "enhanced", "viridis" })
        {
            var scales = new HashSet<string>();
            foreach (string scale in new[] { "quantile", "log", "linear" })
            {
                await reader.Pick("#colors", colors);
                await reader.Pick("#scale", scale);
                string picture = await reader.Page.EvaluateAsync<string>("() => document.querySelector('.heat-canvas').toDataURL()");
                scales.Add(picture);
                if (scale == "linear") linear.Add(picture);
            }
            Assert.Equal(3, scales.Count);
        }
        Assert.Equal(3, linear.Count);
        await reader.Pick("#scale", "quantile");
        await reader.HashBecomes("#colors=viridis&scale=quantile");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_profile_without_times_shows_a_message_and_a_flame_graph()
    {
        var builder = new ProfileBuilder();
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("main"), ModuleId.None, FrameKind.User));
        builder.AddSample(null, stack, builder.AddThread(1, 1, "app"), null, builder.AddEvent("cycles"));
        await using ReportReader reader = await browser.Open(builder.Build());
        Assert.Contains("The samples of this recording have no times", await reader.Text("#hint"), StringComparison.Ordinal);
        Assert.Equal("main", (await reader.Card("main"))[0]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_profile_without_samples_shows_a_message()
    {
        await using ReportReader reader = await browser.Open(new ProfileBuilder().Build());
        Assert.Equal("This recording contains no samples.", await reader.Text("#empty"));
    }

    private static string Share(SampleSelection part) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part.Count / Shop.Samples.Count:F2}%");

    private static string Seconds(long time) => ((time - Shop.Profile.Origin) / 1e9).ToString("F2", CultureInfo.InvariantCulture);
}
