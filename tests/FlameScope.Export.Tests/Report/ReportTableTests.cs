using System.Globalization;
using FlameScope.FlameGraph;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The table of functions, and the callers and callees of a function.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportTableTests(ReportChromium browser)
{
    [OptionalFact(Requirement.Browser)]
    public async Task The_table_has_the_same_rows_as_the_library()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=0-5");
        await reader.Press("t");
        string[] expected =
        [
            .. FunctionTable.From(Shop.Tree(0, 5)).Rows.Select(
                row => string.Create(CultureInfo.InvariantCulture, $"{row.Self}{row.Total}{row.Name}")),
        ];
        Assert.Equal(expected, (await Rows(reader)).Select(cells => cells[0] + cells[1] + cells[2]));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_click_on_a_column_header_sorts_and_another_click_reverses_the_order()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#panel=functions");
        await reader.Click(".functions th.total button");
        int[] totals = [.. (await Rows(reader)).Select(cells => int.Parse(cells[1], CultureInfo.InvariantCulture))];
        Assert.Equal(totals.OrderDescending(), totals);
        Assert.Equal("descending", await reader.Page.GetAttributeAsync(".functions th.total", "aria-sort"));
        await reader.Click(".functions th.total button");
        totals = [.. (await Rows(reader)).Select(cells => int.Parse(cells[1], CultureInfo.InvariantCulture))];
        Assert.Equal(totals.Order(), totals);
        await reader.Click(".functions th.name button");
        string[] names = [.. (await Rows(reader)).Select(cells => cells[2])];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_click_on_a_function_highlights_it_and_shows_callers_and_callees_without_changing_the_search()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#panel=functions");
        await reader.Click(".functions td.name button:text-is('serve')");
        Assert.Equal("serve", await reader.Text("#sandwich h3"));
        Assert.Equal("Callers 510 100.0% main", await reader.Text("#callers"));
        Assert.Equal("Callees 260 51.0% render 250 49.0% query", await reader.Text("#callees"));
        Assert.Contains("2 matching", await reader.Hover(await reader.Cell(1)), StringComparison.Ordinal);
        Assert.Contains("0 matching", await reader.Hover(await reader.Cell(7)), StringComparison.Ordinal);
        await reader.Click("#callees .sandwich-row:has-text('query')");
        Assert.Equal("Callees 125 50.0% k_read", await reader.Text("#callees"));
        Assert.Equal("", await reader.Page.InputValueAsync("#search"));
        Assert.Equal("false", await reader.Page.GetAttributeAsync("#match-case", "aria-pressed"));

        // A search has precedence, and Escape goes back.
        await reader.Search("COMPRESS");
        Assert.Equal("200 samples, 27.4%", await reader.Text("#matched"));
        Assert.Contains("1 matching", await reader.Hover(await reader.Cell(7)), StringComparison.Ordinal);
        await reader.Page.FocusAsync("#flame");
        await reader.Press("Escape");
        Assert.False(await reader.Page.IsVisibleAsync("#sandwich"));
        await reader.Press("Escape");
        Assert.Equal("", await reader.Text("#matched"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_table_follows_the_selection()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#panel=functions");
        await reader.DragAsync(await reader.Cell(7), await reader.Cell(8.5));
        Assert.Equal(["compress", "main"], (await Rows(reader)).Select(cells => cells[2]));
    }

    // The values without their shares, and the names.
    private static async Task<string[][]> Rows(ReportReader reader)
    {
        await reader.Settle();
        return await reader.Page.EvaluateAsync<string[][]>(
            """
            () => [...document.querySelectorAll('.functions tbody tr')]
              .map(row => [...row.cells].map(cell => cell.classList.contains('name') ? cell.innerText.trim() : cell.title))
            """);
    }
}
