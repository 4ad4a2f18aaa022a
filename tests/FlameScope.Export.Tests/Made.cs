using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;

namespace FlameScope.Export.Tests;

/// <summary>Profiles and trees that the tests share.</summary>
internal static class Made
{
    /// <summary>Three seconds, three threads, and every problematic character that is allowed in a golden file.</summary>
    public static Profile Small { get; } = ProfileSpec.Build(
    [
        new(100_000_000_000, "java", 1, 1, 0, "cycles", 10, ["main", "run", "j_Foo"]),
        new(100_010_000_000, "java", 1, 1, 0, "cycles", 10, ["main", "run", "j_Foo"]),
        new(100_500_000_000, "java", 1, 2, 0, "cycles", 30, ["main", "run", "k_sys", "k_read"]),
        new(101_250_000_000, "java", 1, 1, 1, "cycles", 20, ["main", "vector<int, a<b>>::at(\"x\" & 'y')"]),
        new(101_990_000_000, "java", 1, 1, 1, "cycles", 0, ["main", "free"]),
        new(102_000_000_000, "sh", 3, 3, 1, "cycles", 5, ["a;b", "two words"]),
        new(102_999_999_999, "sh", 3, 3, 1, "cycles", 5, []),
    ]);

    /// <summary>The comparison of a range of <see cref="Small"/> with the rest, with nodes of either side and of both.</summary>
    public static StackTreeDiff Diff { get; } = StackTreeDiff.Compare(Small.Select(), Small.RangeOfSeconds(0.4, 2), Baseline.Rest);

    /// <summary>Returns the difference of two trees with the same options.</summary>
    public static StackTreeDiff DiffOf(byte[][][] target, byte[][][] baseline) => StackTreeDiff.Compare(Tree(target), Tree(baseline));

    /// <summary>Returns a tree with one sample per stack. Frames are given as bytes, root first.</summary>
    public static StackTree Tree(IEnumerable<byte[][]> stacks, StackGrouping grouping = StackGrouping.ThreadName) =>
        StackTree.From(Profile(stacks), new StackTreeOptions { Grouping = grouping });

    /// <summary>Returns a tree of one path.</summary>
    public static StackTree Tree(params string[] path) => Tree([Array.ConvertAll(path, Encoding.UTF8.GetBytes)]);

    public static Profile Profile(IEnumerable<byte[][]> stacks)
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "app");
        SampleEventId cycles = builder.AddEvent("cycles");
        int n = 0;
        foreach (byte[][] frames in stacks)
        {
            StackId stack = StackId.Empty;
            foreach (byte[] name in frames)
            {
                stack = builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, (FrameKind)(name.Length % 5)));
            }
            builder.AddSample(n++ * 50_000_000L, stack, thread, null, cycles);
        }
        return builder.Build();
    }

    public static byte[] Bytes(Action<Stream> write)
    {
        using var buffer = new MemoryStream();
        write(buffer);
        return buffer.ToArray();
    }
}
