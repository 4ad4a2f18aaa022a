using System.Diagnostics;
using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The browser within an app: authorization, health checks, configuration, several browsers, and the recording of the app itself.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task Authorization_is_that_of_the_app()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(
            prefix: "/profiles",
            build: builder =>
            {
                builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, TestAuthentication>("Test", null);
                builder.Services.AddAuthorization();
            },
            map: (_, group) => group.RequireAuthorization());
        browser.Folder.Write("a.perf", TestProfile.Create(1).ToText());
        foreach (string path in (string[])["", "profile/", "heatmap/?filename=a.perf", "api/v1/profiles", "api/v1/flamegraph?profile=a.perf", "api/v1/openapi.json"])
        {
            using HttpResponseMessage refused = await browser.GetAsync(path);
            Assert.Equal((HttpStatusCode.Unauthorized, path), (refused.StatusCode, path));
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("X-User", "somebody");
            using HttpResponseMessage allowed = await browser.Client.SendAsync(request);
            Assert.Equal((HttpStatusCode.OK, path), (allowed.StatusCode, path));
        }
    }

    [Theory]
    [InlineData("/profiles", "/profiles/")]
    [InlineData("/profiles?profile=a", "/profiles/?profile=a")]
    [InlineData("/profiles/heatmap?filename=a", "/profiles/heatmap/?filename=a")]
    public async Task A_missing_slash_is_added(string path, string location)
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(prefix: "/profiles");
        using HttpResponseMessage response = await browser.GetAsync(path);
        Assert.Equal((HttpStatusCode.PermanentRedirect, location), (response.StatusCode, response.Headers.Location!.OriginalString));
        using HttpResponseMessage page = await browser.GetAsync("/profiles/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task The_health_check_reports_a_folder_that_is_gone()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(map: (app, _) => app.MapHealthChecks("/health"));
        Assert.Equal("Healthy", await browser.Client.GetStringAsync("/health"));
        Directory.Delete(browser.Folder.Path);
        using HttpResponseMessage response = await browser.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Directory.CreateDirectory(browser.Folder.Path);
    }

    [Fact]
    public async Task Options_come_from_the_configuration_and_code_changes_them()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(
            options => options.MaximumFiles = 7,
            build: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["FlameScope:MaximumFiles"] = "5",
                ["FlameScope:CacheBytes"] = "1234567",
                ["FlameScope:ParseTimeout"] = "00:00:07",
                ["FlameScope:AllowedHosts:0"] = "profiles.example.com",
            }));
        FlameScopeOptions options = browser.App.Services.GetRequiredService<IOptions<FlameScopeOptions>>().Value;
        Assert.Equal((7, 1_234_567L, TimeSpan.FromSeconds(7)), (options.MaximumFiles, options.CacheBytes, options.ParseTimeout));
        Assert.Equal(["profiles.example.com"], options.AllowedHosts);
        for (int i = 0; i < 9; i++) browser.Folder.Write($"{i}.txt", "x");
        Assert.Equal(7, (await browser.GetJsonAsync("profile/")).GetArrayLength());
        Assert.True((await browser.GetJsonAsync("api/v1/profiles")).GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public void A_missing_folder_or_service_is_reported_when_the_browser_is_mapped()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Services.AddFlameScope();
        WebApplication app = builder.Build();
        Assert.Contains("Folder", Assert.Throws<OptionsValidationException>(() => app.MapFlameScope("/profiles")).Message, StringComparison.Ordinal);
        Assert.Contains("AddFlameScope", Assert.Throws<InvalidOperationException>(() => WebApplication.CreateBuilder().Build().MapFlameScope("/profiles")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_may_have_several_browsers_each_with_its_folder()
    {
        using var second = new TestFolder();
        var options = new FlameScopeOptions { Folder = second.Path };
        await using TestBrowser browser = await TestBrowser.StartAsync(prefix: "/one", map: (app, _) => app.MapFlameScope("/two", options));
        browser.Folder.Write("a.perf", TestProfile.Create(1).ToText());
        second.Write("b.perf", TestProfile.Create(2).ToText());
        Assert.Contains("a.perf", await browser.Client.GetStringAsync("/one/profile/"), StringComparison.Ordinal);
        Assert.DoesNotContain("a.perf", await browser.Client.GetStringAsync("/two/profile/"), StringComparison.Ordinal);
        Assert.DoesNotContain("/one/", await browser.Client.GetStringAsync("/two/api/v1/openapi.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_records_itself_once_at_a_time_and_stops_when_the_client_leaves()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync(map: (app, _) => app.MapFlameScopeSelf("/debug/flamescope"));
        using var leaving = new CancellationTokenSource();
        using HttpResponseMessage unknown = await browser.GetAsync("/debug/flamescope?seconds=0.1&format=unknown");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Task<HttpResponseMessage> first = browser.Client.GetAsync("/debug/flamescope?seconds=60", leaving.Token);
        HttpResponseMessage second;
        for (var time = Stopwatch.StartNew(); ; second.Dispose())
        {
            second = await browser.GetAsync("/debug/flamescope?seconds=0.1");
            if (second.StatusCode == HttpStatusCode.TooManyRequests) break;
            Assert.True(time.Elapsed < TimeSpan.FromMinutes(2), "the first recording did not begin");
            if (first.IsCompleted) first = browser.Client.GetAsync("/debug/flamescope?seconds=60", leaving.Token); // the second one was before it
        }
        Assert.NotNull(second.Headers.RetryAfter);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        // The recording ends long before its 60 seconds.
        string report = "";
        for (int i = 0; i < 300 && report.Length == 0; i++)
        {
            using HttpResponseMessage response = await browser.GetAsync("/debug/flamescope?seconds=0.5");
            if (response.IsSuccessStatusCode)
            {
                report = await response.Content.ReadAsStringAsync();
                Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
            }
            else
            {
                await Task.Delay(200);
            }
        }
        Assert.Contains("<title>", report, StringComparison.Ordinal);
        using HttpResponseMessage tooLong = await browser.GetAsync("/debug/flamescope?seconds=3600");
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        using HttpResponseMessage nettrace = await browser.GetAsync("/debug/flamescope?seconds=0.5&format=speedscope");
        Assert.Equal(HttpStatusCode.OK, nettrace.StatusCode);
        Assert.Contains("speedscope", await nettrace.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private sealed class TestAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["X-User"].Count == 0) return Task.FromResult(AuthenticateResult.NoResult());
            var identity = new System.Security.Claims.ClaimsIdentity([new("name", Request.Headers["X-User"].ToString())], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new System.Security.Claims.ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
