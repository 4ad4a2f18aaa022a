using FlameScope.FlameGraph;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The context menus, transforms of stacks, copying, the sandwich view, and the next match.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportMenuTests(ReportChromium browser)
{
    private const string WatchClipboard =
        "() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { globalThis.copied = text; } } })";

    [OptionalFact(Requirement.Browser)]
    public async Task The_menu_of_a_frame_shows_stacks_otherwise_and_keeps_the_search()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#q=query");
        await Choose(reader, "serve", "Focus on the function");
        await reader.SelectionContains("510 samples 100.0% of all");
        Assert.Equal("Focus: serve", await reader.Text(".chips"));
        Assert.Equal("510 samples, 100.0%", (await reader.Card("serve"))[1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("main"));
        Assert.Contains("0 samples", await reader.Hover(await reader.Cell(7)), StringComparison.Ordinal);

        // Transforms add up, and are part of the address.
        await Choose(reader, "query", "Hide the function");
        Assert.Equal("125 samples, 24.5%; all self", (await reader.Card("k_read"))[1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("query"));
        string hash = await reader.Hash();
        await reader.GoTo(hash);
        Assert.Equal("Focus: serve Hidden: query", await reader.Text(".chips"));
        Assert.Equal(hash, await reader.Hash());
        await reader.Click(".chip:has-text('Focus') button");
        await reader.SelectionContains($"{Shop.Samples.Count} samples");
        await reader.Click(".chip:has-text('Hidden') button");
        Assert.Equal("query", await reader.Page.InputValueAsync("#search"));

        await Choose(reader, "query", "Show its callers only");
        Assert.Equal("250 samples, 100.0%; all self", (await reader.Card("query"))[1]);
        await reader.Click(".chip button");
        await Choose(reader, "serve", "Collapse its module");
        Assert.Equal("Collapsed: /usr/bin/app", await reader.Text(".chips"));
        Assert.Equal("125 samples, 17.1%; all self", (await reader.Card("k_read"))[1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("serve"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_menu_can_be_used_with_the_keyboard()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=0-5");
        await reader.Page.FocusAsync("#flame");
        for (int i = 0; i < 5; i++) await reader.Press("ArrowUp");
        await reader.Press("Shift+F10");
        Assert.StartsWith("query Zoom to the frame", await reader.Text("#context-menu"), StringComparison.Ordinal);
        await reader.Press("Escape");
        Assert.False(await reader.Page.IsVisibleAsync("#context-menu"));
        Assert.Equal("flame", await reader.Page.EvaluateAsync<string>("() => document.activeElement.id"));

        await reader.Page.EvaluateAsync(WatchClipboard);
        await reader.Press("Control+c");
        Assert.Equal("query", await Copied(reader));
        await reader.Press("Shift+F10");
        await reader.Press("ArrowUp");
        await reader.Press("Enter");
        Assert.Equal("query\nserve\nmain\nweb\n", await Copied(reader));
        Assert.Equal("Copied the stack", await reader.Text(".toast"));
        await reader.Press("Shift+F10");
        await reader.Press("Enter");
        Assert.Equal("All > web > main > serve > query", await reader.Crumbs());
        Assert.Equal("50.0% of query", (await reader.Card("k_read"))[2]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Rows_tables_and_selections_can_be_copied_as_text()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=5.3-5.5&panel=functions");
        await reader.Page.EvaluateAsync(WatchClipboard);
        await reader.Page.ClickAsync(".functions tbody tr:first-child", new() { Button = MouseButton.Right });
        Assert.StartsWith("j_mark Callers and callees", await reader.Text("#context-menu"), StringComparison.Ordinal);
        await reader.Click("#context-menu .item:has-text('Copy the row')");
        Assert.Equal("20\t20\tj_mark\n", await Copied(reader));
        await reader.Click("#copy-table");
        Assert.StartsWith("Self\tTotal\tFunction\n20\t20\tj_mark\n", await Copied(reader), StringComparison.Ordinal);
        await reader.Click("#export");
        await reader.Click("#copy-selection");
        string text = await Copied(reader);
        Assert.Contains("5.30 – 5.50 s, 22 samples", text, StringComparison.Ordinal);
        Assert.Contains(" 90.9%        20  j_mark\n", text, StringComparison.Ordinal);
        Assert.EndsWith("--from 5.30 --to 5.50\n", text, StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_sandwich_view_shows_callers_above_and_callees_below()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await Choose(reader, "query", "Callers and callees");
        Assert.Equal("Callers above and callees below query: 250 samples", await reader.Text(".sandwich-title"));
        (double root, double caller) = (await Top(reader, "callers", "query"), await Top(reader, "callers", "serve"));
        Assert.True(caller < root);
        (root, double callee) = (await Top(reader, "callees", "query"), await Top(reader, "callees", "k_read"));
        Assert.True(callee > root);
        await reader.HashBecomes("#sandwich=1&f=2.7");
        // The selection applies, too.
        await reader.DragAsync(await reader.Cell(7), await reader.Cell(8.5));
        Assert.EndsWith("query: 0 samples", await reader.Text(".sandwich-title"), StringComparison.Ordinal);
        await reader.Press("Escape");
        Assert.False(await reader.Page.IsVisibleAsync("#sandwich-view"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Keys_and_buttons_step_through_the_matches_and_the_table_shows_only_matches()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#panel=functions");
        await reader.Search("^(main|render)$");
        Assert.Equal(2, await reader.Page.Locator(".functions tbody tr").CountAsync());
        StackTree tree = StackTree.From(Shop.Samples);
        int matches = tree.Nodes.Count(node => node.Name is "main" or "render");
        await reader.Press("Enter");
        Assert.StartsWith($"main match 1 of {matches} · ", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Press("Shift+Enter");
        Assert.StartsWith($"render match {matches} of {matches} · ", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Page.FocusAsync("#heat");
        await reader.Press("n");
        Assert.Contains($"match 1 of {matches}", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Press("n");
        Assert.Contains($"match 2 of {matches}", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Press("Shift+N");
        Assert.Contains($"match 1 of {matches}", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Click("[aria-label^='Next match']");
        Assert.Contains($"match 2 of {matches}", await reader.Text("#details"), StringComparison.Ordinal);
    }

    private static async Task Choose(ReportReader reader, string frame, string item)
    {
        (float x, float y) = await reader.Frame(frame);
        await reader.Page.Mouse.ClickAsync(x, y, new() { Button = MouseButton.Right });
        await reader.Click($"#context-menu .item:has-text('{item}')");
    }

    private static Task<string> Copied(ReportReader reader) => reader.Page.EvaluateAsync<string>("() => copied");

    private static Task<double> Top(ReportReader reader, string half, string name) =>
        reader.Page.EvaluateAsync<double>("([half, name]) => flamescope.sandwich[half].boxOfName(name).y", new[] { half, name });
}
