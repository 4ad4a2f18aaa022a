using System.Net;
using System.Text.Json;
using FlameScope.Export;
using FlameScope.FlameGraph;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore.Tests;

/// <summary>Endpoints of an application that return objects of the library, write pictures into the response, and read the body of the request.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private static readonly TestProfile Recorded = TestProfile.Create(5);

    private TestBrowser? _browser;

    private TestBrowser Browser => _browser!;

    public async Task InitializeAsync()
    {
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Recorded.ToText()));
        ProfileView view = await ProfileView.OpenAsync(text);
        int tid = (int)view.Profile.Threads[view.Profile.Samples[0].Thread].Tid!.Value;
        _browser = await TestBrowser.StartAsync(prefix: "/profiles", map: (app, _) =>
        {
            app.MapGet("/view", () => view);
            app.MapGet("/profile", () => view.Profile);
            app.MapGet("/heatmap", () => view.GetHeatmap());
            app.MapGet("/tree", () => view.GetStackTree());
            app.MapGet("/chart", () => view.GetFlameChart(tid));
            app.MapGet("/functions", () => view.GetFunctions());
            app.MapGet("/groups", () => view.GetFunctionsBy(StackGrouping.Thread));
            app.MapGet("/comparison", () => view.Between(0, 2).Compare(Baseline.Rest));
            app.MapGet("/changes", () => view.Between(0, 2).GetChanges(Baseline.Rest));
            app.MapGet("/moments", () => view.FindMoments());
            app.MapGet("/heatmap.svg", (HttpResponse response) => HeatmapSvg.WriteAsync(view.GetHeatmap(), response.Body));
            app.MapGet("/flamegraph.svg", (HttpResponse response) => FlameGraphSvg.WriteAsync(view.GetStackTree(), response.Body));
            app.MapGet("/report.html", (HttpResponse response, CancellationToken cancellation) => HtmlReport.WriteAsync(view.Profile, response.Body, cancellationToken: cancellation));
            app.MapPost("/open", async (HttpRequest request, CancellationToken cancellation) => await ProfileView.OpenAsync(request.Body, cancellationToken: cancellation));
            app.MapPost("/open-reader", async (HttpRequest request, CancellationToken cancellation) => await ProfileView.OpenAsync(request.BodyReader, cancellationToken: cancellation));
        });
    }

    public async Task DisposeAsync() => await Browser.DisposeAsync();

    [Theory]
    [InlineData("/view", "sampleCount")]
    [InlineData("/profile", "format")]
    [InlineData("/heatmap", "columnCount")]
    [InlineData("/tree", "nodes")]
    [InlineData("/comparison", "nodes")]
    [InlineData("/changes", "rows")]
    [InlineData("/functions", "rows")]
    public async Task An_object_that_an_endpoint_returns_is_json(string path, string property)
    {
        JsonElement json = await Browser.GetJsonAsync(path);
        Assert.True(json.TryGetProperty(property, out _), json.GetRawText());
    }

    [Theory]
    [InlineData("/chart")]
    [InlineData("/groups")]
    [InlineData("/moments")]
    public async Task A_list_that_an_endpoint_returns_is_a_json_array(string path) =>
        Assert.Equal(JsonValueKind.Array, (await Browser.GetJsonAsync(path)).ValueKind);

    [Theory]
    [InlineData("/heatmap.svg", "</svg>")]
    [InlineData("/flamegraph.svg", "</svg>")]
    [InlineData("/report.html", "</html>")]
    public async Task A_picture_is_written_into_the_response(string path, string end)
    {
        using HttpResponseMessage response = await Browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.EndsWith(end, (await response.Content.ReadAsStringAsync()).TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/open")]
    [InlineData("/open-reader")]
    public async Task A_profile_is_read_from_the_body_of_a_request(string path)
    {
        using var body = new StringContent(Recorded.ToText());
        using HttpResponseMessage response = await Browser.Client.PostAsync(new Uri(path, UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonElement view = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        Assert.Equal(Recorded.Samples.Count, view.GetProperty("sampleCount").GetInt32());
    }
}
