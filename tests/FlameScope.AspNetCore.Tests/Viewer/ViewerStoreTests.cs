using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The viewer over a dataset in a browser: services and hosts, a selection, zoom, and two hosts compared.</summary>
[Collection(ViewerReaders.Name)]
public class ViewerStoreTests(ViewerChromium chromium)
{
    [OptionalFact(Requirement.Browser)]
    public async Task From_the_list_of_services_to_the_flame_graph_of_a_range_and_a_link_to_it()
    {
        await using ViewerReader reader = await OpenAsync("");
        IPage page = reader.Page;
        await Assertions.Expect(page.Locator(".profile-name")).ToHaveTextAsync(["api", "api/api-1", "api/api-2", "api/api-3", "api/api-4", "api/api-5", "shop", "shop/web-1", "shop/web-2"]);
        await Assertions.Expect(page.Locator(".profile img:visible")).ToHaveCountAsync(9);
        Assert.Contains("2 hosts", await reader.Text(".profile-facts >> nth=6"), StringComparison.Ordinal);
        await SaveAsync(page, "list");
        await page.ClickAsync(".profile-link >> nth=6");
        await reader.Settle();
        Assert.Contains("2026-11-28 14:00:00 UTC", await reader.Text(".facts"), StringComparison.Ordinal);
        await reader.Drag("#heat", (0.5, 0.7), (0.7, 0.5));
        string numbers = await reader.Text("#selection-numbers");
        Assert.Matches(new Regex("samples.*of all"), numbers);
        await page.FillAsync("input[type=search]", "recommend");
        await reader.Settle();
        await SaveAsync(page, "service");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("t=.*q=recommend|q=recommend.*t="));
        await using ViewerReader colleague = await OpenAsync(page.Url[chromium.FleetAddress.Length..]);
        Assert.Equal(numbers, await colleague.Text("#selection-numbers"));
        Assert.Equal(await reader.Picture(".flame-canvas"), await colleague.Picture(".flame-canvas"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_host_shows_what_its_recording_shows()
    {
        await using ViewerReader reader = await OpenAsync("?profile=shop/web-1#t=28.3-28.58&panel=functions&grouping=none");
        await using ViewerReader file = await chromium.Open("?profile=night/shop.perf.gz#t=28.3-28.58&panel=functions&grouping=none");
        Assert.Equal(await file.Text(".functions"), await reader.Text(".functions"));
        Assert.Contains("14:00:28.300", await reader.Text("#selection-numbers"), StringComparison.Ordinal);
        Assert.Equal(await file.Picture(".flame-canvas"), await reader.Picture(".flame-canvas"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Two_hosts_are_compared()
    {
        await using ViewerReader reader = await OpenAsync("?profile=shop/web-1&baseline=shop/web-2");
        Assert.Contains("compared with shop, web-2", await reader.Text("#comparison"), StringComparison.Ordinal);
        await reader.Press("t");
        Assert.Contains("Δ total", await reader.Text(".functions"), StringComparison.Ordinal);
        await SaveAsync(reader.Page, "hosts");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_selection_is_opened_as_a_window_of_its_own_and_back()
    {
        await using ViewerReader reader = await OpenAsync("?profile=shop#t=20.5-31");
        IPage page = reader.Page;
        string selected = await reader.Text("#selection-numbers");
        await page.ClickAsync("#zoom-window");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape("2026-11-28T14%3A00%3A20.5Z..2026-11-28T14%3A00%3A31Z")));
        await reader.Settle();
        string samples = Regex.Match(selected, "[0-9,]+ samples").Value;
        Assert.NotEmpty(samples);
        Assert.Contains(samples, await reader.Text(".facts"), StringComparison.Ordinal);
        Assert.Contains(samples, await reader.Text("#selection-numbers"), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator("#zoom-window")).ToBeHiddenAsync();
        await SaveAsync(page, "window");
        await page.ClickAsync("#hosts");
        await Assertions.Expect(page.Locator(".host-name")).ToHaveCountAsync(2);
        await page.GoBackAsync();
        await page.ClickAsync("#all-time");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("profile=shop$"));
        await reader.Settle();
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_host_that_differs_from_the_others_is_the_first_of_the_rows_and_opens_at_the_time_where_it_does()
    {
        await using ViewerReader reader = await OpenAsync("?profile=api");
        IPage page = reader.Page;
        await page.ClickAsync("#hosts");
        await Assertions.Expect(page.Locator(".host-name")).ToHaveCountAsync(5);
        await Assertions.Expect(page.Locator(".host-name").First).ToHaveTextAsync("api-3");
        await Assertions.Expect(page.Locator(".host-unusual").First).ToContainTextAsync("unusual at 14:00:02");
        await SaveAsync(page, "rows");
        await page.SelectOptionAsync("#host-order", "name");
        await Assertions.Expect(page.Locator(".host-name").First).ToHaveTextAsync("api-1");

        // A drag across the burst shows a part of the time, and a click opens the host there.
        LocatorBoundingBoxResult box = (await page.Locator(".host-strip").Nth(2).BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.38f), box.Y + 10);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.46f), box.Y + 10, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("hosts=api&from=[12].*&to=2"));
        await Assertions.Expect(page.Locator("#all-time")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".host-name")).ToHaveCountAsync(5);
        await SaveAsync(page, "rows-zoomed");
        box = (await page.Locator(".host-strip").First.BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + (box.Width * 0.5f), box.Y + 10);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("profile=api.*api-3#t=2"));
        await reader.Settle();
        Assert.Contains("14:00:02", await reader.Text("#selection-numbers"), StringComparison.Ordinal);
        await page.GotoAsync(chromium.FleetAddress + "?hosts=absent");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no such service or host.");
    }

    private Task<ViewerReader> OpenAsync(string address) => chromium.Open(address, root: chromium.FleetAddress);

    private static async Task SaveAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"viewer-store-{name}.png") });
}
