using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlameScope.AspNetCore.Tests;

/// <summary>
/// A profile whose samples are known, and FlameScope's answers about it, worked out from the definitions in the plainest way. It shares no code with the
/// libraries.
/// </summary>
internal sealed class TestProfile(IReadOnlyList<TestSample> samples)
{
    public const long Second = 1_000_000_000;

    public IReadOnlyList<TestSample> Samples => samples;

    public long Origin => samples.Min(sample => sample.Time) / Second * Second;

    public int Columns => (int)((samples.Max(sample => sample.Time) / Second) - (Origin / Second)) + 1;

    /// <summary>Makes a profile of random samples.</summary>
    public static TestProfile Create(int seed, int count = 400, int seconds = 5)
    {
        var random = new Random(seed);
        string[] functions = ["main", "parse", "render", "sort", "write<int>", "größe", "\"q\" & <b>"];
        var made = new List<TestSample>();
        for (int i = 0; i < count; i++)
        {
            // Microseconds, as in the text. The first second has an idle start.
            long time = (100 * Second) + (long)(random.NextDouble() * seconds * 1_000_000) * 1000;
            string[] stack = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => functions[random.Next(functions.Length)])];
            made.Add(new TestSample(time, random.Next(3) == 0 ? "worker" : "app", stack));
        }
        return new TestProfile([.. made.OrderBy(sample => sample.Time)]);
    }

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (TestSample sample in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"{sample.Comm} 100/100 [000] {sample.Time / Second}.{sample.Time % Second / 1000:000000}: 1 cycles: \n");
            foreach (string frame in sample.Stack.Reverse()) text.Append(CultureInfo.InvariantCulture, $"\t    7f001000 {frame} (/usr/bin/app)\n");
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Checks a heat map: one column per second, row 0 of the answer is the end of the second.</summary>
    public void AssertHeatmap(JsonElement map, int rows)
    {
        Assert.Equal(Enumerable.Range(0, Columns), map.GetProperty("columns").EnumerateArray().Select(c => c.GetInt32()));
        double[] offsets = [.. map.GetProperty("rows").EnumerateArray().Select(r => r.GetDouble())];
        Assert.Equal(rows, offsets.Length);
        for (int i = 0; i < rows; i++) Assert.Equal(1000.0 * (rows - 1 - i) / rows, offsets[i], 9);
        var expected = new long[Columns, rows];
        foreach (TestSample sample in samples)
        {
            long inSecond = sample.Time % Second;
            // The row is the fraction of the second in units of its length, rounded down, in exact arithmetic.
            expected[(sample.Time - Origin) / Second, (long)((Int128)inSecond * rows / Second)]++;
        }
        long maximum = 0;
        for (int column = 0; column < Columns; column++)
        {
            long[] values = [.. map.GetProperty("values")[column].EnumerateArray().Select(v => v.GetInt64())];
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(expected[column, row], values[rows - 1 - row]);
                maximum = Math.Max(maximum, expected[column, row]);
            }
        }
        Assert.Equal(maximum, map.GetProperty("maxvalue").GetInt64());
    }

    /// <summary>Returns the tree of a range in seconds after the origin, half-open.</summary>
    public TestNode Tree(double? start = null, double? end = null)
    {
        long from = start is { } s ? Origin + (long)Math.Round((decimal)s * Second) : long.MinValue;
        long to = end is { } e ? Origin + (long)Math.Round((decimal)e * Second) : long.MaxValue;
        var root = new TestNode("root");
        foreach (TestSample sample in samples.Where(sample => sample.Time >= from && sample.Time < to))
        {
            TestNode node = root.Child(sample.Comm);
            foreach (string frame in sample.Stack) node = node.Child(frame);
            node.Self++;
        }
        return root;
    }
}

/// <summary>A sample.</summary>
/// <param name="Time">The time in nanoseconds.</param>
/// <param name="Comm">The thread name.</param>
/// <param name="Stack">The frames from the root to the leaf.</param>
internal sealed record TestSample(long Time, string Comm, string[] Stack);

/// <summary>A node of a tree.</summary>
internal sealed class TestNode(string name)
{
    public string Name => name;

    public long Self { get; set; }

    public SortedDictionary<string, TestNode> Children { get; } = new(Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))));

    public long Total => Self + Children.Values.Sum(child => child.Total);

    public TestNode Child(string childName)
    {
        if (!Children.TryGetValue(childName, out TestNode? child)) Children.Add(childName, child = new TestNode(childName));
        return child;
    }

    /// <summary>Checks FlameScope's JSON of a tree.</summary>
    public void AssertEqual(JsonElement node, int depth = 0)
    {
        Assert.Equal(name, node.GetProperty("n").GetString());
        Assert.Equal(depth < 2 ? "" : "user", node.GetProperty("l").GetString());
        Assert.Equal(Self, node.GetProperty("v").GetInt64());
        JsonElement[] children = [.. node.GetProperty("c").EnumerateArray()];
        Assert.Equal(Children.Keys, children.Select(child => child.GetProperty("n").GetString()!));
        foreach ((TestNode expected, JsonElement actual) in Children.Values.Zip(children)) expected.AssertEqual(actual, depth + 1);
    }

    /// <summary>Checks FlameScope's differential tree: the nodes of this tree, and by how much their own values exceed those of the other tree, scaled.</summary>
    public void AssertDifferential(JsonElement node, TestNode? other, double weight)
    {
        Assert.Equal(Self, node.GetProperty("v").GetInt64());
        double expected = other is null ? Self : Self - (other.Self * weight);
        // The rule of rounding halves is not part of the definition.
        Assert.InRange(node.GetProperty("d").GetDouble(), Math.Floor(expected + 0.5 - 1e-9) - (IsHalf(expected) ? 1 : 0), Math.Floor(expected + 0.5 + 1e-9));
        foreach ((TestNode child, JsonElement actual) in Children.Values.Zip(node.GetProperty("c").EnumerateArray(), (a, b) => (a, b)))
        {
            child.AssertDifferential(actual, other?.Children.GetValueOrDefault(child.Name), weight);
        }
    }

    /// <summary>Checks FlameScope's elided tree: the nodes of this tree, with values only where the other tree lacks them.</summary>
    public void AssertElided(JsonElement node, TestNode? other, double weight)
    {
        double expected = other is not null ? 0 : Self * weight;
        Assert.InRange(node.GetProperty("v").GetDouble(), Math.Floor(expected + 0.5 - 1e-9) - (IsHalf(expected) ? 1 : 0), Math.Floor(expected + 0.5 + 1e-9));
        JsonElement[] children = [.. node.GetProperty("c").EnumerateArray()];
        Assert.Equal(Children.Count, children.Length);
        foreach ((TestNode child, JsonElement actual) in Children.Values.Zip(children)) child.AssertElided(actual, other?.Children.GetValueOrDefault(child.Name), weight);
    }

    private static bool IsHalf(double value) => Math.Abs(value - Math.Floor(value) - 0.5) < 1e-9;
}
