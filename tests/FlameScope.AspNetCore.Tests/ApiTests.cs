using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The resources of <c>api/v1</c>, by the OpenAPI document and by values that are worked out from known samples.</summary>
public sealed class ApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    internal static readonly TestProfile A = TestProfile.Create(1);

    private readonly TestBrowser _browser = fixture.Browser;

    [Theory]
    [InlineData("profiles")]
    [InlineData("summary?profile=a.perf")]
    [InlineData("summary?profile=notes.txt")]
    [InlineData("profile?profile=a.perf")]
    [InlineData("profile?profile=stacks.folded")]
    [InlineData("heatmap?profile=a.perf&cpuBuckets=10")]
    [InlineData("selection?profile=a.perf&from=1&to=2")]
    [InlineData("selection?profile=stacks.folded")]
    [InlineData("flamegraph?profile=a.perf")]
    [InlineData("diff?profile=a.perf&baseline=rest&from=1&to=2")]
    [InlineData("diff?profile=a.perf&baseline=profile&baselineProfile=b.perf&normalization=time")]
    [InlineData("functions?profile=a.perf")]
    [InlineData("functions?profile=a.perf&baseline=whole&from=1&to=2")]
    [InlineData("changes?profile=a.perf&baseline=rest&from=1&to=2")]
    [InlineData("callers?profile=a.perf&function=main&kind=2")]
    [InlineData("moments?profile=a.perf")]
    public async Task An_answer_is_as_the_document_describes_it(string url)
    {
        JsonElement document = await _browser.GetJsonAsync("api/v1/openapi.json");
        string path = "/profiles/api/v1/" + url.Split('?')[0];
        JsonElement operation = document.GetProperty("paths").GetProperty(path).GetProperty("get");
        foreach (string parameter in url.Split('?', 2).Skip(1).SelectMany(query => query.Split('&')).Select(pair => pair.Split('=')[0]))
            Assert.Contains(operation.GetProperty("parameters").EnumerateArray(), known => known.GetProperty("name").GetString() == parameter);
        JsonElement schema = operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        new SchemaCheck(document).Check(await _browser.GetJsonAsync("api/v1/" + url), schema, url);
    }

    [Fact]
    public async Task The_document_has_every_resource_and_only_those_of_the_browser()
    {
        JsonElement document = await _browser.GetJsonAsync("api/v1/openapi.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["callers", "changes", "diff", "export", "flamechart", "flamegraph", "functions", "heatmap", "hosts", "moments", "profile", "profiles", "selection", "summary", "thumbnail"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name["/profiles/api/v1/".Length..]).Order(StringComparer.Ordinal));
        Assert.True(document.GetProperty("paths").GetProperty("/profiles/api/v1/profile").TryGetProperty("put", out _));
    }

    [Theory]
    [InlineData("", "a.perf,b.perf,deep/er/c.perf,notes.txt,stacks.folded", 5)]
    [InlineData("?descending=1", "stacks.folded,notes.txt,deep/er/c.perf,b.perf,a.perf", 5)]
    [InlineData("?search=PERF", "a.perf,b.perf,deep/er/c.perf", 3)]
    [InlineData("?skip=1&take=2", "b.perf,deep/er/c.perf", 5)]
    [InlineData("?format=folded", "stacks.folded", 1)]
    [InlineData("?sort=bytes", "notes.txt,stacks.folded,deep/er/c.perf,b.perf,a.perf", 5)]
    [InlineData("?sort=format&take=1", "stacks.folded", 5)]
    public async Task The_list_is_searched_sorted_and_paged(string query, string names, int total)
    {
        JsonElement list = await _browser.GetJsonAsync("api/v1/profiles" + query);
        string[] expected = names.Split(',');
        string[] actual = [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString()!)];
        if (query == "?sort=bytes") Assert.Equal(expected.Take(3), actual.Take(3)); // the sizes of a and b are nearly equal
        else Assert.Equal(expected, actual);
        Assert.Equal(total, list.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_entry_of_the_list_is_complete_once_the_profile_was_read()
    {
        JsonElement summary = await _browser.GetJsonAsync("api/v1/summary?profile=a.perf");
        Assert.Equal(A.Samples.Count, summary.GetProperty("samples").GetInt64());
        Assert.Equal(A.Samples[^1].Time - A.Samples[0].Time, summary.GetProperty("duration").GetInt64());
        JsonElement[] items = [.. (await _browser.GetJsonAsync("api/v1/profiles?sort=samples")).GetProperty("items").EnumerateArray()];
        // Other tests may have read other profiles. Unknown values are last.
        JsonElement[] known = [.. items.TakeWhile(item => item.GetProperty("samples").ValueKind == JsonValueKind.Number)];
        Assert.All(items[known.Length..], item => Assert.Equal(JsonValueKind.Null, item.GetProperty("samples").ValueKind));
        Assert.Equal(known.Select(item => item.GetProperty("samples").GetInt64()).Order(), known.Select(item => item.GetProperty("samples").GetInt64()));
        Assert.Equal(A.Samples.Count, known.Single(item => item.GetProperty("path").GetString() == "a.perf").GetProperty("samples").GetInt64());
        Assert.Equal("No sample", (await _browser.GetJsonAsync("api/v1/heatmap?profile=stacks.folded", HttpStatusCode.UnprocessableEntity)).GetProperty("detail").GetString()![..9]);
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(7, 0.5)]
    [InlineData(10, 2)]
    public async Task A_heat_map_counts_by_columns_of_any_length(int rows, double seconds)
    {
        JsonElement map = await _browser.GetJsonAsync(FormattableString.Invariant($"api/v1/heatmap?profile=a.perf&rows={rows}&columnLength={seconds}"));
        long length = (long)(seconds * TestProfile.Second);
        long[] values = [.. map.GetProperty("values").EnumerateArray().Select(v => v.GetInt64())];
        var expected = new long[values.Length];
        foreach (TestSample sample in A.Samples)
        {
            long time = sample.Time - A.Origin;
            expected[(time / length * rows) + (long)((Int128)(time % length) * rows / length)]++;
        }
        Assert.Equal(expected, values);
        Assert.Equal(A.Samples.Count, map.GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("&from=1&to=2", 1.0, 2.0)]
    [InlineData("&from=0.000000001&to=1.5", 0.000000001, 1.5)]
    [InlineData("&to=0.25", null, 0.25)]
    [InlineData("", null, null)]
    public async Task A_flame_graph_without_pruning_has_every_node_of_the_range(string query, double? from, double? to)
    {
        JsonElement graph = await _browser.GetJsonAsync("api/v1/flamegraph?profile=a.perf&minimum=0" + query);
        TestNode expected = A.Tree(from, to);
        var nodes = new List<(string Name, int Depth, long Self, long Total)>();
        Walk(expected, 0);
        Assert.Equal(nodes, NodesOf(graph));
        Assert.Equal(0, graph.GetProperty("prunedTotal").GetInt64());
        Assert.Equal(expected.Total, graph.GetProperty("total").GetInt64());

        void Walk(TestNode node, int depth)
        {
            nodes.Add((node.Name, depth, node.Self, node.Total));
            foreach (TestNode child in node.Children.Values) Walk(child, depth + 1);
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(1)]
    public async Task Pruning_removes_small_nodes_and_reports_what_they_had(double minimum)
    {
        JsonElement full = await _browser.GetJsonAsync("api/v1/flamegraph?profile=a.perf&minimum=0");
        JsonElement pruned = await _browser.GetJsonAsync(FormattableString.Invariant($"api/v1/flamegraph?profile=a.perf&minimum={minimum}"));
        long total = full.GetProperty("total").GetInt64();
        var expected = NodesOf(full).Where(node => node.Total >= minimum * total).ToList();
        Assert.Equal(expected, NodesOf(pruned));
        Assert.Equal(total - expected.Sum(node => node.Self), pruned.GetProperty("prunedTotal").GetInt64());
        Assert.Equal(NodesOf(full).Count - expected.Count, pruned.GetProperty("prunedCount").GetInt32());
    }

    [Fact]
    public async Task Zooming_shows_small_nodes_below_a_node()
    {
        JsonElement full = await _browser.GetJsonAsync("api/v1/flamegraph?profile=a.perf&minimum=0");
        var nodes = NodesOf(full);
        int zoom = nodes.FindIndex(node => node.Depth == 3 && node.Total is > 3 and < 20);
        JsonElement zoomed = await _browser.GetJsonAsync($"api/v1/flamegraph?profile=a.perf&minimum=0.05&zoom={zoom}");
        int[] ids = [.. zoomed.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
        Assert.Contains(zoom, ids);
        for (int i = zoom + 1; i < nodes.Count && nodes[i].Depth > 3; i++) Assert.Equal(nodes[i].Total >= 0.05 * nodes[zoom].Total, ids.Contains(i));
    }

    [Fact]
    public async Task A_search_adds_a_condition()
    {
        JsonElement selection = await _browser.GetJsonAsync("api/v1/selection?profile=a.perf&match=^parse$&search=(?i:SORT)&from=1&to=4");
        long expected = A.Samples.Count(s => s.Time - A.Origin is >= 1_000_000_000 and < 4_000_000_000 && s.Stack.Contains("parse") && s.Stack.Contains("sort"));
        Assert.Equal(expected, selection.GetProperty("samples").GetInt64());
    }

    [Fact]
    public async Task The_sides_of_a_difference_are_exchanged()
    {
        const string Url = "api/v1/diff?profile=a.perf&from=1&to=2&baseline=rest&minimum=0";
        JsonElement diff = await _browser.GetJsonAsync(Url), swapped = await _browser.GetJsonAsync(Url + "&swapped=1");
        Assert.Equal(diff.GetProperty("targetTotals").ToString(), swapped.GetProperty("baselineTotals").ToString());
        Assert.Equal(diff.GetProperty("baselineSelf").ToString(), swapped.GetProperty("targetSelf").ToString());
        Assert.Equal(A.Samples.Count, diff.GetProperty("targetTotal").GetInt64() + diff.GetProperty("baselineTotal").GetInt64());
    }

    [Fact]
    public async Task Callers_and_callees_are_counted_once_per_sample()
    {
        JsonElement callers = await _browser.GetJsonAsync("api/v1/callers?profile=a.perf&function=parse&kind=2");
        Assert.Equal(A.Samples.Count(s => s.Stack[^1] == "parse"), callers.GetProperty("self").GetInt64());
        Assert.Equal(A.Samples.Count(s => s.Stack.Contains("parse")), callers.GetProperty("total").GetInt64());
        foreach ((string list, int step) in new[] { ("callers", -1), ("callees", 1) })
        {
            foreach (JsonElement row in callers.GetProperty(list).EnumerateArray())
            {
                string name = row.GetProperty("name").GetString()!;
                int expected = A.Samples.Count(s => s.Stack.Index().Any(f => f.Item == "parse" && f.Index + step >= 0 && f.Index + step < s.Stack.Length && s.Stack[f.Index + step] == name));
                Assert.Equal((list, name, expected), (list, name, row.GetProperty("total").GetInt32()));
            }
        }
    }

    [Theory]
    [InlineData("svg", "image/svg+xml")]
    [InlineData("diff-svg&baseline=rest&from=1&to=2", "image/svg+xml")]
    [InlineData("folded", "text/plain")]
    [InlineData("diff-folded&baseline=whole&from=1&to=2", "text/plain")]
    [InlineData("json", "application/json")]
    [InlineData("diff-json&baseline=rest&from=1&to=2", "application/json")]
    [InlineData("elided-json&baseline=rest&from=1&to=2", "application/json")]
    [InlineData("heatmap-svg", "image/svg+xml")]
    [InlineData("heatmap-json", "application/json")]
    [InlineData("heatmap-csv", "text/csv")]
    [InlineData("report", "text/html")]
    [InlineData("pprof", "application/octet-stream")]
    [InlineData("otlp", "application/octet-stream")]
    [InlineData("speedscope", "application/octet-stream")]
    [InlineData("cpuprofile&comm=app", "application/octet-stream")]
    [InlineData("firefox", "application/octet-stream")]
    [InlineData("nflxprofile", "application/octet-stream")]
    [InlineData("d3-flame-graph", "application/octet-stream")]
    public async Task A_selection_is_saved_in_every_format(string query, string type)
    {
        using HttpResponseMessage response = await _browser.Client.GetAsync("api/v1/export?profile=a.perf&format=" + query);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(body));
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.StartsWith("a.perf", response.Content.Headers.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
        Assert.NotEmpty(body);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData("identity")]
    [InlineData("gzip;q=0.5, br;q=0.1")]
    [InlineData("*")]
    public async Task An_answer_is_compressed_as_the_client_accepts(string accepted)
    {
        string plain = await _browser.Client.GetStringAsync("api/v1/flamegraph?profile=a.perf&minimum=0");
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/flamegraph?profile=a.perf&minimum=0");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using HttpResponseMessage response = await _browser.Client.SendAsync(request);
        string? encoding = response.Content.Headers.ContentEncoding.SingleOrDefault();
        Assert.Equal(accepted switch { "identity" => null, "gzip" or "gzip;q=0.5, br;q=0.1" => "gzip", _ => "br" }, encoding);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await using Stream decoded = encoding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(decoded);
        Assert.Equal(plain, await reader.ReadToEndAsync());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
    }

    [Fact]
    public async Task A_client_that_has_the_answer_gets_304_until_the_file_changes()
    {
        _browser.Folder.Write("changing.perf", TestProfile.Create(8, count: 25).ToText());
        const string Url = "api/v1/heatmap?profile=changing.perf";
        using HttpResponseMessage first = await _browser.GetAsync(Url);
        EntityTagHeaderValue tag = first.Headers.ETag!;
        Assert.Equal(HttpStatusCode.NotModified, await AskAgain());
        _browser.Folder.Write("changing.perf", TestProfile.Create(9, count: 30).ToText());
        Assert.Equal(HttpStatusCode.OK, await AskAgain());
        File.Delete(_browser.Folder.In("changing.perf"));

        async Task<HttpStatusCode> AskAgain()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Url);
            request.Headers.IfNoneMatch.Add(tag);
            using HttpResponseMessage response = await _browser.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task An_answer_of_another_version_is_refused()
    {
        _browser.Folder.Write("replaced.perf", TestProfile.Create(8, count: 25).ToText());
        string version = (await _browser.GetJsonAsync("api/v1/profile?profile=replaced.perf")).GetProperty("version").GetString()!;
        await _browser.GetJsonAsync($"api/v1/heatmap?profile=replaced.perf&version={version}");
        _browser.Folder.Write("replaced.perf", TestProfile.Create(9, count: 30).ToText());
        JsonElement problem = await _browser.GetJsonAsync($"api/v1/heatmap?profile=replaced.perf&version={version}", HttpStatusCode.Conflict);
        Assert.Equal(409, problem.GetProperty("status").GetInt32());
        File.Delete(_browser.Folder.In("replaced.perf"));
    }

    [Theory]
    [InlineData("heatmap", 400)]
    [InlineData("heatmap?profile=missing", 404)]
    [InlineData("heatmap?profile=notes.txt", 422)]
    [InlineData("heatmap?profile=a.perf&from=2&to=1", 400)]
    [InlineData("heatmap?profile=a.perf&from=x", 400)]
    [InlineData("heatmap?profile=a.perf&columnLength=0", 400)]
    [InlineData("heatmap?profile=a.perf&columnLength=0.00001&rows=1000", 422)]
    [InlineData("flamegraph?profile=a.perf&match=(", 400)]
    [InlineData("flamegraph?profile=a.perf&weight=x", 400)]
    [InlineData("flamegraph?profile=a.perf&grouping=x", 400)]
    [InlineData("flamegraph?profile=a.perf&minimum=2", 400)]
    [InlineData("flamegraph?profile=stacks.folded&from=1", 400)]
    [InlineData("diff?profile=a.perf&baseline=profile", 400)]
    [InlineData("diff?profile=a.perf&baseline=profile&baselineProfile=missing", 404)]
    [InlineData("export?profile=a.perf&format=x", 400)]
    [InlineData("flamechart?profile=a.perf&thread=12345", 400)]
    [InlineData("profiles?sort=x", 400)]
    [InlineData("profiles?take=0", 400)]
    public async Task A_fault_is_a_problem(string url, int status)
    {
        using HttpResponseMessage response = await _browser.GetAsync("api/v1/" + url);
        JsonElement problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thumbnail_is_a_picture_without_script_and_style_and_absent_without_times()
    {
        string svg = await _browser.Client.GetStringAsync("api/v1/thumbnail?profile=a.perf&theme=dark");
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("script", svg, StringComparison.Ordinal);
        using HttpResponseMessage none = await _browser.GetAsync("api/v1/thumbnail?profile=stacks.folded");
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
    }

    private static List<(string Name, int Depth, long Self, long Total)> NodesOf(JsonElement graph)
    {
        string[] names = [.. graph.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
        return
        [
            .. graph.GetProperty("name").EnumerateArray().Select((name, i) => (
                names[name.GetInt32()],
                graph.GetProperty("depths")[i].GetInt32(),
                graph.GetProperty("self")[i].GetInt64(),
                graph.GetProperty("totals")[i].GetInt64())),
        ];
    }
}
