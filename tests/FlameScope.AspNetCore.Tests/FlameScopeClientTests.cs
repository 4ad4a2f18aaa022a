using System.Globalization;
using System.Text.Json;
using Xunit;

namespace FlameScope.AspNetCore.Tests;

/// <summary>
/// A session of FlameScope's own web client, request by request, as a browser sends them: the order of the parameters, the escapes of names, and the
/// arithmetic of ranges are those of the client, and the answers have what it reads.
/// </summary>
public class FlameScopeClientTests
{
    private static readonly TestProfile A = TestProfile.Create(1);
    private static readonly TestProfile B = TestProfile.Create(2, count: 300, seconds: 4);

    // What a browser makes of names that the client puts into the address as they are.
    private static readonly (string Name, string Escaped)[] Names =
    [
        ("a.perf", "a.perf"),
        ("night/a b+c&d#e;f='ü'.perf", "night%2Fa%20b%2Bc%26d%23e%3Bf%3D%27%C3%BC%27.perf"),
        ("what?.perf", "what%3F.perf"),
        (@"sub\win.perf", @"sub\win.perf"),
        ("50%.perf", "50%.perf"),
    ];

    [Fact]
    public async Task The_client_finds_opens_selects_and_compares()
    {
        await using TestBrowser browser = await TestBrowser.StartAsync();
        foreach ((string name, _) in Names) browser.Folder.Write(name, (name == "a.perf" ? A : B).ToText());
        using var connection = new PipelinedConnection(browser.Address);

        JsonElement list = await AskAsync("/profile/");
        Assert.Equal(Names.Select(n => n.Name).Order(StringComparer.Ordinal), list.EnumerateArray().Select(p => p.GetProperty("filename").GetString()!));
        Assert.All(list.EnumerateArray(), profile => Assert.Equal("perf", profile.GetProperty("type").GetString()));

        foreach ((string name, string escaped) in Names)
        {
            TestProfile profile = name == "a.perf" ? A : B;
            foreach (int rows in (int[])[50, 10, 25, 49, 99, 100])
            {
                // The client mounts with 50 rows and then shows those that were chosen.
                JsonElement map = await AskAsync($"/heatmap/?filename={escaped}&type=perf&rows={rows}");
                profile.AssertHeatmap(map, rows);
                (string start, string end) = CellOf(map, column: 1, row: 3);
                JsonElement cell = await AskAsync($"/flamegraph/?filename={escaped}&type=perf&flavor=standard&start={start}&end={end}");
                Assert.Equal(map.GetProperty("values")[1][3].GetInt64(), TotalOf(cell));
            }
            foreach (string flavor in (string[])["standard", "nodejs", "nodejs-packages", "java-packages"])
                Assert.Equal(profile.Samples.Count, TotalOf(await AskAsync($"/flamegraph/?filename={escaped}&type=perf&flavor={flavor}")));
            // A type that the user forces, and one that the client does not know.
            foreach (string type in (string[])["nflxprofile", "trace_event", "cpuprofile", "speedscope"])
                Assert.Equal(profile.Samples.Count, TotalOf(await AskAsync($"/flamegraph/?filename={escaped}&type={type}&flavor=standard")));
        }

        // Both ranges are optional, and "flip" exchanges the sides.
        const string Sides = "filename=a.perf&type=perf&compareFilename=what%3F.perf&compareType=perf";
        const string Flipped = "filename=what%3F.perf&type=perf&compareFilename=a.perf&compareType=perf";
        foreach ((string ranges, string swapped, (double, double)? own, (double, double)? other) in Ranges)
        {
            await AssertComparison(Sides + ranges, A.Tree(own?.Item1, own?.Item2), B.Tree(other?.Item1, other?.Item2));
            await AssertComparison(Flipped + swapped, B.Tree(other?.Item1, other?.Item2), A.Tree(own?.Item1, own?.Item2));
        }

        async Task AssertComparison(string query, TestNode target, TestNode other)
        {
            double weight = (double)target.Total / other.Total;
            target.AssertDifferential(await AskAsync("/differential/?" + query), other, weight);
            other.AssertElided(await AskAsync("/elided/?" + query), target, weight);
        }

        // The same question is asked again after each search: the answer is the same, byte for byte.
        async Task<JsonElement> AskAsync(string target)
        {
            (int status, string body) = await connection.GetAsync(target);
            Assert.True(status == 200, $"{target}: {status} {body}");
            Assert.Equal((status, body), await connection.GetAsync(target));
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
    }

    [Theory]
    [InlineData("/heatmap/?filename=missing&type=perf&rows=50", 404)]
    [InlineData("/flamegraph/?filename=a.perf&type=perf&flavor=standard&start=100&end=101", 416)]
    [InlineData("/differential/?filename=a.perf&type=perf&compareFilename=missing&compareType=perf", 404)]
    public async Task The_client_reads_the_reason_of_an_error(string target, int expected)
    {
        await using TestBrowser browser = await TestBrowser.StartAsync();
        browser.Folder.Write("a.perf", A.ToText());
        using var connection = new PipelinedConnection(browser.Address);
        (int status, string body) = await connection.GetAsync(target);
        Assert.Equal(expected, status);
        Assert.NotEmpty(JsonSerializer.Deserialize<JsonElement>(body).GetProperty("error").GetString()!);
    }

    private static IEnumerable<(string Ranges, string Swapped, (double, double)? Own, (double, double)? Other)> Ranges =>
    [
        ("", "", null, null),
        ("&start=0.5&end=1.5", "&compareStart=0.5&compareEnd=1.5", (0.5, 1.5), null),
        ("&compareStart=0.25&compareEnd=2", "&start=0.25&end=2", null, (0.25, 2)),
        ("&start=1&end=2.0000000000000004&compareStart=0&compareEnd=3", "&start=0&end=3&compareStart=1&compareEnd=2.0000000000000004", (1, 2), (0, 3)),
    ];

    // The times of a cell in the client's arithmetic, with all digits of a double-precision number.
    private static (string Start, string End) CellOf(JsonElement map, int column, int row)
    {
        double[] offsets = [.. map.GetProperty("rows").EnumerateArray().Select(r => r.GetDouble())];
        double second = map.GetProperty("columns")[column].GetDouble();
        return (Text(second + (offsets[row] / 1000)), Text(second + ((offsets[row] + offsets[0] - offsets[1]) / 1000)));

        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static long TotalOf(JsonElement node) => node.GetProperty("v").GetInt64() + node.GetProperty("c").EnumerateArray().Sum(TotalOf);
}
