using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>A person before the page: points, drags, presses keys and reads what is written. Disposing checks that the page was quiet.</summary>
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

    /// <summary>Waits until what was asked for is drawn, and stands in the address.</summary>
    public async Task Settle()
    {
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))");
    }

    public async Task<string> Text(string selector) => Blanks().Replace((await Page.InnerTextAsync(selector)).Trim(), " ");

    public Task<string> Selection() => Text("#selection-numbers");

    public async Task SelectionSays(string text) => Assert.Contains(text, await Selection(), StringComparison.Ordinal);

    /// <summary>The lines of a frame's card.</summary>
    public async Task<string[]> Card(string frame) => (await Hover(await Frame(frame))).Split('\n');

    public async Task<string> Crumbs() => string.Join(" > ", await Page.Locator(".crumb").AllInnerTextsAsync());

    /// <summary>What is after the # in the address, as the reader would copy it.</summary>
    public async Task<string> Hash()
    {
        await Task.Delay(300);
        await Settle();
        return await Page.EvaluateAsync<string>("() => location.hash");
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

    /// <summary>The card beside the pointer after it has moved there; empty when there is none.</summary>
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

    /// <summary>Finds the cell that starts at a second of the profile, as its card says, by closing in on it.</summary>
    public async Task<(float X, float Y)> Cell(double second)
    {
        LocatorBoundingBoxResult box = (await Page.Locator("#heat").BoundingBoxAsync())!;
        float y = box.Y + (box.Height * 0.5f);
        float x = await CloseIn(box.X + 30, box.X + box.Width - 4, async x =>
            Compare(Math.Floor(await SecondAt((x, y)) ?? (x < box.X + 200 ? -1 : 1e9)), Math.Floor(second)));
        float bottom = box.Y + box.Height - 4;
        y = await CloseIn(bottom, box.Y + 40, async y =>
            Compare(await SecondAt((x, y)) ?? (y > box.Y + (box.Height * 0.5f) ? -1 : 1e9), second));
        return (x, y);
    }

    /// <summary>Finds a frame of the flame graph that has a name, by looking along its rows from below.</summary>
    public async Task<(float X, float Y)> Frame(string name)
    {
        LocatorBoundingBoxResult box = (await Page.Locator("#flame").BoundingBoxAsync())!;
        bool isAmongFrames = false;
        for (float y = box.Y + box.Height - 12; y > box.Y; y -= 17)
        {
            bool isEmpty = true;
            for (float x = box.X + 20; x < box.X + box.Width; x += box.Width / 30)
            {
                string first = (await Hover((x, y))).Split('\n')[0];
                if (first == name) return (x, y);
                isEmpty &= first.Length == 0;
            }
            if (isEmpty && isAmongFrames) break;
            isAmongFrames |= !isEmpty;
        }
        throw new InvalidOperationException($"There is no frame {name} to be seen.");
    }

    private bool IsOwn(string address) =>
        Array.Exists([_address, "about:", "data:", "blob:"], start => address.StartsWith(start, StringComparison.Ordinal));

    private async Task<double?> SecondAt((float X, float Y) at) =>
        Second().Match(await Hover(at)) is { Success: true } match ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private static int Compare(double is_, double wanted) => Math.Abs(is_ - wanted) < 1e-6 ? 0 : is_ < wanted ? -1 : 1;

    private static async Task<float> CloseIn(float low, float high, Func<float, Task<int>> compare)
    {
        for (int i = 0; i < 24; i++)
        {
            float middle = (low + high) / 2;
            int order = await compare(middle);
            if (order == 0) return middle;
            if (order < 0) low = middle;
            else high = middle;
        }
        throw new InvalidOperationException("There is no such cell to be seen.");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^Second ([\d.]+),")]
    private static partial Regex Second();
}
