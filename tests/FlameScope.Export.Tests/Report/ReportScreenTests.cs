using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using FlameScope.Model;
using FlameScope.TestData;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Phones, zoomed pages, touch, paper, and servers with a strict policy.</summary>
[Collection(ReportReaders.Name)]
public sealed partial class ReportScreenTests(ReportChromium browser)
{
    private const string Unreachable =
        """
        () => [...document.querySelectorAll('#search, #filters, #compare, #export, #theme, #column-length, #rows, #colors, #scale, #grouping, #palette, ' +
            '#reversed, #functions-toggle, #heat, #flame, .breadcrumbs, .flame-footer, #selection-numbers')].filter(element => {
          element.scrollIntoView({ block: 'nearest' });
          const box = element.getBoundingClientRect();
          return !(box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight + 1);
        }).map(element => element.id || element.className)
        """;

    private static Profile Minute { get; } =
        ProfileSpec.Build(Enumerable.Range(0, 6000).Select(i => ProfileSpec.Sample(i * 10_000_000L, "app", "main", "work")));

    [OptionalFact(Requirement.Browser)]
    public async Task Everything_is_reachable_on_a_phone_and_in_a_page_that_is_zoomed_to_200_percent()
    {
        foreach ((int width, int height) in new[] { (400, 800), (683, 384), (900, 700) })
        {
            await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=1-2&match=serve", width: width, height: height);
            Assert.Empty(await reader.Page.EvaluateAsync<string[]>(Unreachable));
            Assert.Equal(width, await reader.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            Assert.True(await reader.Page.EvaluateAsync<double>("() => document.querySelector('#heat').getBoundingClientRect().width") > 300);
            await reader.Click("#export");
            LocatorBoundingBoxResult card = (await reader.Page.Locator("#export-card").BoundingBoxAsync())!;
            Assert.True(card.X >= 0 && card.X + card.Width <= width);
        }
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_tap_selects_a_long_press_selects_a_range_and_a_swipe_scrolls()
    {
        await using ReportReader reader = await browser.Open(Minute, hash: "#columnLength=0.1", width: 400, height: 800, isPhone: true);
        ICDPSession touch = await reader.Page.Context.NewCDPSessionAsync(reader.Page);
        (float x, float y) = await reader.Cell(1.05);
        await reader.Page.Touchscreen.TapAsync(x, y);
        await reader.Settle();
        await reader.SelectionContains("1.05 – 1.052 s");
        Assert.Contains("Second 1.05", await reader.Text("#tip"), StringComparison.Ordinal);

        await touch.SendAsync("Input.dispatchTouchEvent", Touch("touchStart", x, y));
        await reader.Page.WaitForTimeoutAsync(600);
        await touch.SendAsync("Input.dispatchTouchEvent", Touch("touchMove", x + 40, y));
        await touch.SendAsync("Input.dispatchTouchEvent", Touch("touchEnd"));
        await reader.Settle();
        Assert.DoesNotContain("2 ms", await reader.Text("#selection-numbers .muted"), StringComparison.Ordinal);

        string selection = await reader.Selection();
        await touch.SendAsync("Input.dispatchTouchEvent", Touch("touchStart", 250, y));
        for (int step = 1; step < 15; step++) await touch.SendAsync("Input.dispatchTouchEvent", Touch("touchMove", 250 - (step * 10), y));
        await touch.SendAsync("Input.dispatchTouchEvent", Touch("touchEnd"));
        await reader.Page.WaitForFunctionAsync("() => document.querySelector('.heat-scroll').scrollLeft > 50");
        Assert.Equal(selection, await reader.Selection());

        // A tap while the map still moves would stop it.
        await reader.Page.WaitForFunctionAsync(
            """
            () => {
              const { scrollLeft } = document.querySelector('.heat-scroll');
              const moves = scrollLeft !== window.lastScroll;
              window.lastScroll = scrollLeft;
              return !moves;
            }
            """,
            null,
            new() { PollingInterval = 300 });
        (x, y) = await Visible(reader, "main");
        await reader.Page.Touchscreen.TapAsync(x, y);
        await reader.Page.WaitForFunctionAsync("() => /^main\\s/.test(document.querySelector('#details').innerText)");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task The_print_has_both_pictures_and_the_search()
    {
        await using ReportReader reader = await browser.Open(Shop.Profile, hash: "#t=1-2&q=query", scheme: ColorScheme.Dark, width: 1700);
        await reader.Page.EvaluateAsync("() => window.dispatchEvent(new Event('beforeprint'))");
        await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });
        // The canvases above the pictures would erase them on paper, and the pictures have to fit.
        Assert.Empty(await reader.Page.EvaluateAsync<string[]>(
            """
            () => {
              document.body.style.width = '700px';
              const faults = ['.heat-overlay', '.flame-overlay'].filter(name => getComputedStyle(document.querySelector(name)).display !== 'none');
              for (const name of ['.heat-canvas', '.flame-canvas']) {
                const box = document.querySelector(name).getBoundingClientRect();
                if (!(box.width > 300 && box.right <= 701 && box.height > 30)) faults.push(`${name} ${JSON.stringify(box)}`);
              }
              return faults;
            }
            """));
        Assert.Contains("1.00 – 2.00 s, 100 samples; search: query (50.0%)", await reader.Text(".print-note"), StringComparison.Ordinal);
        await reader.Page.EvaluateAsync("() => { document.body.style.width = ''; window.dispatchEvent(new Event('afterprint')); }");
        await reader.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        Assert.Equal("query", (await reader.Card("query"))[0]);

        // In the file, the names of frames are drawn after the last area that is erased or painted over all of it.
        string content = ContentOf(await reader.Page.PdfAsync(new() { PrintBackground = true }));
        Assert.True(NumberOfFrames().Count(content) > 20, "The print has no frames.");
    }

    [OptionalFact(Requirement.Browser)]
    public async Task A_page_whose_script_a_server_blocks_says_so()
    {
        IBrowserContext context = await browser.Browser.NewContextAsync();
        await context.RouteAsync("**/*", route => route.FulfillAsync(new()
        {
            BodyBytes = Made.Bytes(file => HtmlReport.Write(Shop.Profile, file)),
            ContentType = "text/html",
            Headers = new Dictionary<string, string> { ["content-security-policy"] = "default-src 'self'" },
        }));
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("http://reports.example/report.html");
        Assert.Contains("a policy of the server blocks the scripts of this page", await page.InnerTextAsync("#app"), StringComparison.Ordinal);
        await context.CloseAsync();
    }

    private static Dictionary<string, object> Touch(string type, params float[] at) => new()
    {
        ["type"] = type,
        ["touchPoints"] = at.Length == 0 ? [] : new object[] { new Dictionary<string, object> { ["x"] = at[0], ["y"] = at[1] } },
    };

    private static async Task<(float X, float Y)> Visible(ReportReader reader, string frame)
    {
        await reader.Page.EvaluateAsync("() => document.querySelector('#flame').scrollIntoView({ block: 'center' })");
        await reader.Settle();
        return await reader.Frame(frame);
    }

    // The decompressed streams of a PDF, with one character per byte.
    private static string ContentOf(byte[] pdf)
    {
        string text = Encoding.Latin1.GetString(pdf);
        var content = new StringBuilder();
        foreach (Match match in Regex.Matches(text, @"stream\r?\n(.*?)endstream", RegexOptions.Singleline))
        {
            try
            {
                using var zlib = new ZLibStream(new MemoryStream(Encoding.Latin1.GetBytes(match.Groups[1].Value)), CompressionMode.Decompress);
                using var reader = new StreamReader(zlib, Encoding.Latin1);
                content.Append(reader.ReadToEnd()).Append('\n');
            }
            catch (InvalidDataException)
            {
                // A stream that is not compressed: a font or an image.
            }
        }
        return content.ToString();
    }

    [GeneratedRegex(@"\bre\r?\nf\b")]
    private static partial Regex NumberOfFrames();
}
