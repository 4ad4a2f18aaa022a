using System.Text.Json;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class FlameScopeDiffJsonTests
{
    [Fact]
    public void Nodes_are_those_of_one_side_with_FlameScopes_values() => Prop.ForAll(HostileNames.Stacks, HostileNames.Stacks, (target, baseline) =>
    {
        StackTreeDiff diff = Made.DiffOf(target, [.. baseline.Concat(target.Take(target.Length / 2))]);
        return Agrees(diff, FlameScopeJson.ToText(diff), diff.Target, diff.TargetNodes.ToArray(), n => diff.TargetSelfValues[n], diff.GetFlameScopeDelta)
            && Agrees(diff, FlameScopeJson.ToText(diff, new FlameScopeJsonDiffOptions { Elided = true }), diff.Baseline, diff.BaselineNodes.ToArray(), diff.GetFlameScopeElided, n => -diff.GetFlameScopeElided(n));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_side_without_samples_has_only_a_root()
    {
        StackTreeDiff diff = Made.DiffOf([], [["a"u8.ToArray()]]);
        Assert.Equal("""{"n":"root","l":"","v":0,"d":0,"c":[]}""", FlameScopeJson.ToText(diff));
        Assert.StartsWith("""{"n":"root","l":"","v":0,"d":0,"c":[{"n":"app","l":"","v":0,""", FlameScopeJson.ToText(diff, new FlameScopeJsonDiffOptions { Elided = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_trees_are_written_without_recursion()
    {
        byte[][] deep = [.. Enumerable.Repeat("f"u8.ToArray(), 50_000)];
        string json = FlameScopeJson.ToText(Made.DiffOf([deep], [deep[..100]]));
        Assert.Equal(50_000, json.Split("\"n\":\"f\"").Length - 1);
    }

    private static bool Agrees(StackTreeDiff diff, string text, StackTree tree, int[] nodes, Func<int, long> value, Func<int, long> delta)
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 10_000 });
        int next = 0;
        return Matches(document.RootElement) && next == tree.Count;

        bool Matches(JsonElement element)
        {
            int own = next++, node = Array.IndexOf(nodes, own);
            string kind = tree.Kinds[own] == FrameKind.Unknown ? "" : tree.Kinds[own].ToString();
            return element.EnumerateObject().Select(p => p.Name).SequenceEqual(["n", "l", "v", "d", "c"])
                && element.GetProperty("n").GetString() == tree.GetName(own)
                && string.Equals(element.GetProperty("l").GetString(), kind, StringComparison.OrdinalIgnoreCase)
                && element.GetProperty("v").GetInt64() == value(node)
                && element.GetProperty("d").GetInt64() == delta(node)
                && element.GetProperty("c").EnumerateArray().All(Matches)
                && next == tree.SubtreeEnds[own];
        }
    }
}
