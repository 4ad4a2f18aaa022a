using System.Text;
using FlameScope.FlameGraph;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class FoldedDiffTests
{
    [Fact]
    public void The_baseline_is_first_and_missing_stacks_are_0() => Assert.Equal(
        "a;x 2 1\na;x;y 0 1\nb 1 0\n",
        FoldedStacks.ToText(Diff(["a x", "a x y"], ["a x", "a x", "b"])));

    // 3 samples and 4: each count is multiplied by 3/4 and truncated, as by difffolded.pl -n.
    [Fact]
    public void Counts_can_be_scaled_to_the_total_of_the_target_and_are_truncated() => Assert.Equal(
        "a 2 1\nb 0 0\nc 0 2\n",
        FoldedStacks.ToText(Diff(["a", "c", "c"], ["a", "a", "a", "b"]), new FoldedDiffOptions { Normalize = true }));

    [Fact]
    public void Only_elided_stacks_can_be_written() => Assert.Equal(
        "a;x 1 0\nb 1 0\n",
        FoldedStacks.ToText(Diff(["a", "c"], ["a", "a x", "b"]), new FoldedDiffOptions { ElidedOnly = true }));

    [Fact]
    public void Empty_sides_are_written()
    {
        Assert.Equal("a 0 1\n", FoldedStacks.ToText(Diff(["a"], []), new FoldedDiffOptions { Normalize = true }));
        Assert.Equal("a 1 0\n", FoldedStacks.ToText(Diff([], ["a"])));
        Assert.Equal("", FoldedStacks.ToText(Diff([], [])));
    }

    // The reference does what difffolded.pl does: it reads both files into a table by stack.
    [Fact]
    public void Lines_are_the_folded_stacks_of_both_sides() => Prop.ForAll(HostileNames.Stacks, HostileNames.Stacks, (target, baseline) =>
    {
        // The same names on both sides, so that paths are shared.
        byte[][][] before = [.. baseline.Concat(target.Take(target.Length / 2))];
        StackTreeDiff diff = Made.DiffOf(target, before);
        Dictionary<string, long> first = Lines(diff.Baseline), second = Lines(diff.Target);
        string[] expected =
        [
            .. first.Keys.Union(second.Keys).Order(StringComparer.Ordinal).Select(k => $"{k} {first.GetValueOrDefault(k)} {second.GetValueOrDefault(k)}"),
        ];
        return Latin(s => FoldedStacks.Write(diff, s)) == string.Concat(expected.Select(line => line + "\n"));
    }).QuickCheckThrowOnFailure();

    // Latin-1 preserves every byte, and its ordinal order is that of the bytes.
    private static string Latin(Action<Stream> write) => Encoding.Latin1.GetString(Made.Bytes(write));

    private static Dictionary<string, long> Lines(StackTree tree) => Latin(s => FoldedStacks.Write(tree, s)).Split('\n')[..^1]
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], null));

    private static StackTreeDiff Diff(string[] target, string[] baseline)
    {
        var options = new StackTreeOptions { Grouping = StackGrouping.None };
        StackTree Tree(string[] stacks) => StackTree.From(
            ProfileSpec.Build(stacks.Select((s, i) => new SampleSpec(i, "app", 1, 1, null, "cycles", 1, s.Split(' ')))), options);
        return StackTreeDiff.Compare(Tree(target), Tree(baseline));
    }
}
