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
        await Assertions.Expect(page.Locator(".profile-name")).ToHaveTextAsync(["shop", "shop/web-1", "shop/web-2"]);
        await Assertions.Expect(page.Locator(".profile img:visible")).ToHaveCountAsync(3);
        Assert.Contains("2 hosts", await reader.Text(".profile-facts >> nth=0"), StringComparison.Ordinal);
        await SaveAsync(page, "list");
        await page.ClickAsync(".profile-link >> nth=0");
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

    private Task<ViewerReader> OpenAsync(string address) => chromium.Open(address, root: chromium.FleetAddress);

    private static async Task SaveAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"viewer-store-{name}.png") });
}
