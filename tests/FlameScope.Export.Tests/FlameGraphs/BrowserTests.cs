using FlameScope.FlameGraph;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Opens flame graphs from disk in a browser and operates them.</summary>
[Collection(ReportReaders.Name)]
public sealed class BrowserTests(ReportChromium chromium) : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"flamescope-{Guid.NewGuid():N}.svg");
    private readonly List<string> _errors = [];
    private IPage? _page;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_page is not null) await _page.Context.CloseAsync();
        File.Delete(_file);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Hover_shows_name_value_and_share()
    {
        IPage page = await Open(StackTree.From(Made.Small));
        await Frame(page, "run").HoverAsync();
        Assert.Equal("run  3 samples, 42.86%", await page.TextContentAsync(".details"));
        Assert.Empty(_errors);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Hover_on_a_difference_shows_both_sides()
    {
        IPage page = await Open(file => FlameGraphSvg.Write(Made.Diff, file));
        await Frame(page, "run").HoverAsync();
        Assert.Equal("run  1 sample, 33.33%; baseline 2 samples, 50.00%; -16.67%", await page.TextContentAsync(".details"));
        Assert.Empty(_errors);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_click_zooms_and_reset_goes_back()
    {
        IPage page = await Open(StackTree.From(Made.Small));
        double whole = (await Frame(page, "root").Locator("rect").BoundingBoxAsync())!.Width;
        LocatorBoundingBoxResult before = (await Frame(page, "j_Foo").BoundingBoxAsync())!;
        await Frame(page, "run").ClickAsync();
        Assert.Equal(whole, (await Frame(page, "run").Locator("rect").BoundingBoxAsync())!.Width, 1d);
        Assert.Equal(whole, (await Frame(page, "main").Locator("rect").BoundingBoxAsync())!.Width, 1d);
        Assert.Equal(whole * 2 / 3, (await Frame(page, "j_Foo").Locator("rect").BoundingBoxAsync())!.Width, 2d);
        Assert.False(await Frame(page, "sh").IsVisibleAsync());

        await page.ClickAsync("text=Reset zoom");
        Assert.Equal(before.Width, (await Frame(page, "j_Foo").BoundingBoxAsync())!.Width, 0.1);
        Assert.True(await Frame(page, "sh").IsVisibleAsync());

        // By keyboard: focus, two frames up, zoom, and back.
        await page.FocusAsync(".frames");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        Assert.False(await Frame(page, "sh").IsVisibleAsync());
        await page.Keyboard.PressAsync("Escape");
        Assert.True(await Frame(page, "sh").IsVisibleAsync());
        Assert.Empty(_errors);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Search_counts_every_sample_once_and_shows_errors_in_patterns()
    {
        IPage page = await Open(StackTree.From(Made.Small));
        await page.Keyboard.PressAsync("Control+f");
        await page.Keyboard.TypeAsync("^(run|j_Foo|k_.*)$");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("Matched: 42.86%, 1 of 4", await page.TextContentAsync(".matched"));
        Assert.Equal(4, await page.Locator(".frames > .match").CountAsync());

        await page.FillAsync("input", "run(");
        await page.Keyboard.PressAsync("Enter");
        Assert.Contains("Invalid regular expression", await page.TextContentAsync(".matched"), StringComparison.Ordinal);

        await page.Keyboard.PressAsync("Escape");
        Assert.Equal("", await page.TextContentAsync(".matched"));
        Assert.Equal(0, await page.Locator(".frames > .match").CountAsync());
        Assert.Empty(_errors);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_link_shows_the_zoomed_frame_and_the_search()
    {
        IPage page = await Open(StackTree.From(Made.Small));
        await Frame(page, "run").ClickAsync();
        await page.Keyboard.PressAsync("Control+f");
        await page.Keyboard.TypeAsync("j_F.o");
        await page.Keyboard.PressAsync("Enter");
        string address = page.Url;
        Assert.Contains("#x=", address, StringComparison.Ordinal);
        Assert.Contains("&s=j_F.o", address, StringComparison.Ordinal);
        string? matched = (await page.TextContentAsync(".matched"))!.Split(',')[0];

        await page.GotoAsync("about:blank");
        await page.GotoAsync(address);
        Assert.False(await Frame(page, "sh").IsVisibleAsync());
        Assert.Equal(1, await page.Locator(".frames > .match").CountAsync());
        Assert.Equal(matched, await page.TextContentAsync(".matched"));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        Assert.EndsWith("#", page.Url, StringComparison.Ordinal);
        Assert.Empty(_errors);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Enter_and_buttons_go_to_the_next_and_the_previous_match()
    {
        IPage page = await Open(StackTree.From(Made.Small));
        await page.Keyboard.PressAsync("Control+f");
        await page.Keyboard.TypeAsync("^(run|j_Foo|k_.*)$");
        await page.Keyboard.PressAsync("Enter");
        Assert.EndsWith(", 1 of 4", await page.TextContentAsync(".matched"), StringComparison.Ordinal);
        string? first = await page.TextContentAsync(".details");
        Assert.Equal(1, await page.Locator(".frames > .marked.match").CountAsync());
        await page.ClickAsync("button[aria-label='Next match']");
        Assert.EndsWith(", 2 of 4", await page.TextContentAsync(".matched"), StringComparison.Ordinal);
        Assert.NotEqual(first, await page.TextContentAsync(".details"));
        await page.ClickAsync("button[aria-label='Previous match']");
        Assert.Equal(first, await page.TextContentAsync(".details"));
        await page.FocusAsync("input");
        await page.Keyboard.PressAsync("Shift+Enter");
        Assert.EndsWith(", 4 of 4", await page.TextContentAsync(".matched"), StringComparison.Ordinal);
        await page.FocusAsync(".frames");
        await page.Keyboard.PressAsync("n");
        Assert.EndsWith(", 1 of 4", await page.TextContentAsync(".matched"), StringComparison.Ordinal);
        Assert.Empty(_errors);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_picture_is_dark_where_dark_is_preferred()
    {
        IPage page = await Open(StackTree.From(Made.Small));
        Task<string> Paper() => page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.paper')).fill");
        Assert.Equal("rgb(255, 255, 255)", await Paper());
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Equal("rgb(22, 25, 31)", await Paper());
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, Media = Media.Print });
        Assert.Equal("rgb(255, 255, 255)", await Paper());
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Hostile_names_do_not_run()
    {
        const string own = "document.documentElement.id='owned'";
        const string name = $"</title><script>{own}</script><image href=\"x\" onerror=\"{own}\"/>]]>";
        IPage page = await Open(Made.Tree(name, "leaf"));
        await Frame(page, "leaf").ClickAsync();
        await page.Locator(".frames > g").Nth(2).HoverAsync();
        Assert.StartsWith("</title><script>", await page.TextContentAsync(".details"), StringComparison.Ordinal);
        Assert.Null(await page.GetAttributeAsync("svg", "id"));
        Assert.Equal(1, await page.Locator("script").CountAsync());
        Assert.Empty(_errors);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_axis_of_a_flame_chart_shows_the_time_of_the_zoomed_frame()
    {
        IPage page = await Open(file => FlameChartSvg.Write(FlameChart.From(Made.Small.Select(), 1), file));
        ILocator labels = page.Locator(".axis text");
        Assert.Equal(["0.0 s", "0.2 s"], (await labels.AllTextContentsAsync()).Take(2));
        Assert.Equal("2.0 s", (await labels.AllTextContentsAsync())[^1]);
        await Frame(page, "main").Nth(1).Locator("rect").DispatchEventAsync("click");
        Assert.Equal(["1.250 s", "1.251 s"], (await labels.AllTextContentsAsync()).Take(2));
        LocatorBoundingBoxResult frame = (await Frame(page, "main").Nth(1).Locator("rect").BoundingBoxAsync())!;
        LocatorBoundingBoxResult axis = (await page.Locator(".axis").BoundingBoxAsync())!;
        Assert.Equal(frame.X, axis.X, 2d);
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal("0.0 s", (await labels.AllTextContentsAsync())[0]);
        Assert.Empty(_errors);
    }

    private Task<IPage> Open(StackTree tree) => Open(file => FlameGraphSvg.Write(tree, file));

    private async Task<IPage> Open(Action<Stream> write)
    {
        using (FileStream file = File.Create(_file)) write(file);
        IPage page = _page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) => _errors.Add(message.Text);
        await page.GotoAsync("file://" + _file);
        return page;
    }

    private static ILocator Frame(IPage page, string name) =>
        page.Locator(".frames > g").Filter(new() { Has = page.Locator($"xpath=./*[local-name()='title' and starts-with(., '{name}\n')]") });
}
