using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlameScope.AspNetCore.Tests;

/// <summary>An app with a browser on a free loopback port.</summary>
internal sealed class TestBrowser : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1000 };

    private TestBrowser(WebApplication app, TestFolder folder, string prefix)
    {
        App = app;
        Folder = folder;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 1000 }) { BaseAddress = new Uri(Address, prefix + "/"), Timeout = TimeSpan.FromMinutes(5) };
    }

    public WebApplication App { get; }

    public TestFolder Folder { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static async Task<TestBrowser> StartAsync(
        Action<FlameScopeOptions>? configure = null, string prefix = "", Action<WebApplicationBuilder>? build = null, Action<WebApplication, RouteGroupBuilder>? map = null)
    {
        var folder = new TestFolder();
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddFlameScope(options =>
        {
            options.Folder = folder.Path;
            configure?.Invoke(options);
        });
        build?.Invoke(builder);
        WebApplication app = builder.Build();
        RouteGroupBuilder group = app.MapFlameScope(prefix);
        map?.Invoke(app, group);
        await app.StartAsync();
        return new TestBrowser(app, folder, prefix);
    }

    public Task<HttpResponseMessage> GetAsync(string url) => Client.GetAsync(url);

    /// <summary>Requests JSON and checks the status.</summary>
    public async Task<JsonElement> GetJsonAsync(string url, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using HttpResponseMessage response = await Client.GetAsync(url);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{url}: {(int)response.StatusCode} {body[..Math.Min(300, body.Length)]}");
        return JsonSerializer.Deserialize<JsonElement>(body, Deep);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        Folder.Dispose();
    }
}
