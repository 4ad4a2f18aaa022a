using System.Text.Json;
using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

public class D3FlameGraphTests
{
    private static JsonElement Write(Profile profile, ProfileWriteOptions? options = null, StackGrouping grouping = StackGrouping.ThreadName)
    {
        using var output = new MemoryStream();
        ProfileWriters.Write(new D3FlameGraphWriter { Grouping = grouping }, profile.Select(), output, options);
        return JsonDocument.Parse(output.ToArray(), new JsonDocumentOptions { MaxDepth = 100_000 }).RootElement;
    }

    [Fact]
    public void A_value_includes_those_of_the_children()
    {
        JsonElement root = Write(Made.Small);

        Assert.Equal("root", root.GetProperty("name").GetString());
        Assert.Equal(7, root.GetProperty("value").GetInt64());
        Assert.Equal(["java", "sh"], root.GetProperty("children").EnumerateArray().Select(child => child.GetProperty("name").GetString()));
        JsonElement main = root.GetProperty("children")[0].GetProperty("children")[0];
        Assert.Equal(("main", 5L), (main.GetProperty("name").GetString(), main.GetProperty("value").GetInt64()));
        Assert.Equal(3, main.GetProperty("children").EnumerateArray().Single(child => child.GetProperty("name").GetString() == "run").GetProperty("value").GetInt64());
        Check(root);
    }

    [Fact]
    public void The_weight_and_the_title_are_those_of_the_options()
    {
        JsonElement root = Write(Made.Small, new ProfileWriteOptions { Weight = SampleWeight.Period, Title = "<shop>" }, StackGrouping.None);

        Assert.Equal(("<shop>", 80L), (root.GetProperty("name").GetString(), root.GetProperty("value").GetInt64()));
    }

    [Fact]
    public void Deep_stacks_and_names_of_any_bytes_are_written()
    {
        var builder = new ProfileBuilder();
        StackId stack = StackId.Empty;
        FrameId frame = builder.AddFrame(builder.AddSymbol([(byte)'"', 0xFF, 1]), ModuleId.None, FrameKind.User);
        for (int i = 0; i < 20_000; i++) stack = builder.AddStack(stack, frame);
        builder.AddSample(5, stack, builder.AddThread(1, 1, "app"), 0, builder.AddEvent("cycles"));

        JsonElement node = Write(builder.Build(), null, StackGrouping.None);
        int depth = 0;
        for (; node.GetProperty("children").GetArrayLength() > 0; depth++) node = node.GetProperty("children")[0];

        Assert.Equal(20_000, depth);
        Assert.Equal("\"\uFFFD\u0001", node.GetProperty("name").GetString());
    }

    private static void Check(JsonElement node)
    {
        Assert.True(node.GetProperty("value").GetInt64() >= node.GetProperty("children").EnumerateArray().Sum(child => child.GetProperty("value").GetInt64()));
        foreach (JsonElement child in node.GetProperty("children").EnumerateArray()) Check(child);
    }
}
