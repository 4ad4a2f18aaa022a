using System.Globalization;
using System.Net;
using System.Text.Json;

namespace FlameScope.AspNetCore.Tests;

/// <summary>FlameScope's routes and parameters, against answers that are worked out from known samples.</summary>
public sealed class FlameScopeApiTests(FlameScopeApiFixture fixture) : IClassFixture<FlameScopeApiFixture>
{
    internal static readonly TestProfile A = TestProfile.Create(1);
    internal static readonly TestProfile B = TestProfile.Create(2, count: 250, seconds: 3);

    private readonly TestBrowser _browser = fixture.Browser;

    [Fact]
    public async Task The_list_has_names_and_types_by_content_sorted_and_without_hidden_files()
    {
        JsonElement list = await _browser.GetJsonAsync("profile/");
        Assert.Equal(
            [
                ("a.perf", "perf"), ("empty.perf", "unknown"), ("notes.txt", "unknown"), ("stacks.folded", "folded"), ("sub/b & ü #1;'+.perf", "perf"),
                ("trace.json", "trace_event"), ("v8.json", "cpuprofile"),
            ],
            list.EnumerateArray().Select(item => (item.GetProperty("filename").GetString(), item.GetProperty("type").GetString())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(99)]
    [InlineData(100)]
    public async Task A_heat_map_has_the_counts_of_each_second_and_row(int rows) =>
        A.AssertHeatmap(await _browser.GetJsonAsync($"heatmap/?filename=a.perf&type=perf&rows={rows}"), rows);

    [Theory]
    [InlineData("filename=a.perf")]
    [InlineData("filename=a.perf&type=unknown")]
    [InlineData("filename=a.perf&type=cpuprofile&rows=50")]
    public async Task Rows_default_to_50_and_the_type_is_a_hint(string query) => A.AssertHeatmap(await _browser.GetJsonAsync("heatmap/?" + query), 50);

    [Fact]
    public async Task A_name_may_have_any_character() =>
        B.AssertHeatmap(await _browser.GetJsonAsync($"heatmap/?filename={Uri.EscapeDataString("sub/b & ü #1;'+.perf")}&type=perf&rows=50"), 50);

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, 1.0)]
    [InlineData(1.25, 1.75)]
    [InlineData(0.5, null)]
    [InlineData(null, 2.5)]
    [InlineData(2.0, 2.0)]
    [InlineData(null, 0.0)]
    [InlineData(0.0, 0.0)]
    [InlineData(4.9, 100.0)]
    [InlineData(0.0, 8e9)]
    public async Task A_flame_graph_has_the_stacks_of_its_range(double? start, double? end)
    {
        string url = "flamegraph/?filename=a.perf&type=perf&flavor=standard";
        if (start is not null) url += "&start=" + start.Value.ToString("R", CultureInfo.InvariantCulture);
        if (end is not null) url += "&end=" + end.Value.ToString("R", CultureInfo.InvariantCulture);
        A.Tree(start, end).AssertEqual(await _browser.GetJsonAsync(url));
    }

    [Theory]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(99)]
    public async Task The_cells_that_a_client_computes_contain_each_sample_once(int rows)
    {
        JsonElement map = await _browser.GetJsonAsync($"heatmap/?filename=a.perf&type=perf&rows={rows}");
        double[] offsets = [.. map.GetProperty("rows").EnumerateArray().Select(r => r.GetDouble())];
        for (int row = 0; row < rows; row++)
        {
            // In the arithmetic of the client: double precision, with its rounding.
            string start = (1 + (offsets[row] / 1000)).ToString("R", CultureInfo.InvariantCulture);
            string end = (1 + ((offsets[row] + offsets[0] - offsets[1]) / 1000)).ToString("R", CultureInfo.InvariantCulture);
            JsonElement tree = await _browser.GetJsonAsync($"flamegraph/?filename=a.perf&type=perf&flavor=standard&start={start}&end={end}");
            Assert.Equal(map.GetProperty("values")[1][row].GetInt64(), TotalOf(tree));
        }
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("nodejs")]
    [InlineData("nodejs-packages")]
    [InlineData("java-packages")]
    public async Task Each_flavor_keeps_all_samples(string flavor)
    {
        JsonElement tree = await _browser.GetJsonAsync($"flamegraph/?filename=a.perf&type=perf&flavor={flavor}");
        Assert.Equal(A.Samples.Count, TotalOf(tree));
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData(0.5, 1.5, null, null)]
    [InlineData(null, null, 0.25, 2.0)]
    [InlineData(0.0, 1.0, 1.0, 2.5)]
    public async Task A_differential_is_the_target_less_the_scaled_other_side(double? start, double? end, double? compareStart, double? compareEnd)
    {
        string query = DiffQuery(start, end, compareStart, compareEnd);
        TestNode target = A.Tree(start, end), other = B.Tree(compareStart, compareEnd);
        double weight = (double)target.Total / other.Total;
        JsonElement differential = await _browser.GetJsonAsync("differential/?" + query);
        target.AssertEqual(differential);
        target.AssertDifferential(differential, other, weight);
        other.AssertElided(await _browser.GetJsonAsync("elided/?" + query), target, weight);
    }

    [Fact]
    public async Task An_empty_other_side_is_an_answer()
    {
        string query = DiffQuery(null, null, 0, 0);
        JsonElement differential = await _browser.GetJsonAsync("differential/?" + query);
        A.Tree().AssertEqual(differential);
        Assert.Equal("root", (await _browser.GetJsonAsync("elided/?" + query)).GetProperty("n").GetString());
    }

    [Theory]
    [InlineData("heatmap/", 400)]
    [InlineData("heatmap/?filename=", 400)]
    [InlineData("heatmap/?filename=missing", 404)]
    [InlineData("heatmap/?filename=.hidden", 404)]
    [InlineData("heatmap/?filename=sub", 404)]
    [InlineData("heatmap/?filename=a.perf&rows=0", 400)]
    [InlineData("heatmap/?filename=a.perf&rows=1001", 400)]
    [InlineData("heatmap/?filename=a.perf&rows=1e2", 400)]
    [InlineData("heatmap/?filename=a.perf&rows=ten", 400)]
    [InlineData("heatmap/?filename=a.perf&filename=a.perf", 400)]
    [InlineData("heatmap/?filename=stacks.folded", 400)]
    [InlineData("heatmap/?filename=notes.txt", 400)]
    [InlineData("heatmap/?filename=empty.perf", 400)]
    [InlineData("flamegraph/?filename=notes.txt", 400)]
    [InlineData("flamegraph/?filename=a.perf&flavor=x", 400)]
    [InlineData("flamegraph/?filename=a.perf&start=NaN", 400)]
    [InlineData("flamegraph/?filename=a.perf&start=Infinity", 400)]
    [InlineData("flamegraph/?filename=a.perf&start=1e300", 400)]
    [InlineData("flamegraph/?filename=a.perf&start=-1", 400)]
    [InlineData("flamegraph/?filename=a.perf&end=1,5", 400)]
    [InlineData("flamegraph/?filename=a.perf&start=2&end=1", 416)]
    [InlineData("flamegraph/?filename=a.perf&start=5.5&end=6", 416)]
    [InlineData("flamegraph/?filename=stacks.folded&start=1&end=2", 400)]
    [InlineData("differential/?filename=a.perf", 400)]
    [InlineData("differential/?filename=a.perf&compareFilename=missing", 404)]
    [InlineData("elided/?filename=missing&compareFilename=a.perf", 404)]
    [InlineData("elided/?filename=a.perf&compareFilename=a.perf&compareStart=x", 400)]
    public async Task A_fault_is_an_error_in_json(string url, int status)
    {
        JsonElement error = await _browser.GetJsonAsync(url, (HttpStatusCode)status);
        Assert.False(string.IsNullOrEmpty(error.GetProperty("error").GetString()));
        Assert.DoesNotContain(_browser.Folder.Path, error.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_of_a_profile_with_times_behind_its_end_is_clamped() =>
        A.Tree(4, null).AssertEqual(await _browser.GetJsonAsync("flamegraph/?filename=a.perf&type=perf&start=4&end=5.0000000000000002"));

    private static string DiffQuery(double? start, double? end, double? compareStart, double? compareEnd)
    {
        string query = $"filename=a.perf&type=perf&compareFilename={Uri.EscapeDataString("sub/b & ü #1;'+.perf")}&compareType=perf";
        foreach ((string name, double? value) in new[] { ("start", start), ("end", end), ("compareStart", compareStart), ("compareEnd", compareEnd) })
        {
            if (value is not null) query += $"&{name}={value.Value.ToString("R", CultureInfo.InvariantCulture)}";
        }
        return query;
    }

    private static long TotalOf(JsonElement node) => node.GetProperty("v").GetInt64() + node.GetProperty("c").EnumerateArray().Sum(TotalOf);
}
