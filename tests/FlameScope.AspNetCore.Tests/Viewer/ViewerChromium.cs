using System.Reflection;
using FlameScope.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

/// <summary>A server over real HTTP with a folder of two profiles and a text, and the browser that the tests of the viewer share.</summary>
public sealed class ViewerChromium : IAsyncLifetime
{
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private readonly TestDataset _dataset = TestDataset.Create();

    /// <summary>The folder that is served.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("flamescope-viewer-").FullName;

    /// <summary>The address of the list.</summary>
    internal string Address => _app!.Urls.First() + "/profiles/";

    /// <summary>The address of the list of services and hosts.</summary>
    internal string FleetAddress => _app!.Urls.First() + "/fleet/";

    public async Task InitializeAsync()
    {
        if (!File.Exists(TestEnvironment.Chromium)) return;
        string recording = typeof(ViewerChromium).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "SampleProfile").Value!;
        Directory.CreateDirectory(Path.Combine(Folder, "night"));
        File.Copy(recording, Path.Combine(Folder, "night", "shop.perf.gz"));
        var view = ProfileView.Open(recording);
        view.Where(new Model.SampleFilter { Exclude = "^recommend$" }).SaveProfile(Path.Combine(Folder, "shop-without.json"), "firefox");
        await File.WriteAllTextAsync(Path.Combine(Folder, "notes.txt"), "Nothing to see here.\n");

        // The recording as that of two hosts, one of which lacks the recommendations.
        foreach ((string host, Model.Profile profile) in (IEnumerable<(string, Model.Profile)>)[("web-1", view.Profile), ("web-2", Parsing.ProfileFile.Open(Path.Combine(Folder, "shop-without.json")))])
        {
            await Columnar.ProfileDataset.WriteAsync(
                profile,
                new Columnar.RecordingLabels { Service = "shop", Host = host },
                new Columnar.DatasetFolder(_dataset.Path),
                new Columnar.DatasetWriteOptions { Clock = new Model.WallClock(profile.Origin, TestDataset.Start, IsExact: true) });
        }

        // Hosts of which one has a burst in its second second.
        for (int i = 1; i <= 5; i++)
        {
            TestProfile even = TestProfile.Create(10 + i);
            IEnumerable<TestSample> burst = i == 3 ? Enumerable.Range(0, 200).Select(sample => new TestSample((102 * TestProfile.Second) + (sample * 1_000_000L), "app", ["main", "retry"])) : [];
            await _dataset.WriteAsync("api", $"api-{i}", new TestProfile([.. even.Samples.Concat(burst).OrderBy(sample => sample.Time)]));
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddFlameScope(options => (options.Folder, options.AllowUploads) = (Folder, true));
        _app = builder.Build();
        _app.MapFlameScope("/profiles");
        _app.MapFlameScope("/fleet", new FlameScopeOptions { Store = _dataset.Store });
        await _app.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = TestEnvironment.Chromium, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        _dataset.Dispose();
    }

    /// <summary>Opens a page of the viewer; the address is relative to the list.</summary>
    internal async Task<ViewerReader> Open(string address = "", int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, string? root = null)
    {
        var reader = new ViewerReader(await NewPage(width, height, scheme), root ?? Address);
        await reader.GoTo(address);
        return reader;
    }

    /// <summary>Writes the report of the recording and opens it.</summary>
    internal async Task<IPage> OpenReport(string hash, int width = 1280, int height = 900)
    {
        string file = Path.Combine(Folder, "night", ".report.html");
        if (!File.Exists(file))
        {
            using FileStream output = File.Create(file);
            HtmlReport.Write(Parsing.ProfileFile.Open(Path.Combine(Folder, "night", "shop.perf.gz")), output, new HtmlReportOptions { Title = "night/shop.perf.gz" });
        }
        IPage page = await NewPage(width, height, ColorScheme.Light);
        await page.GotoAsync(new Uri(file).AbsoluteUri + hash);
        await page.WaitForSelectorAsync("#app[data-ready]");
        return page;
    }

    private async Task<IPage> NewPage(int width, int height, ColorScheme scheme)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(120_000);
        Assertions.SetDefaultExpectTimeout(120_000);
        return await context.NewPageAsync();
    }
}

/// <summary>The collection of the tests that share the server and the browser.</summary>
[CollectionDefinition(Name)]
public sealed class ViewerReaders : ICollectionFixture<ViewerChromium>
{
    public const string Name = "readers of the viewer";
}
