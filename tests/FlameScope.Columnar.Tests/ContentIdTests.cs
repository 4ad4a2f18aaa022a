using FlameScope.Model;
using Xunit;

namespace FlameScope.Columnar.Tests;

/// <summary>The vectors are in docs/dataset.md, for writers in other languages.</summary>
public class ContentIdTests
{
    private static readonly DatasetFrame Main = new() { Kind = FrameKind.User, Function = "main", Module = "/usr/bin/app" };

    private static readonly DatasetFrame Parse = new()
    {
        Kind = FrameKind.Jit,
        Function = "Parse(æ)",
        Module = "/app/parser.dll",
        Source = "Parser.cs",
        Line = 12,
        Column = 5,
        IsInlined = true,
    };

    private static readonly DatasetContext Context = new()
    {
        Pid = 1,
        Tid = 7,
        Comm = "worker",
        Event = "cpu",
        ValueTypes = [new("cpu", "nanoseconds")],
        DefaultValueType = 0,
        Labels = [new() { Key = "size", Number = 4096, Unit = "bytes" }, new() { Key = "endpoint", Text = "/orders" }],
    };

    [Fact]
    public void Ids_are_those_of_the_documentation()
    {
        Assert.Equal(4135212680046590371, ContentId.OfFrame(Main));
        Assert.Equal(-5070306807989715730, ContentId.OfFrame(Parse));
        Assert.Equal(8472346153528924545, ContentId.OfStack([ContentId.OfFrame(Main), ContentId.OfFrame(Parse)]));
        Assert.Equal(0, ContentId.OfStack([]));
        Assert.Equal(-3340484079533779920, ContentId.OfContext(Context));
        Assert.Equal(2633794095066027850, ContentId.OfContext(new DatasetContext { Comm = "swapper" }));
    }

    [Fact]
    public void The_order_of_labels_does_not_matter() =>
        Assert.Equal(ContentId.OfContext(Context), ContentId.OfContext(Context with { Labels = [.. Context.Labels.Reverse()] }));

    [Fact]
    public void Each_field_matters()
    {
        DatasetContext[] contexts =
        [
            Context, Context with { Pid = null }, Context with { Tid = null }, Context with { Pid = null, Tid = 1 }, Context with { Comm = "" }, Context with { ProcessName = "" },
            Context with { ProcessName = "app" }, Context with { Event = "wall" }, Context with { ValueTypes = [] }, Context with { ValueTypes = [new("cpu", "bytes")] },
            Context with { DefaultValueType = null }, Context with { Labels = [] }, Context with { Labels = [new() { Key = "size", Text = "4096", Unit = "bytes" }] },
        ];
        Assert.Equal(contexts.Length, contexts.Select(ContentId.OfContext).Distinct().Count());
        DatasetFrame[] frames =
        [
            Parse, Parse with { Kind = FrameKind.User }, Parse with { Function = "Parse" }, Parse with { Module = "" }, Parse with { Source = "" }, Parse with { Line = 5, Column = 12 },
            Parse with { IsInlined = false }, Parse with { Function = "Parse(æ)/app", Module = "/parser.dll" },
        ];
        Assert.Equal(frames.Length, frames.Select(ContentId.OfFrame).Distinct().Count());
    }
}
