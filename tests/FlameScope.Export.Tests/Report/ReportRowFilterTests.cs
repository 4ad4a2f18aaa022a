using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The filter that picks any number of threads, thread names, pools, processes or CPUs.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportRowFilterTests(ReportChromium browser)
{
    // Worker i has i + 1 samples. The names contain the separators of links.
    private static Profile Workers { get; } = ProfileSpec.Build(
        Enumerable.Range(0, 12).SelectMany(worker => Enumerable.Range(0, worker + 1).Select(i =>
            new SampleSpec(i * 10_000_000L, worker < 10 ? $"worker-{worker}" : $"100%~{worker}", 1 + (worker / 6), 100 + worker, worker % 4, "cycles", 1, ["main"]))));

    [OptionalFact(Requirement.Browser)]
    public async Task Several_threads_are_picked_with_the_mouse()
    {
        await using ReportReader reader = await browser.Open(Workers);
        await reader.Press("f");
        Assert.Equal("100%~11 111 12", await reader.Text(".row-option >> nth=0"));
        await reader.Click(".row-option:has-text('worker-3')");
        await reader.Click(".row-option:has-text('worker-5')");
        await reader.SelectionContains("10 samples 100.0% of all");
        Assert.Equal("12, 2 picked", await reader.Text("#filter-rows-note"));
        Assert.Equal(["worker-5 105 6", "worker-3 103 4"], (await reader.Page.Locator(".row-option[aria-selected=true]").AllInnerTextsAsync()).Select(OneLine));
        await reader.Click(".row-option:has-text('worker-3')");
        await reader.SelectionContains("6 samples");

        // What is found is added to what is picked.
        await reader.Page.FillAsync("#filter-find", "100*~1");
        await reader.Click("#pick-found");
        await reader.SelectionContains("29 samples");
        Assert.Equal("Threads worker-5 105, 100%~11 111, 100%~10 110", await reader.Text(".chip"));
        string hash = await reader.Hash();
        Assert.True(await reader.Page.IsVisibleAsync("#filters-card"));
        await reader.Click("#pick-none");
        await reader.SelectionContains("78 samples");
        await reader.GoTo(hash);
        await reader.SelectionContains("29 samples");
    }

    // A browser reports no click on an element that is replaced while the button is pressed.
    [OptionalFact(Requirement.Browser)]
    public async Task A_row_is_picked_although_the_list_is_scrolled_during_the_click()
    {
        await using ReportReader reader = await browser.Open(Workers);
        await reader.Press("f");
        await reader.Page.HoverAsync(".row-option:has-text('worker-9')");
        await reader.Page.Mouse.DownAsync();
        await reader.Page.EvaluateAsync("document.querySelector('.row-items').parentElement.dispatchEvent(new Event('scroll'))");
        await reader.Page.Mouse.UpAsync();
        await reader.Settle();
        await reader.SelectionContains("10 samples");
        Assert.Equal("Threads worker-9 109", (await reader.Text(".chip")).Replace("Thread worker", "Threads worker", StringComparison.Ordinal));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Pools_names_processes_and_CPUs_can_be_picked_and_names_are_part_of_links_as_they_are()
    {
        await using ReportReader reader = await browser.Open(Workers);
        await reader.Press("f");
        foreach ((string by, string item, int count, string chip) in new[]
                 {
                     ("pool", "worker-*", 55, "Pool worker-*"), ("comm", "100%~11", 12, "Thread name 100%~11"), ("cpu", "CPU 3", 24, "CPU 3"),
                     ("pid", "100%~11 2", 57, "Process 100%~11 2"),
                 })
        {
            await reader.Pick("#filter-by", by);
            await reader.Click($".row-option:has-text('{item}')");
            await reader.SelectionContains($"{count} samples");
            Assert.Equal(chip, await reader.Text(".chip"));
            string hash = await reader.Hash();
            await reader.GoTo(hash);
            await reader.SelectionContains($"{count} samples");
            Assert.Equal(hash, await reader.Hash());
            await reader.Press("f");
            Assert.Equal(by, await reader.Page.InputValueAsync("#filter-by"));
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_thread_name_that_is_empty_can_be_picked_and_linked()
    {
        Profile unnamed = ProfileSpec.Build(Enumerable.Range(0, 8).Select(i => ProfileSpec.Sample(i * 10_000_000L, i < 3 ? "" : "web", "main")));
        await using ReportReader reader = await browser.Open(unnamed);
        await reader.Press("f");
        await reader.Pick("#filter-by", "comm");
        await reader.Click(".row-option:has-text('(no name)')");
        await reader.SelectionContains("3 samples");
        Assert.Equal("Thread name (no name)", await reader.Text(".chip"));
        await reader.GoTo(await reader.Hash());
        await reader.SelectionContains("3 samples");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Rows_are_picked_with_the_keyboard()
    {
        await using ReportReader reader = await browser.Open(Workers);
        await reader.Press("f");
        await reader.Press("Tab");
        await reader.Page.Keyboard.TypeAsync("worker-*");
        await reader.Settle();
        Assert.Equal("10 of 12", await reader.Text("#filter-rows-note"));
        await reader.Press("ArrowDown");
        await reader.Press("ArrowDown");
        await reader.Press(" ");
        await reader.SelectionContains("9 samples");
        await reader.Press("End");
        await reader.Press("Enter");
        await reader.SelectionContains("10 samples");
        Assert.Equal("row-option-9", await reader.Page.GetAttributeAsync("#filter-rows", "aria-activedescendant"));
        await reader.Press("Home");
        await reader.Press("ArrowDown");
        await reader.Press(" ");
        await reader.SelectionContains("1 sample ");
        await reader.Press("Shift+Tab");
        await reader.Press("Enter");
        await reader.SelectionContains("55 samples");
        await reader.Press("Escape");
        Assert.False(await reader.Page.IsVisibleAsync("#filters-card"));
        Assert.StartsWith("Threads worker-0 100, worker-9 109, ", await reader.Text(".chip"), StringComparison.Ordinal);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
