using FlameScope.FlameGraph;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The report's flame graph: hover, zoom and back, direction, grouping, keyboard.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportFlameGraphTests(ReportChromium browser)
{
    [OptionalFact(Requirement.Browser)]
    public async Task The_tooltip_shows_name_value_share_self_kind_and_module()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=0-5");
        Assert.Equal(["query", "250 samples, 50.0%; self 125, 25.0%", "user · /usr/bin/app"], await reader.Card("query"));
        Assert.Equal(["k_read", "125 samples, 25.0%; all self", "kernel · [kernel.kallsyms]"], await reader.Card("k_read"));
        Assert.StartsWith("k_read 125 samples", await reader.Text("#details"), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_click_zooms_and_Backspace_breadcrumbs_and_the_root_go_back()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.ClickAt(await reader.Frame("compress"));
        Assert.Equal("All > job > main > compress", await reader.Crumbs());
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Frame("serve"));

        await reader.Press("Backspace");
        Assert.Equal("All", await reader.Crumbs());
        await reader.ClickAt(await reader.Frame("compress"));
        await reader.Click(".crumb:has-text('job')");
        Assert.Equal("All > job", await reader.Crumbs());
        await reader.Click("[aria-label=Back]");
        Assert.Equal("All > job > main > compress", await reader.Crumbs());
        await reader.ClickAt(await reader.Frame("root"));
        Assert.Equal("All", await reader.Crumbs());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_zoom_is_kept_when_the_next_selection_has_the_frame()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.ClickAt(await reader.Frame("query"));
        await reader.DragAsync(await reader.Cell(1), await reader.Cell(2.5));
        Assert.Equal("All > web > main > serve > query", await reader.Crumbs());
        await reader.DragAsync(await reader.Cell(7), await reader.Cell(8.5));
        Assert.Equal("All", await reader.Crumbs());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Keys_move_between_frames_and_zoom()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=0-5");
        await reader.Page.FocusAsync("#flame");
        foreach (string key in new[] { "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp" }) await reader.Press(key);
        Assert.StartsWith("query 250 samples", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Press("ArrowRight");
        Assert.StartsWith("render 250 samples", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Press("ArrowDown");
        Assert.StartsWith("serve 500 samples", await reader.Text("#details"), StringComparison.Ordinal);
        await reader.Press("Enter");
        Assert.Equal("All > web > main > serve", await reader.Crumbs());
        await reader.Press("Escape");
        Assert.Equal("All", await reader.Crumbs());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Icicles_have_the_root_at_the_top()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        (float _, float rootAtBottom) = await reader.Frame("root");
        (float _, float leafAtTop) = await reader.Frame("query");
        Assert.True(leafAtTop < rootAtBottom);
        await reader.Click("text=Icicles");
        (float _, float root) = await reader.Frame("root");
        (float _, float leaf) = await reader.Frame("query");
        Assert.True(leaf > root);
        await reader.HashBecomes("#icicle=1");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Callers_first_starts_at_the_leaf()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=0-5");
        await reader.Press("r");
        await reader.ClickAt(await reader.Frame("k_read"));
        Assert.Equal("All > web > k_read", await reader.Crumbs());
        Assert.Equal("125 samples, 25.0%", (await reader.Card("serve"))[1]);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Stacks_can_be_grouped_by_thread_name_process_thread_or_not_at_all()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        foreach ((string grouping, string name, StackGrouping expected) in new[]
                 {
                     ("pid", "gc-10", StackGrouping.Process), ("tid", "gc-10/12", StackGrouping.Thread),
                     ("comm", "gc", StackGrouping.ThreadName), ("none", "main", StackGrouping.None),
                 })
        {
            await reader.Pick("#grouping", grouping);
            StackTree tree = StackTree.From(Shop.Samples, new StackTreeOptions { Grouping = expected });
            long value = tree.Nodes.First(node => node.Depth == 1 && node.Name == name).Total;
            Assert.StartsWith($"{value} samples", (await reader.Card(name))[1], StringComparison.Ordinal);
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Untrusted_names_are_shown_as_text()
    {
        const string hostile = "</script><img src=x onerror=\"document.title='owned'\">\u202E\u2028";
        string longName = new('x', 100_000);
        await using ReportReader reader = await browser.Open(Made.Profile(
            [[System.Text.Encoding.UTF8.GetBytes(hostile)], [System.Text.Encoding.UTF8.GetBytes(longName)]]));
        await reader.Press("t");
        await reader.Settle();
        string table = await reader.Page.InnerTextAsync(".functions");
        Assert.Contains("</script><img src=x onerror=\"document.title='owned'\">\uFFFD", table, StringComparison.Ordinal);
        Assert.Contains("xxxx…", table, StringComparison.Ordinal);
        await reader.ClickAt(await reader.Frame("</script><img src=x onerror=\"document.title='owned'\">\uFFFD "));
        Assert.Equal(0, await reader.Page.Locator("img").CountAsync());
        Assert.Equal("FlameScope", await reader.Page.TitleAsync());
    }
}
