using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Simulates a user of a report: pointer, keyboard, and reading of texts. Disposing asserts that the page logged no errors and made no requests.</summary>
internal sealed partial class ReportReader : IAsyncDisposable
{
    private const string CardAfterMoving =
        """
        () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
          const card = document.getElementById('tip');
          done(card.hidden ? '' : card.innerText);
        })))
        """;

    private readonly string _address;
    private readonly List<string> _errors = [];
    private readonly List<string> _requests = [];

    public ReportReader(IPage page, string address)
    {
        (Page, _address) = (page, address);
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) => _errors.Add(message.Text);
        page.Request += (_, request) =>
        {
            if (!IsOwn(request.Url)) _requests.Add(request.Url);
        };
    }

    public IPage Page { get; }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(_errors);
        Assert.Empty(_requests);
    }

    public async Task GoTo(string hash)
    {
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync(_address + hash);
        await Page.WaitForSelectorAsync("#app[data-ready]");
        await Settle();
    }

    /// <summary>Waits until the page shows its state.</summary>
    /// <remarks>
    /// The page draws in the next frame, the table in a timer of 0 ms after that, and once more in the frame after where a part changed its size.
    /// Callbacks of one frame and timers of one length run in the order in which they were requested, so these run after the page's.
    /// </remarks>
    public async Task Settle()
    {
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))");
    }

    public async Task<string> Text(string selector) => Blanks().Replace((await Page.InnerTextAsync(selector)).Trim(), " ");

    public Task<string> Selection() => Text("#selection-numbers");

    public async Task SelectionContains(string text) => Assert.Contains(text, await Selection(), StringComparison.Ordinal);

    /// <summary>Returns the lines of a frame's tooltip.</summary>
    public async Task<string[]> Card(string frame) => (await Hover(await Frame(frame))).Split('\n');

    public async Task<string> Crumbs() => string.Join(" > ", await Page.Locator(".crumb").AllInnerTextsAsync());

    /// <summary>Returns the hash of the address.</summary>
    public async Task<string> Hash()
    {
        await Task.Delay(300);
        await Settle();
        return await Page.EvaluateAsync<string>("() => location.hash");
    }

    /// <summary>Asserts that the part of the address after # becomes a text. The page writes it up to 200 ms after a change.</summary>
    public async Task HashBecomes(string expected)
    {
        try
        {
            await Page.WaitForFunctionAsync("hash => location.hash === hash", expected, new() { Timeout = 5000 });
        }
        catch (TimeoutException)
        {
            Assert.Equal(expected, await Page.EvaluateAsync<string>("() => location.hash"));
        }
    }

    public async Task Press(string key)
    {
        await Page.Keyboard.PressAsync(key);
        await Settle();
    }

    public async Task Click(string selector)
    {
        await Page.ClickAsync(selector);
        await Settle();
    }

    public async Task Pick(string selector, string value)
    {
        await Page.SelectOptionAsync(selector, value);
        await Settle();
    }

    public async Task Search(string pattern)
    {
        await Page.FillAsync("#search", pattern);
        await Page.PressAsync("#search", "Enter");
        await Settle();
    }

    /// <summary>Moves the pointer and returns the text of the tooltip; empty when there is none.</summary>
    public async Task<string> Hover((float X, float Y) at)
    {
        await Page.Mouse.MoveAsync(at.X, at.Y);
        return await Page.EvaluateAsync<string>(CardAfterMoving);
    }

    public async Task DragAsync((float X, float Y) from, (float X, float Y) to, string? holding = null)
    {
        if (holding is not null) await Page.Keyboard.DownAsync(holding);
        await Page.Mouse.MoveAsync(from.X, from.Y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(to.X, to.Y, new() { Steps = 6 });
        await Page.Mouse.UpAsync();
        if (holding is not null) await Page.Keyboard.UpAsync(holding);
        await Settle();
    }

    public async Task ClickAt((float X, float Y) at, string? holding = null)
    {
        if (holding is not null) await Page.Keyboard.DownAsync(holding);
        await Page.Mouse.ClickAsync(at.X, at.Y);
        if (holding is not null) await Page.Keyboard.UpAsync(holding);
        await Settle();
    }

    /// <summary>Returns the middle of the cell that contains a second of the profile.</summary>
    public Task<(float X, float Y)> Cell(double second) => MiddleOf(
        "#heat", $"a cell of second {second}", "time => flamescope.heat.boxOfTime(time)", Math.Round(second * 1e9));

    /// <summary>Returns the middle of a lane of the map of threads at a second of the profile.</summary>
    public Task<(float X, float Y)> Lane(string title, double second) => MiddleOf(
        "#lanes",
        $"the lane {title} at second {second}",
        "([title, time]) => flamescope.lanes.boxOf(title, time)",
        new object[] { title, Math.Round(second * 1e9) });

    /// <summary>Returns the middle of the rank of a moment above the heat map.</summary>
    public Task<(float X, float Y)> Flag(int moment) => MiddleOf(
        "#heat", $"moment {moment}", "index => flamescope.heat.boxOfMoment(index)", moment);

    /// <summary>Returns the middle of the frame that has a name, as the card shows it: the one nearest to the root.</summary>
    public Task<(float X, float Y)> Frame(string name) => MiddleOf("#flame", "a frame " + name, "name => flamescope.flame.boxOfName(name)", name);

    private bool IsOwn(string address) =>
        Array.Exists([_address, "about:", "data:", "blob:"], start => address.StartsWith(start, StringComparison.Ordinal));

    // The page returns the position of what it has drawn. This method waits until it no longer moves, and checks that it is visible.
    private async Task<(float X, float Y)> MiddleOf(string selector, string what, string query, object argument)
    {
        if (await Page.EvaluateAsync<Box?>(Still(query), argument) is not { } box) throw new InvalidOperationException($"The page does not show {what}.");
        (float X, float Y) middle = ((float)(box.X + (box.Width / 2)), (float)(box.Y + (box.Height / 2)));
        LocatorBoundingBoxResult canvas = (await Page.Locator(selector).BoundingBoxAsync())!;
        bool isVisible = middle.X >= canvas.X && middle.X < canvas.X + canvas.Width && middle.Y >= canvas.Y && middle.Y < canvas.Y + canvas.Height;
        return isVisible ? middle : throw new InvalidOperationException($"The page has to be scrolled to show {what}.");
    }

    // A part that changes its size moves others in a later frame.
    private static string Still(string query) =>
        $$"""
        async argument => {
          const query = {{query}};
          let box = query(argument);
          for (let i = 0; i < 60; i++) {
            await new Promise(requestAnimationFrame);
            const next = query(argument);
            if (JSON.stringify(next) === JSON.stringify(box)) break;
            box = next;
          }
          return box;
        }
        """;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    private sealed class Box
    {
        public double X { get; set; }
        public double Y { get; set; }
        public double Width { get; set; }
        public double Height { get; set; }
    }
}
