using System.Text;
using System.Text.Json;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class FlameScopeJsonTests
{
    [Fact]
    public void Nodes_are_those_of_the_tree() => Prop.ForAll(ProfileGenerators.Samples, samples =>
        Agrees(StackTree.From(ProfileSpec.Build(samples)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Hostile_names_are_strings() => Prop.ForAll(HostileNames.Stacks, stacks =>
    {
        StackTree tree = Made.Tree(stacks);
        return Agrees(tree) && FlameScopeJson.ToText(tree).All(c => c is >= ' ' and <= '~' and not ('<' or '>' or '&' or '\''));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Deep_trees_are_written_without_recursion()
    {
        string json = FlameScopeJson.ToText(Made.Tree([[.. Enumerable.Repeat("f"u8.ToArray(), 100_000)]]));
        Assert.Equal(100_000, json.Split("\"n\":\"f\"").Length - 1);
        Assert.Equal(json.Count(c => c == '{'), json.Count(c => c == '}'));
        Assert.EndsWith("\"v\":1,\"c\":[]}]}", json[..^(2 * 100_000)], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, "980.0", "0.0")]
    [InlineData(49, "979.5918367346939", "0.0")]
    [InlineData(1, "0.0", "0.0")]
    public void Rows_are_milliseconds_from_the_top_down(int rows, string first, string last)
    {
        string json = FlameScopeJson.ToText(SubsecondHeatmap.From(Made.Small, new HeatmapOptions { Rows = rows }));
        Assert.StartsWith("{\"rows\":[" + first, json, StringComparison.Ordinal);
        Assert.Contains(last + "],\"columns\":[0,1,2],\"values\":[[", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_those_of_the_map() => Prop.ForAll(ProfileGenerators.TimedSamples, Arb.From(Gen.Choose(1, 60)), (samples, rows) =>
    {
        if (samples.Length == 0) return true;
        var map = SubsecondHeatmap.From(ProfileSpec.Build(samples), new HeatmapOptions { Rows = rows });
        JsonElement root = JsonDocument.Parse(FlameScopeJson.ToText(map)).RootElement;
        JsonElement values = root.GetProperty("values");
        if (values.GetArrayLength() != map.ColumnCount || root.GetProperty("maxvalue").GetInt64() != map.Maximum) return false;
        for (int column = 0; column < map.ColumnCount; column++)
        {
            for (int index = 0; index < rows; index++)
            {
                if (values[column][index].GetInt64() != map[column, rows - 1 - index]) return false;
            }
        }
        return Enumerable.Range(0, rows).All(i => Math.Abs(root.GetProperty("rows")[i].GetDouble() - (1000.0 * (rows - 1 - i) / rows)) < 1e-9);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Columns_of_a_cropped_map_keep_their_numbers()
    {
        Profile profile = Made.Small;
        var map = SubsecondHeatmap.From(profile.Select().Within(profile.RangeOfSeconds(1, 2)), new HeatmapOptions { Rows = 2, CropToRange = true });
        Assert.Contains("\"columns\":[1],", FlameScopeJson.ToText(map), StringComparison.Ordinal);
        Assert.Equal("second,0.0,500.0\r\n1,1,1\r\n", HeatmapCsv.ToText(map));
    }

    private static bool Agrees(StackTree tree)
    {
        using JsonDocument document = JsonDocument.Parse(FlameScopeJson.ToText(tree), new JsonDocumentOptions { MaxDepth = 10_000 });
        int next = 0;
        return Matches(document.RootElement) && next == tree.Count;

        bool Matches(JsonElement element)
        {
            int node = next++;
            string kind = tree.Kinds[node] == FrameKind.Unknown ? "" : tree.Kinds[node].ToString();
            return element.EnumerateObject().Select(p => p.Name).SequenceEqual(["n", "l", "v", "c"])
                && element.GetProperty("n").GetString() == tree.GetName(node)
                && string.Equals(element.GetProperty("l").GetString(), kind, StringComparison.OrdinalIgnoreCase)
                && element.GetProperty("v").GetInt64() == tree.SelfValues[node]
                && element.GetProperty("c").EnumerateArray().All(Matches)
                && next == tree.SubtreeEnds[node];
        }
    }
}
