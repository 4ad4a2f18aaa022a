using Xunit;

namespace FlameScope.Model.Tests;

public class FrameLabelsTests
{
    [Theory]
    [InlineData("main", "/bin/app", FrameKind.User, "main")]
    [InlineData("", "/usr/lib/libc.so.6", FrameKind.User, "[libc.so.6]")]
    [InlineData("[unknown]", "libc.so.6", FrameKind.User, "[libc.so.6]")]
    [InlineData("[unknown]", "", FrameKind.Unknown, "[unknown]")]
    [InlineData("[unknown]", "[kernel.kallsyms]", FrameKind.Kernel, "[kernel.kallsyms]")]
    [InlineData("[unknown]", "[vdso]", FrameKind.User, "[vdso]")]
    [InlineData("[unknown]", "/tmp/perf-12.map", FrameKind.Jit, "[perf-12.map]")]
    [InlineData("[unknown]", "//anon", FrameKind.User, "[anon]")]
    [InlineData("[unknown]", "/odd/", FrameKind.User, "[/odd/]")]
    [InlineData("Ljava/util/List;::size", "/tmp/perf-12.map", FrameKind.Jit, "java/util/List;::size")]
    [InlineData("LMain;::run", "/tmp/perf-12.map", FrameKind.Jit, "Main;::run")]
    [InlineData("Ljava/util/List;::size", "/bin/app", FrameKind.User, "Ljava/util/List;::size")]
    [InlineData("LambdaForm$MH.0x1::invoke", "/tmp/perf-12.map", FrameKind.Jit, "LambdaForm$MH.0x1::invoke")]
    [InlineData("LambdaForm f;", "/tmp/perf-12.map", FrameKind.Jit, "LambdaForm f;")]
    [InlineData("L;", "/tmp/perf-12.map", FrameKind.Jit, "L;")]
    [InlineData("Lazy", "/tmp/perf-12.map", FrameKind.Jit, "Lazy")]
    [InlineData("operator+", "/bin/app", FrameKind.User, "operator+")]
    public void Frames_have_displayed_names(string symbol, string module, FrameKind kind, string label)
    {
        var builder = new ProfileBuilder();
        FrameId frame = builder.AddFrame(builder.AddSymbol(symbol), builder.AddModule(module), kind);
        Profile profile = builder.Build();

        Assert.Equal(label, profile.GetFrameName(frame));
        Assert.Equal(label, profile.Labels.Names[profile.Labels.ByFrame[frame.Value]]);
    }

    [Theory]
    [InlineData(FrameKind.Jit, "java/util/List;::size")]
    [InlineData(FrameKind.User, "Ljava/util/List;::size")]
    public void The_name_of_an_inlined_function_depends_on_the_kind_of_its_code(FrameKind kind, string label)
    {
        var builder = new ProfileBuilder();
        FrameId frame = builder.AddFrame(new Frame { Symbol = builder.AddSymbol("Ljava/util/List;::size"), Kind = kind, IsInlined = true });
        Assert.Equal(label, builder.Build().GetFrameName(frame));
    }

    [Fact]
    public void Frames_with_equal_names_share_a_label()
    {
        var builder = new ProfileBuilder();
        FrameId a = builder.AddFrame(builder.AddSymbol("f"), builder.AddModule("a"), FrameKind.User);
        FrameId b = builder.AddFrame(builder.AddSymbol("f"), builder.AddModule("b"), FrameKind.Kernel);
        FrameId c = builder.AddFrame(builder.AddSymbol("g"), builder.AddModule("a"), FrameKind.User);
        FrameLabels labels = builder.Build().Labels;

        Assert.Equal(labels.ByFrame[a.Value], labels.ByFrame[b.Value]);
        Assert.NotEqual(labels.ByFrame[a.Value], labels.ByFrame[c.Value]);
        Assert.Equal(2, labels.Names.Count);
    }
}
