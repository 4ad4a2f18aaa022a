using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The export menu, links, initial options, the theme, the help, and accessibility.</summary>
[Collection(ReportReaders.Name)]
public sealed class ReportExportMenuTests(ReportChromium browser)
{
    [OptionalFact(Requirement.Browser)]
    public async Task The_saved_flame_graph_equals_the_file_that_the_library_writes()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, new() { Title = "shop.perf" }, "#t=0-5.5&icicle=1");
        IDownload download = await reader.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await reader.Click("#export");
            await reader.Click("#save-svg");
        });
        Assert.Equal("shop-0.00-5.50.svg", download.SuggestedFilename);
        StackTree tree = Shop.Tree(0, 5.5);
        byte[] expected = Made.Bytes(file => FlameGraphSvg.Write(
            tree, file, new FlameGraphSvgOptions { Title = "shop.perf", Subtitle = $"0.00 – 5.50 s, {tree.Total} samples", Icicle = true }));
        Assert.Equal(Encoding.UTF8.GetString(expected), await File.ReadAllTextAsync(await download.PathAsync()));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_saved_difference_is_well_formed_and_describes_the_comparison()
    {
        await using ReportReader reader = await browser.Open(Made.Small, hash: "#t=0.4-2&compare=rest");
        IDownload download = await reader.Page.RunAndWaitForDownloadAsync(() => reader.Press("s"));
        var picture = System.Xml.Linq.XDocument.Load(await download.PathAsync());
        Assert.Contains("compared with the rest", picture.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("vector<int, a<b>>::at(\"x\" & 'y')", picture.Root.Value, StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Folded_stacks_equal_those_of_the_library()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=0-5.5");
        IDownload download = await reader.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await reader.Click("#export");
            await reader.Click("#save-folded");
        });
        string expected = Encoding.UTF8.GetString(Made.Bytes(file => FoldedStacks.Write(Shop.Tree(0, 5.5), file)));
        Assert.Equal(expected, await File.ReadAllTextAsync(await download.PathAsync()));

        await reader.Click("#export");
        await reader.Click("#copy-folded");
        Assert.Contains("Copied 4 folded stacks", await reader.Text(".toast"), StringComparison.Ordinal);
        await reader.Page.FocusAsync("#search");
        await reader.Press("Control+v");
        // A single-line input replaces line breaks by spaces.
        Assert.Equal(expected.TrimEnd('\n').Replace('\n', ' '), await reader.Page.InputValueAsync("#search"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_link_opens_the_same_view()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.DragAsync(await reader.Cell(2.2), await reader.Cell(5.48));
        await reader.Pick("#rows", "25");
        await reader.Pick("#grouping", "tid");
        await reader.Pick("#palette", "colorblind");
        await reader.Press("i");
        await reader.Press("t");
        await reader.Search("re");
        await reader.ClickAt(await reader.Frame("serve"));
        string[] before = await View(reader);
        string hash = await reader.Hash();
        await reader.GoTo(hash);
        Assert.Equal(before, await View(reader));
        Assert.Equal(hash, await reader.Hash());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task An_invalid_link_opens_the_initial_view()
    {
        await using ReportReader reader = await browser.Open(
            Shop.Profile, hash: "#t=9-1&b=x&rows=7e9&columnLength=0&colors=<b>&z=99999999&cpu=1e5&grouping=x&f=9%20x&q=%E0%A4%A&columnLength=-1");
        Assert.StartsWith("Selection Whole profile", await reader.Selection(), StringComparison.Ordinal);
        Assert.Equal("All", await reader.Crumbs());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_options_of_a_report_determine_the_initial_view()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, new()
        {
            Rows = 20,
            ColorScale = ColorScale.Viridis,
            Grouping = StackGrouping.None,
            Reversed = true,
            IncludeIdle = true,
            Selection = Shop.Profile.RangeOfSeconds(6, 7),
        });
        await reader.SelectionContains("6.00 – 7.00 s 1 s 100 samples");
        Assert.Equal("20 rows", await reader.Text("#rows option:checked"));
        Assert.Equal("true", await reader.Page.GetAttributeAsync("#reversed", "aria-pressed"));
        Assert.Equal("", await reader.Hash());
        await reader.Press("w");
        await reader.HashBecomes("#t=");
        await reader.GoTo("#t=");
        await reader.SelectionContains("Whole profile");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_theme_follows_the_system_until_the_user_chooses_one()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, scheme: ColorScheme.Dark);
        string dark = await Background(reader);
        await reader.Click("#theme");
        string light = await Background(reader);
        Assert.NotEqual(dark, light);
        await reader.GoTo("");
        Assert.Equal(light, await Background(reader));
        await reader.Press("d");
        Assert.Equal(dark, await Background(reader));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_help_lists_the_shortcuts_and_closes()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile);
        await reader.Press("?");
        Assert.True(await reader.Page.IsVisibleAsync("#help"));
        Assert.Contains("select a second range to compare with", await reader.Text("#help"), StringComparison.Ordinal);
        Assert.Contains("Map of threads", await reader.Text("#help"), StringComparison.Ordinal);
        Assert.Contains("Flame chart", await reader.Text("#help"), StringComparison.Ordinal);
        await reader.Press("Escape");
        Assert.False(await reader.Page.IsVisibleAsync("#help"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Every_control_has_a_name_and_is_reachable_with_the_Tab_key()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=1-2&compare=rest&panel=functions");
        Assert.Empty(await reader.Page.EvaluateAsync<string[]>(Nameless));
        var reached = new HashSet<string>();
        for (int i = 0; i < 60; i++)
        {
            await reader.Page.Keyboard.PressAsync("Tab");
            reached.Add(await reader.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        }
        Assert.Superset(
            new HashSet<string> { "heat", "flame", "search", "filters", "compare", "export", "theme", "help-button", "grouping", "rows" },
            reached);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task All_controls_are_visible_on_small_and_large_screens()
    {
        foreach ((int width, int height) in new[] { (1024, 700), (1280, 800), (3840, 2160) })
        {
            await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=1-2", width: width, height: height);
            Assert.Empty(await reader.Page.EvaluateAsync<string[]>(Hidden));
            Assert.Equal("query", (await reader.Card("query"))[0]);
        }
    }

    // The controls that are not completely in the window.
    private const string Hidden =
        """
        () => ['#heat', '#flame', '#search', '#export', '#help-button', '#selection-numbers', '#whole', '#grouping'].filter(selector => {
          const box = document.querySelector(selector).getBoundingClientRect();
          return !(box.width > 0 && box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight);
        })
        """;

    private const string Nameless =
        """
        () => [...document.querySelectorAll('button, select, input, canvas[tabindex], [role=separator]')]
          .filter(element => !(element.innerText || element.getAttribute('aria-label') || element.labels?.length)).map(element => element.outerHTML)
        """;

    private static async Task<string[]> View(ReportReader reader) =>
    [
        await reader.Selection(), await reader.Crumbs(), await reader.Text("#matched"), await reader.Text("#rows option:checked"),
        await reader.Text(".functions"),
        await reader.Page.EvaluateAsync<string>("() => document.querySelector('.heat-canvas').toDataURL()"),
        await reader.Page.EvaluateAsync<string>("() => document.querySelector('.flame-canvas').toDataURL()"),
    ];

    private static Task<string> Background(ReportReader reader) =>
        reader.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
