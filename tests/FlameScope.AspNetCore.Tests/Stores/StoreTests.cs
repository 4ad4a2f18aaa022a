using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlameScope.AspNetCore.Tests;

/// <summary>The services and hosts of a store over HTTP: its answers are those of a file with the same samples.</summary>
public sealed class StoreTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    private const string Window = "@2026-11-28T14:00:01Z..2026-11-28T14:00:03.5Z";

    private readonly TestBrowser _stored = fixture.Stored;
    private readonly TestBrowser _files = fixture.Files;

    [Fact]
    public async Task Services_and_their_hosts_are_listed_as_profiles_are()
    {
        JsonElement list = await _stored.GetJsonAsync("api/v1/profiles");
        Assert.Equal(
            ["<b>a%2Fb%40c%25%0A", "<b>a%2Fb%40c%25%0A/..", "checkout", "checkout/web-1", "checkout/web-2"],
            list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString()!));
        JsonElement service = list.GetProperty("items")[2];
        Assert.Equal(("dataset", 700L, true, 0L), (service.GetProperty("format").GetString(), service.GetProperty("samples").GetInt64(), service.GetProperty("hasTimes").GetBoolean(), service.GetProperty("bytes").GetInt64()));
        Assert.InRange(service.GetProperty("duration").GetInt64(), 4 * TestProfile.Second, 5 * TestProfile.Second);
        Assert.StartsWith("2026-11-28T14:00:04", service.GetProperty("modified").GetString(), StringComparison.Ordinal);
        Assert.False(list.GetProperty("canUpload").GetBoolean());
        Assert.Equal(2, (await _stored.GetJsonAsync("api/v1/profiles?search=web&take=7")).GetProperty("total").GetInt32());
        Assert.Equal("checkout", (await _stored.GetJsonAsync("api/v1/profiles?sort=samples&descending=1&take=1")).GetProperty("items")[0].GetProperty("path").GetString());
        Assert.Equal(service.ToString(), (await _stored.GetJsonAsync("api/v1/summary?profile=checkout")).ToString());
        // The client of Netflix FlameScope knows files only.
        Assert.Equal(0, (await _stored.GetJsonAsync("profile/")).GetArrayLength());
    }

    [Theory]
    [InlineData("flamegraph?minimum=0")]
    [InlineData("flamegraph?minimum=0&from=1.25&to=2.5")]
    [InlineData("flamegraph?minimum=0&from=1&to=3&grouping=none&reversed=1")]
    [InlineData("flamegraph?minimum=0&from=1&to=3&comm=worker&match=pars&exclude=sort")]
    [InlineData("flamegraph?minimum=0&from=1&search=main&transform=focus=main")]
    [InlineData("flamegraph?minimum=0&from=1&to=2&pid=100&cpu=0")]
    [InlineData("flamegraph?minimum=0&weight=period&to=2")]
    [InlineData("flamegraph?minimum=0&from=40&to=50")]
    [InlineData("functions?from=1&to=2")]
    [InlineData("functions?from=1&to=2&baseline=rest")]
    [InlineData("diff?minimum=0&from=1&to=2&baseline=rest")]
    [InlineData("diff?minimum=0&from=1&to=2&baseline=whole&swapped=1")]
    [InlineData("diff?minimum=0&from=1&to=2&baseline=range&baselineFrom=3&baselineTo=4.5&normalization=none")]
    [InlineData("diff?minimum=0&from=1&to=2&baseline=profile&baselineProfile=web-2&baselineTo=3")]
    [InlineData("changes?from=1&to=2&baseline=rest")]
    [InlineData("callers?function=main&from=1&to=3")]
    [InlineData("selection?from=1&to=2")]
    [InlineData("selection?")]
    [InlineData("heatmap?rows=20")]
    [InlineData("heatmap?columnLength=0.25&rows=7&weight=period")]
    [InlineData("heatmap?columnLength=2&match=pars&comm=app")]
    [InlineData("heatmap?search=pars")]
    [InlineData("heatmap?match=main&exclude=pars&tid=100")]
    public async Task An_answer_is_that_of_a_file_with_the_same_samples(string question)
    {
        JsonNode expected = await AskAsync(_files, question.Replace("?", "?profile=all.perf&", StringComparison.Ordinal).Replace("=web-2", "=web-2.perf", StringComparison.Ordinal));
        foreach (TestBrowser browser in (TestBrowser[])[_stored, fixture.Sql])
        {
            JsonNode actual = await AskAsync(browser, question.Replace("?", "?profile=checkout&", StringComparison.Ordinal).Replace("=web-2", "=checkout/web-2", StringComparison.Ordinal));
            Assert.Equal(expected.ToJsonString(), actual.ToJsonString());
        }
    }

    [Theory]
    [InlineData("folded")]
    [InlineData("json")]
    [InlineData("diff-folded")]
    public async Task A_selection_is_saved_as_that_of_a_file(string format)
    {
        string question = $"&format={format}&from=1&to=2.5{(format.StartsWith("diff", StringComparison.Ordinal) ? "&baseline=rest" : "")}";
        Assert.Equal(
            await _files.Client.GetStringAsync($"api/v1/export?profile=all.perf{question}"), await _stored.Client.GetStringAsync($"api/v1/export?profile=checkout{question}"));
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("report")]
    [InlineData("pprof")]
    [InlineData("heatmap-svg")]
    [InlineData("heatmap-csv")]
    public async Task A_selection_is_saved_in_formats_that_name_the_service(string format)
    {
        using HttpResponseMessage response = await _stored.GetAsync($"api/v1/export?profile=checkout&from=1&to=2&format={format}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("checkout", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_host_and_a_window_are_profiles_of_their_own()
    {
        JsonElement about = await _stored.GetJsonAsync("api/v1/profile?profile=checkout/web-1");
        Assert.Equal(("checkout, web-1", 400L), (about.GetProperty("title").GetString(), about.GetProperty("samples").GetInt64()));
        // The window starts one second later, so its second 1 is second 2 of the whole.
        JsonNode expected = await AskAsync(_files, "flamegraph?profile=web-1.perf&from=2&to=2.75&minimum=0");
        Assert.Equal(expected.ToJsonString(), (await AskAsync(_stored, $"flamegraph?profile=checkout/web-1{Window}&from=1&to=1.75&minimum=0")).ToJsonString());
        expected = await AskAsync(_files, "flamegraph?profile=all.perf&from=1&to=3.5&minimum=0");
        Assert.Equal(expected.ToJsonString(), (await AskAsync(_stored, $"flamegraph?profile=checkout{Window}&minimum=0")).ToJsonString());
        JsonElement map = await _stored.GetJsonAsync($"api/v1/heatmap?profile=checkout{Window}");
        Assert.Equal((3, 0L), (map.GetProperty("columns").GetInt32(), map.GetProperty("origin").GetInt64()));
        Assert.Equal(expected["samples"]!.GetValue<long>(), map.GetProperty("total").GetInt64());
        JsonElement window = await _stored.GetJsonAsync($"api/v1/profile?profile=checkout{Window}");
        Assert.Equal((expected["samples"]!.GetValue<long>(), 2_500_000_000L), (window.GetProperty("samples").GetInt64(), window.GetProperty("end").GetInt64()));
    }

    [Fact]
    public async Task A_service_is_described_with_its_hosts_clock_and_choices()
    {
        JsonElement about = await _stored.GetJsonAsync("api/v1/profile?profile=checkout");
        Assert.Equal(700, about.GetProperty("samples").GetInt64());
        Assert.Equal((TestDataset.Start / 1e6, true, true), (about.GetProperty("wall").GetProperty("origin").GetDouble(), about.GetProperty("wall").GetProperty("isUtc").GetBoolean(), about.GetProperty("wall").GetProperty("isExact").GetBoolean()));
        Assert.Equal(["app", "worker"], about.GetProperty("facets").GetProperty("comm").EnumerateArray().Select(choice => choice.GetProperty("key").GetString()!).Order(StringComparer.Ordinal));
        Assert.Contains(about.GetProperty("facts").EnumerateArray(), fact => fact.GetProperty("value").GetString() == "web-1, web-2");
        Assert.Equal(["samples", "period"], about.GetProperty("weights").EnumerateArray().Select(weight => weight.GetProperty("name").GetString()!).OrderDescending(StringComparer.Ordinal));
        JsonElement inexact = await _stored.GetJsonAsync("api/v1/profile?profile=" + Uri.EscapeDataString("<b>a%2Fb%40c%25%0A"));
        Assert.Equal("<b>a/b@c%\n", inexact.GetProperty("title").GetString());
        Assert.False(inexact.GetProperty("wall").GetProperty("isExact").GetBoolean());
        Assert.Contains("1 of 1 recordings have times that are accurate only to a second", inexact.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0.0, 5.0)]
    [InlineData("&from=1&to=3", 1.0, 3.0)]
    public async Task Hosts_are_counted_over_time(string range, double from, double to)
    {
        JsonElement document = await _stored.GetJsonAsync("api/v1/openapi.json");
        foreach (TestBrowser browser in (TestBrowser[])[_stored, fixture.Sql])
        {
            JsonElement hosts = await browser.GetJsonAsync($"api/v1/hosts?profile=checkout&columns=10{range}");
            JsonElement schema = document.GetProperty("paths").GetProperty("/fleet/api/v1/hosts").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            new SchemaCheck(document).Check(hosts, schema, "hosts");
            long start = hosts.GetProperty("origin").GetInt64() + (100 * TestProfile.Second), length = hosts.GetProperty("columnLength").GetInt64();
            Assert.InRange(hosts.GetProperty("columns").GetInt32(), 9, 10);
            JsonElement[] rows = [.. hosts.GetProperty("rows").EnumerateArray()];
            Assert.Equal(["checkout/web-1", "checkout/web-2"], rows.Select(row => row.GetProperty("path").GetString()!));
            foreach ((TestProfile profile, JsonElement row) in ((TestProfile[])[StoreFixture.First, StoreFixture.Second]).Zip(rows))
            {
                var expected = new long[hosts.GetProperty("columns").GetInt32()];
                foreach (TestSample sample in profile.Samples)
                {
                    double second = (sample.Time - (100 * TestProfile.Second)) / 1e9;
                    if (second >= from && second < to) expected[(sample.Time - start) / length]++;
                }
                Assert.Equal(expected, row.GetProperty("values").EnumerateArray().Select(value => value.GetInt64()));
                Assert.Equal(expected.Sum(), row.GetProperty("total").GetInt64());
            }
        }
    }

    [Fact]
    public async Task A_file_has_no_hosts() => await _files.GetJsonAsync("api/v1/hosts?profile=all.perf", HttpStatusCode.UnprocessableEntity);

    [Fact]
    public async Task A_thumbnail_is_drawn_of_the_counts()
    {
        string ofStore = await _stored.Client.GetStringAsync("api/v1/thumbnail?profile=checkout"), ofFile = await _files.Client.GetStringAsync("api/v1/thumbnail?profile=all.perf");
        Assert.Equal(ofFile, ofStore);
    }

    [Theory]
    [InlineData("flamegraph?profile=absent", 404)]
    [InlineData("flamegraph?profile=checkout/absent", 404)]
    [InlineData("flamegraph?profile=checkout/web-1/x", 404)]
    [InlineData("flamegraph?profile=checkout%2500", 404)]
    [InlineData("flamegraph?profile=check%256Fut", 404)]
    [InlineData("flamegraph?profile=../checkout", 404)]
    [InlineData("flamegraph?profile=checkout@yesterday", 404)]
    [InlineData("flamegraph?profile=checkout@2026-11-28T15:00:00Z..2026-11-28T14:00:00Z", 404)]
    [InlineData("flamegraph?profile=checkout@0001-01-01T00:00:00Z..9999-01-01T00:00:00Z", 404)]
    [InlineData("heatmap?profile=checkout@1970-01-01T00:00:00Z..2261-01-01T00:00:00Z", 422)]
    [InlineData("heatmap?profile=checkout&weight=cpu", 400)]
    [InlineData("flamegraph?profile=checkout&version=0", 409)]
    [InlineData("flamegraph?profile=checkout&match=(", 400)]
    [InlineData("diff?profile=checkout&baseline=profile&baselineProfile=absent", 404)]
    public async Task A_fault_is_a_problem_that_says_nothing_about_the_machine(string url, int status)
    {
        JsonElement problem = await _stored.GetJsonAsync("api/v1/" + url, (HttpStatusCode)status);
        Assert.DoesNotContain(fixture.Dataset.Path, problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heatmap/?filename=checkout")]
    [InlineData("flamegraph/?filename=checkout")]
    public async Task The_api_of_FlameScope_is_for_files(string url) => await _stored.GetJsonAsync(url, HttpStatusCode.BadRequest);

    private static async Task<JsonNode> AskAsync(TestBrowser browser, string url)
    {
        JsonObject answer = JsonNode.Parse((await browser.GetJsonAsync("api/v1/" + url)).GetRawText())!.AsObject();
        // A store does not count processors, and a range of it has no other samples.
        foreach (string property in (string[])["version", "baselineVersion", "cpus", "all"]) answer.Remove(property);
        return answer;
    }
}
