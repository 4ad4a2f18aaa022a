using FlameScope.Model;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>The browser that all tests of pictures and reports share. Pages are opened from disk.</summary>
public sealed class ReportChromium : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-report-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal IBrowser Browser => _browser!;

    public async Task InitializeAsync()
    {
        if (!File.Exists(TestEnvironment.Chromium)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = TestEnvironment.Chromium, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Writes a report and opens it in the browser.</summary>
    internal async Task<ReportReader> Open(
        Profile profile,
        HtmlReportOptions? options = null,
        string hash = "",
        int width = 1280,
        int height = 900,
        ColorScheme scheme = ColorScheme.Light,
        bool isPhone = false,
        string? timeZone = null)
    {
        string file = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".html");
        using (FileStream output = File.Create(file)) HtmlReport.Write(profile, output, options);
        IBrowserContext context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
            HasTouch = isPhone,
            IsMobile = isPhone,
            TimezoneId = timeZone,
        });
        var reader = new ReportReader(await context.NewPageAsync(), new Uri(file).AbsoluteUri);
        await reader.GoTo(hash);
        return reader;
    }
}

/// <summary>The collection of the tests that share the browser.</summary>
[CollectionDefinition(Name)]
public sealed class ReportReaders : ICollectionFixture<ReportChromium>
{
    public const string Name = "readers of a report";
}
