using System.Text.Json;
using FlameScope.FlameGraph;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Core.Tests.Api;

/// <summary>Endpoints of web applications return objects of the library: their JSON is a summary, or the rows of a table.</summary>
public class JsonTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly ProfileView View = new(ProfileSpec.Build(
    [
        new(0, "app", 1, 1, 0, "cycles", 10, ["main", "a"]),
        new(500_000_000, "app", 1, 1, 0, "cycles", 20, ["main", "b"]),
        new(1_500_000_000, "app", 1, 1, 0, "cycles", 70, ["main", "c"]),
    ]));

    private static readonly object[] Returned =
    [
        View, View.Profile, View.Filter, View.Range, View.Selection, View.Weight, View.Profile.Header, View.GetHeatmap(), View.GetHeatmap().Busiest,
        View.GetStackTree(), View.GetStackTree().Nodes[0], View.GetFunctions(), View.GetFunctions().Rows[0], View.GetFunctionsBy(StackGrouping.Thread)[0],
        View.GetFlameChart(1), View.GetFlameChart(1)[0], View.Compare(View), View.Compare(View).Nodes[0], View.GetChanges(View), View.GetChanges(View).Rows[0],
        View.FindMoments(), View.Profile.Threads, View.Profile.Frames, View.Profile.Stacks, View.Profile.Samples, View.Profile.Symbols, View.Profile.LabelSets,
    ];

    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, Returned.Length)];

    [Theory]
    [MemberData(nameof(Indexes))]
    public void An_object_that_the_library_returns_can_be_written_as_json(int index)
    {
        using JsonDocument json = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(Returned[index], Returned[index].GetType(), Web));
        Assert.True(json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
    }

    [Fact]
    public void A_view_and_a_profile_are_summaries_without_their_samples()
    {
        JsonElement view = Write(View);
        Assert.Equal(3, view.GetProperty("sampleCount").GetInt64());
        Assert.Equal("samples", view.GetProperty("unit").GetString());
        Assert.False(view.TryGetProperty("profile", out _) || view.TryGetProperty("selection", out _));
        JsonElement profile = Write(View.Profile);
        Assert.True(profile.TryGetProperty("format", out _) && profile.TryGetProperty("diagnostics", out _));
        Assert.False(profile.TryGetProperty("samples", out _) || profile.TryGetProperty("stacks", out _));
    }

    [Fact]
    public void A_tree_has_its_nodes_and_a_heat_map_its_numbers()
    {
        JsonElement tree = Write(View.GetStackTree(StackGrouping.None));
        Assert.Equal(3, tree.GetProperty("total").GetInt64());
        Assert.Equal(["root", "main", "a", "b", "c"], tree.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.String, tree.GetProperty("nodes")[1].GetProperty("kind").ValueKind);
        JsonElement map = Write(View.GetHeatmap());
        Assert.Equal((2, 50, 3), (map.GetProperty("columnCount").GetInt32(), map.GetProperty("rowCount").GetInt32(), map.GetProperty("total").GetInt32()));
    }

    private static JsonElement Write<T>(T value) => JsonSerializer.SerializeToElement(value, Web);
}
