using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

/// <summary>
/// Simulates a user of the viewer. Disposing asserts that the page logged no errors, that it asked only its server, and that it downloaded no profile.
/// </summary>
internal sealed partial class ViewerReader : IAsyncDisposable
{
    private const string Answered = "#app:not([data-waiting='true']):not([data-moments='pending'])";

    private readonly string _root;
    private readonly List<string> _errors = [];
    private readonly List<string> _requests = [];

    public ViewerReader(IPage page, string root)
    {
        (Page, _root) = (page, root);
        page.PageError += (_, error) => _errors.Add(error);
        // A status of an error is logged by the browser and shown by the page.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _errors.Add(message.Text);
        };
        page.Request += (_, request) => _requests.Add(request.Url);
    }

    public IPage Page { get; }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(_errors);
        foreach (string request in _requests)
        {
            Assert.True(request.StartsWith(_root, StringComparison.Ordinal) || request.StartsWith("data:", StringComparison.Ordinal), request);
            Assert.DoesNotContain("api/v1/export", request, StringComparison.Ordinal);
        }
    }

    public async Task GoTo(string address)
    {
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync(_root + address);
        await Settle();
    }

    /// <summary>Waits until the page shows the answers to all its questions.</summary>
    public async Task Settle()
    {
        // The policy of the page forbids functions as text, by which a browser's test waits for conditions of its own.
        await Page.WaitForSelectorAsync("#app[data-ready]");
        await Assertions.Expect(Page.Locator(".profile-facts .pending")).ToHaveCountAsync(0, new() { Timeout = 120_000 });
        await Page.WaitForSelectorAsync(Answered);
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))");
        await Page.WaitForSelectorAsync(Answered);
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))");
    }

    public async Task<string> Text(string selector) => Blanks().Replace((await Page.InnerTextAsync(selector)).Trim(), " ");

    /// <summary>Drags on a heat map, between two points that are fractions of its size.</summary>
    public async Task Drag(string heatMap, (double X, double Y) from, (double X, double Y) to)
    {
        LocatorBoundingBoxResult box = (await Page.Locator(heatMap).BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync((float)(box.X + box.Width * from.X), (float)(box.Y + box.Height * from.Y));
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync((float)(box.X + box.Width * to.X), (float)(box.Y + box.Height * to.Y), new() { Steps = 5 });
        await Page.Mouse.UpAsync();
        await Settle();
    }

    public async Task Press(string key)
    {
        await Page.Keyboard.PressAsync(key);
        await Settle();
    }

    /// <summary>Presses Tab until an element with an id has the focus.</summary>
    public async Task TabTo(string id)
    {
        for (int i = 0; i < 200; i++)
        {
            if (await Page.EvaluateAsync<string>("() => document.activeElement.id") == id) return;
            await Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"Tab does not reach {id}.");
    }

    /// <summary>Returns what a canvas shows, to compare pictures.</summary>
    public Task<string> Picture(string canvas) => PictureOf(Page, canvas);

    public static Task<string> PictureOf(IPage page, string canvas) =>
        page.EvaluateAsync<string>("selector => document.querySelector(selector).toDataURL()", canvas);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
