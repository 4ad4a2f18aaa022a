using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The viewer in a browser, over real HTTP: the list, a profile, two profiles, links, uploads and exports.</summary>
[Collection(ViewerReaders.Name)]
public class ViewerTests(ViewerChromium chromium)
{
    private const string Shop = "?profile=night/shop.perf.gz";

    public static TheoryData<ColorScheme> Schemes => [ColorScheme.Light, ColorScheme.Dark];

    public static TheoryData<string> Hashes =>
    [
        "",
        "#t=28.3-28.58",
        "#t=28.3-28.58&panel=functions&q=recommend",
        "#t=28.3-28.58&compare=rest&panel=functions",
        "#t=28.3-28.58&b=20-25&compare=second&normalization=time&swapped=1",
        "#comm=shop-web-1&grouping=tid&reversed=1&t=10-40",
        "#weight=period&idle=1&match=handle&columnLength=0.5&rows=20",
    ];

    [OptionalTheory(Requirement.Browser)]
    [MemberData(nameof(Schemes))]
    public async Task From_the_list_to_a_shared_link_of_a_comparison_by_mouse(ColorScheme scheme)
    {
        await using ViewerReader reader = await chromium.Open(scheme: scheme);
        IPage page = reader.Page;
        await page.FillAsync("#list-search", "shop");
        await Assertions.Expect(page.Locator(".profile")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".profile img:visible")).ToHaveCountAsync(2);
        await reader.Settle();
        await Save(page, $"list-{scheme}");
        await page.GetByLabel("Compare shop.perf.gz").CheckAsync();
        await page.GetByLabel("Compare shop-without.json").CheckAsync();
        await page.ClickAsync("#compare-marked");
        await reader.Settle();

        await reader.Drag("#heat", (0.5, 0.7), (0.7, 0.5));
        await reader.Drag("#other-heat", (0.3, 0.7), (0.5, 0.5));
        Assert.Contains("compared with", await reader.Text("#comparison"), StringComparison.Ordinal);
        Assert.Contains("of shop-without.json", await reader.Text("#comparison"), StringComparison.Ordinal);
        await Save(page, $"comparison-{scheme}");

        await AddressHas(page, "#t=", "&o=");
        await using ViewerReader colleague = await chromium.Open(RelativeTo(page.Url), scheme: scheme);
        await Same(reader, colleague, "#comparison", "#selection-numbers", "#second-numbers");
        Assert.Equal(await reader.Picture(".flame-canvas"), await colleague.Picture(".flame-canvas"));
    }

    [OptionalTheory(Requirement.Browser)]
    [MemberData(nameof(Schemes))]
    public async Task From_the_list_to_a_shared_link_of_a_comparison_with_the_keyboard_alone(ColorScheme scheme)
    {
        await using ViewerReader reader = await chromium.Open(scheme: scheme);
        IPage page = reader.Page;
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("shop");
        await Assertions.Expect(page.Locator(".profile")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".profile input:checked")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".profile input:checked")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#compare-marked")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("baseline="), new() { Timeout = 60_000 });
        await reader.Settle();

        await reader.TabTo("heat");
        await reader.Press("ArrowRight");
        await reader.Press("Shift+ArrowRight");
        await reader.TabTo("other-heat");
        await reader.Press("ArrowRight");
        await reader.Press("Shift+ArrowRight");
        await reader.TabTo("flame");
        await reader.Press("ArrowUp");
        await reader.Press("ArrowUp");
        await reader.Press("Enter");
        await reader.Press("t");
        Assert.Contains("compared with", await reader.Text("#comparison"), StringComparison.Ordinal);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("z=.*panel=|panel=.*z="), new() { Timeout = 60_000 });
        await Save(page, $"keyboard-{scheme}");

        await using ViewerReader colleague = await chromium.Open(RelativeTo(page.Url), scheme: scheme);
        await Same(reader, colleague, "#comparison", "#selection-numbers", "#second-numbers", ".breadcrumbs", ".functions");
    }

    [OptionalTheory(Requirement.Browser)]
    [MemberData(nameof(Hashes))]
    public async Task A_profile_looks_as_in_its_report(string hash)
    {
        await using ViewerReader reader = await chromium.Open(Shop + hash);
        IPage report = await chromium.OpenReport(hash);
        foreach (string part in (string[])["#selection-numbers", "#second-numbers", "#comparison", "#matched", ".functions", ".chips", ".facts"])
        {
            string expected = Regex.Replace((await report.InnerTextAsync(part)).Trim(), @"\s+", " ");
            // What is searched arrives after what is selected.
            for (int i = 0; i < 300 && await reader.Text(part) != expected; i++) await reader.Settle();
            Assert.Equal($"{part}: {expected}", $"{part}: {await reader.Text(part)}");
        }
        // In a short selection, each frame is wide enough to be sent.
        if (hash.StartsWith("#t=28.3-28.58", StringComparison.Ordinal))
            Assert.Equal(await ViewerReader.PictureOf(report, ".flame-canvas"), await reader.Picture(".flame-canvas"));
        await report.Context.CloseAsync();
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_zoomed_frame_and_a_function_are_part_of_a_link()
    {
        await using ViewerReader reader = await chromium.Open(Shop + "#t=28.3-28.58");
        LocatorBoundingBoxResult box = (await reader.Page.Locator("#flame").BoundingBoxAsync())!;
        await reader.Page.Mouse.ClickAsync(box.X + box.Width / 4, box.Y + box.Height - 60);
        await reader.Press("t");
        await reader.Page.ClickAsync(".functions tbody button");
        await reader.Settle();
        await AddressHas(reader.Page, "z=", "f=");
        await using ViewerReader colleague = await chromium.Open(RelativeTo(reader.Page.Url));
        await Same(reader, colleague, ".breadcrumbs", "#sandwich", "#matched", "#selection-numbers");
        Assert.NotEqual("All", await colleague.Text(".breadcrumbs"));
    }

    [OptionalTheory(Requirement.Browser)]
    [InlineData("Focus on the function", "Focus: ")]
    [InlineData("Show its callers only", "Callers of: ")]
    [InlineData("Hide the function", "Hidden: ")]
    public async Task Stacks_are_shown_otherwise_as_in_the_report_and_in_a_link(string entry, string chip)
    {
        await using ViewerReader reader = await chromium.Open(Shop + "#t=28.3-28.58&panel=functions");
        IPage report = await chromium.OpenReport("#t=28.3-28.58&panel=functions");
        foreach (IPage page in (IPage[])[reader.Page, report]) await ChooseOfFrame(page, 4, entry);
        await AddressHas(reader.Page, "x=");
        await reader.Settle();
        Assert.StartsWith(chip, await reader.Text(".chips"), StringComparison.Ordinal);
        foreach (string part in (string[])[".chips", "#selection-numbers", ".functions"])
            Assert.Equal((part, Regex.Replace((await report.InnerTextAsync(part)).Trim(), @"\s+", " ")), (part, await reader.Text(part)));
        Assert.Equal(await ViewerReader.PictureOf(report, ".flame-canvas"), await reader.Picture(".flame-canvas"));
        await using ViewerReader colleague = await chromium.Open(RelativeTo(reader.Page.Url));
        await Same(reader, colleague, ".chips", "#selection-numbers", ".functions");
        Assert.Equal(await reader.Picture(".flame-canvas"), await colleague.Picture(".flame-canvas"));
        await report.Context.CloseAsync();
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_table_has_its_percentages_where_it_arrives_before_the_flame_graph()
    {
        await using ViewerReader reader = await chromium.Open(Shop);
        int delayed = 0;
        await reader.Page.RouteAsync(new Regex(@"/flamegraph\?"), async route =>
        {
            delayed++;
            await reader.Page.WaitForSelectorAsync(".functions tbody tr");
            await route.ContinueAsync();
        });
        await reader.GoTo(Shop + "#t=28.3-28.58&panel=functions");
        Assert.NotEqual(0, delayed);
        Assert.Contains("3361.1% 3463.0% compare_scores", await reader.Text(".functions"), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_module_is_collapsed_and_callers_and_callees_of_a_function_are_shown_as_in_the_report()
    {
        await using ViewerReader reader = await chromium.Open(Shop + "#t=28.3-28.58");
        IPage report = await chromium.OpenReport("#t=28.3-28.58");
        foreach (IPage page in (IPage[])[reader.Page, report]) await ChooseOfFrame(page, 5, "Callers and callees");
        await reader.Settle();
        foreach (string half in (string[])[".sandwich-half:first-child .flame-canvas", ".sandwich-half:last-child .flame-canvas"])
            Assert.Equal(await ViewerReader.PictureOf(report, half), await reader.Picture(half));
        Assert.Equal(Regex.Replace(await report.InnerTextAsync(".sandwich-title"), @"\s+", " ").Trim(), await reader.Text(".sandwich-title"));
        await Save(reader.Page, "sandwich");
        await report.Context.CloseAsync();

        await reader.Press("Escape");
        await ChooseOfFrame(reader.Page, 4, "Collapse its module");
        await reader.Settle();
        Assert.StartsWith("Collapsed: ", await reader.Text(".chips"), StringComparison.Ordinal);
        await AddressHas(reader.Page, "x=module");
        await using ViewerReader colleague = await chromium.Open(RelativeTo(reader.Page.Url));
        await Same(reader, colleague, ".chips", "#selection-numbers");
        Assert.Equal(await reader.Picture(".flame-canvas"), await colleague.Picture(".flame-canvas"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Another_profile_is_chosen_from_the_list_and_the_selection_is_kept()
    {
        await using ViewerReader reader = await chromium.Open(Shop + "#t=28.3-28.58");
        await reader.Page.SelectOptionAsync("#compare", "choose");
        await AddressHas(reader.Page, "with=");
        await reader.Page.GetByText("shop-without.json").ClickAsync();
        await AddressHas(reader.Page, "baseline=");
        await reader.Settle();
        Assert.Contains("28.30 – 28.58 s", await reader.Text("#selection-numbers"), StringComparison.Ordinal);
        Assert.Contains("compared with shop-without.json", await reader.Text("#comparison"), StringComparison.Ordinal);
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_list_is_sorted_and_its_address_keeps_the_order_and_the_search()
    {
        await using ViewerReader reader = await chromium.Open("?q=shop");
        await reader.Page.SelectOptionAsync("#sort", "samples");
        await Assertions.Expect(reader.Page.Locator(".profile-name").First).ToHaveTextAsync("night/shop.perf.gz");
        await reader.Page.ClickAsync("#descending");
        await Assertions.Expect(reader.Page.Locator(".profile-name").First).ToHaveTextAsync("shop-without.json");
        Assert.EndsWith("?q=shop&sort=samples", reader.Page.Url, StringComparison.Ordinal);
        await reader.Page.ReloadAsync();
        await Assertions.Expect(reader.Page.Locator(".profile-name").First).ToHaveTextAsync("shop-without.json");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_dropped_file_is_uploaded_and_one_that_is_no_profile_is_refused_with_the_reason()
    {
        await using ViewerReader reader = await chromium.Open();
        string base64 = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(chromium.Folder, "night", "shop.perf.gz")));
        await reader.Page.EvaluateAsync(
            """
            base64 => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], 'dropped.perf.gz'));
              transfer.items.add(new File(['no profile\n'], 'no profile.txt'));
              for (const type of ['dragenter', 'dragover', 'drop'])
                document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """,
            base64);
        await Assertions.Expect(reader.Page.Locator(".uploads .error")).ToBeVisibleAsync();
        await Assertions.Expect(reader.Page.GetByText("dropped.perf.gz", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(chromium.Folder, "night", "shop.perf.gz")),
            await File.ReadAllBytesAsync(Path.Combine(chromium.Folder, "dropped.perf.gz")));
        Assert.False(File.Exists(Path.Combine(chromium.Folder, "no profile.txt")));
        File.Delete(Path.Combine(chromium.Folder, "dropped.perf.gz"));
    }

    [OptionalFact(Requirement.Browser)]
    public async Task Every_export_is_a_file_of_the_selection()
    {
        await using ViewerReader reader = await chromium.Open(Shop + "#t=28.3-28.58&tid=8491");
        await reader.Page.ClickAsync("#export");
        string[] links = await reader.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#export-card a[href]')].map(link => link.href)");
        Assert.True(links.Length > 8);
        foreach (string link in links)
        {
            IAPIResponse response = await reader.Page.APIRequest.GetAsync(link);
            Assert.True(response.Ok, $"{link}: {await response.TextAsync()}");
            Assert.StartsWith("attachment", response.Headers["content-disposition"], StringComparison.Ordinal);
            Assert.NotEmpty(await response.BodyAsync());
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_profile_that_does_not_exist_leads_back_to_the_list()
    {
        await using ViewerReader reader = await chromium.Open();
        await reader.Page.GotoAsync(chromium.Address + "?profile=none.perf");
        await reader.Page.ClickAsync(".fault a");
        await Assertions.Expect(reader.Page.Locator(".profile").First).ToBeVisibleAsync();
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_list_fits_a_phone()
    {
        await using ViewerReader reader = await chromium.Open(width: 390, height: 800, scheme: ColorScheme.Dark);
        Assert.Equal(390, await reader.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
        Assert.True(await reader.Page.EvaluateAsync<bool>("() => document.querySelector('.list').scrollWidth <= 390"));
        await Save(reader.Page, "phone");
    }

    private static async Task Same(ViewerReader first, ViewerReader second, params string[] selectors)
    {
        foreach (string selector in selectors) Assert.Equal((selector, await first.Text(selector)), (selector, await second.Text(selector)));
    }

    // Waits until the address contains all of some texts. Page.WaitForURLAsync also waits for an event of loading, which it misses when the page changes its own address.
    private static async Task AddressHas(IPage page, params string[] parts)
    {
        foreach (string part in parts) await Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(part)));
    }

    // Chooses an entry of the menu of the widest frame of a depth.
    private static async Task ChooseOfFrame(IPage page, int depth, string entry)
    {
        await page.FocusAsync("#flame");
        for (int i = 0; i < depth; i++) await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Shift+F10");
        await page.ClickAsync($"#context-menu .item:has-text('{entry}')");
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))");
    }

    private string RelativeTo(string url) => url[chromium.Address.Length..];

    private static async Task Save(IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"viewer-{name}.png") });
}
