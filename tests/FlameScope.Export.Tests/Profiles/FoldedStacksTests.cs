using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Export.Tests;

public class FoldedStacksTests
{
    [Fact]
    public void Lines_are_the_samples_in_ordinal_order() => Prop.ForAll(ProfileGenerators.Samples, samples =>
    {
        Profile profile = ProfileSpec.Build(samples);
        return Enum.GetValues<StackGrouping>().All(grouping => new[] { SampleWeight.Samples, SampleWeight.Period }.All(weight =>
            Agrees(StackTree.From(profile, new StackTreeOptions { Grouping = grouping, Weight = weight, Filter = SampleFilter.All }))));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Hostile_names_do_not_break_lines() =>
        Prop.ForAll(HostileNames.Stacks, stacks => Agrees(Made.Tree(stacks))).QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_between_a_stack_and_its_children_are_in_ordinal_order()
    {
        string[][] names = [["a"], ["a", "x"], ["a b"], ["a;"], ["a:"], ["a", "\n"]];
        byte[][][] stacks = Array.ConvertAll(names, path => Array.ConvertAll(path, Encoding.UTF8.GetBytes));
        Assert.Equal("app;a 1\napp;a b 1\napp;a: 2\napp;a;  1\napp;a;x 1\n", FoldedStacks.ToText(Made.Tree(stacks)));
    }

    [Fact]
    public void Samples_without_frames_have_a_line()
    {
        Assert.Equal("[no frames] 2\nz 1\n", FoldedStacks.ToText(Made.Tree([[], ["z"u8.ToArray()], []], StackGrouping.None)));
        Assert.Equal("app 1\n", FoldedStacks.ToText(Made.Tree([Array.Empty<byte[]>()])));
        Assert.Equal("", FoldedStacks.ToText(Made.Tree(Array.Empty<byte[][]>())));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_replaced() =>
        Assert.Equal([.. "app;\uFFFD\uFFFD 1\n"u8], Made.Bytes(s => FoldedStacks.Write(Made.Tree([[[0xFF, 0xC3]]]), s)));

    [Fact]
    public void Deep_stacks_are_written_without_recursion()
    {
        byte[][] deep = [.. Enumerable.Repeat("f"u8.ToArray(), 50_000)];
        Assert.Equal("app" + string.Concat(Enumerable.Repeat(";f", 50_000)) + " 1\n", FoldedStacks.ToText(Made.Tree([deep])));
    }

    // Parses the text and compares it with the tree, byte by byte, since Latin-1 preserves every byte.
    private static bool Agrees(StackTree tree)
    {
        var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (int node = 0; node < tree.Count; node++)
        {
            if (tree.SelfValues[node] == 0) continue;
            var names = new List<string>();
            for (int n = node; n > 0; n = tree.Parents[n]) names.Insert(0, Written(tree.GetNameUtf8(n)));
            string stack = node == 0 ? "[no frames]" : string.Join(';', names);
            expected[stack] = expected.GetValueOrDefault(stack) + tree.SelfValues[node];
        }
        string text = Encoding.Latin1.GetString(Made.Bytes(s => FoldedStacks.Write(tree, s)));
        string[] lines = text.Split('\n');
        return lines[^1].Length == 0 && lines[..^1].SequenceEqual(expected.Select(e => $"{e.Key} {e.Value}")) && expected.Values.Sum() == tree.Total;
    }

    private static string Written(ReadOnlySpan<byte> name) =>
        string.Concat(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name))).Select(c => c == ';' ? ':' : c < ' ' || c == '\u007F' ? ' ' : c));
}
