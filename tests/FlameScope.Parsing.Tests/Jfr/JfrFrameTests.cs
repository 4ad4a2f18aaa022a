using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of frames: their names, kinds and lines.</summary>
public sealed class JfrFrameTests
{
    [Fact]
    public void The_kinds_of_frames_of_the_JDK_are_kinds_of_the_model()
    {
        Profile profile = Read(chunk => { }, [1, 0, 0, 1], [1, 0, 0, 2], [1, 0, 0, 3], [1, 0, 0, 4], [1, 0, 0, 99]);
        Assert.Equal(
            [
                (FrameKind.Interpreted, false), (FrameKind.Jit, false), (FrameKind.Jit, true), (FrameKind.User, false), (FrameKind.Unknown, false),
            ],
            Leaves(profile).Select(frame => (frame.Kind, frame.IsInlined)));
        Assert.All(Leaves(profile), frame => Assert.Equal(ModuleId.None, frame.Module));
    }

    [Fact]
    public void The_type_of_a_native_frame_of_async_profiler_is_its_module()
    {
        Profile profile = Read(
            chunk =>
            {
                chunk.Constant("jdk.types.FrameType", 5, "C++").Constant("jdk.types.FrameType", 6, "Kernel").Constant("jdk.types.FrameType", 7, "C1 compiled");
                chunk.Constant("jdk.types.Symbol", 20, "libjvm.so").Constant("java.lang.Class", 20, 0, 20, 0);
                chunk.Constant("jdk.types.Symbol", 21, "JavaThread::sleep").Constant("jdk.types.Method", 20, 20, 21, 0, 0, 0);
                chunk.Constant("jdk.types.Symbol", 22, "_new_array_Java").Constant("jdk.types.Symbol", 23, "").Constant("java.lang.Class", 22, 0, 23, 0);
                chunk.Constant("jdk.types.Method", 22, 22, 22, 0, 0, 0);
            },
            [20, 0, 0, 4], [20, 0, 0, 5], [20, 0, 0, 6], [22, 0, 0, 4], [1, 0, 0, 7]);
        Assert.Equal(
            [
                ("libjvm.so.JavaThread::sleep", "libjvm.so", FrameKind.User), ("libjvm.so.JavaThread::sleep", "libjvm.so", FrameKind.User),
                ("libjvm.so.JavaThread::sleep", "libjvm.so", FrameKind.Kernel), ("_new_array_Java", "", FrameKind.User),
                ("java.lang.Thread.run", "", FrameKind.Jit),
            ],
            Leaves(profile).Select(frame => (profile.Symbols[frame.Symbol], profile.Modules[frame.Module], frame.Kind)));
    }

    [Fact]
    public void A_line_that_is_not_known_is_0()
    {
        Profile profile = Read(chunk => { }, [1, -1, 0, 1], [1, 0, 0, 1], [1, 65_535, 0, 1]);
        Assert.Equal([0, 0, 65_535], Leaves(profile).Select(frame => frame.Line));
    }

    [Fact]
    public void A_method_that_is_not_among_the_constants_is_unknown()
    {
        Profile profile = Read(chunk => { }, [99, 0, 0, 1]);
        Assert.Equal("[unknown]", JfrRecordings.Stack(profile, 0));
    }

    [Fact]
    public void A_truncated_stack_has_a_root_that_says_so()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants().Constant("jdk.types.StackTrace", 9, true, new object?[] { new object?[] { 2, 20, 5, 2 } });
        Profile profile = JfrRecordings.Parse(chunk.Event(JfrRecordings.Execution, 1, 1, 9, 1).Close());
        Assert.Equal("[truncated];Shop.hash:20", JfrRecordings.Stack(profile, 0));
        Assert.Empty(profile.Diagnostics);
    }

    [Theory]
    [InlineData("Shop$$Lambda$83+0x00007fa1e4007a08/1545242146", "Shop$$Lambda$83+0x00007fa1e4007a08.1545242146.run", "Shop$$Lambda.run")]
    [InlineData("Shop$$Lambda+0x00007fa1e4007a08/1545242146", "Shop$$Lambda+0x00007fa1e4007a08.1545242146.run", "Shop$$Lambda.run")]
    [InlineData("Shop$$Lambda$1.0x00007fc9c4000a08", "Shop$$Lambda$1.0x00007fc9c4000a08.run", "Shop$$Lambda.run")]
    [InlineData("Shop$$Lambda$14/1452126962", "Shop$$Lambda$14.1452126962.run", "Shop$$Lambda.run")]
    [InlineData("java/lang/invoke/LambdaForm$MH+0x00007fa1e4000400/1703367244", "java.lang.invoke.LambdaForm$MH+0x00007fa1e4000400.1703367244.run",
        "java.lang.invoke.LambdaForm$MH.run")]
    [InlineData("java/lang/invoke/LambdaForm$MH/0x00007fa1e4000400", "java.lang.invoke.LambdaForm$MH.0x00007fa1e4000400.run", "java.lang.invoke.LambdaForm$MH.run")]
    [InlineData("shop/Version2/1", "shop.Version2.1.run", "shop.Version2.1.run")]
    [InlineData("Shop$1", "Shop$1.run", "Shop$1.run")]
    [InlineData("", "run", "run")]
    public void Addresses_of_hidden_classes_are_removed_on_request(string type, string name, string normalized)
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants().Constant("jdk.types.Symbol", 20, type).Constant("java.lang.Class", 20, 0, 20, 0);
        chunk.Constant("jdk.types.Method", 20, 20, 4, 0, 0, 0).Constant("jdk.types.StackTrace", 9, false, new object?[] { new object?[] { 20, 0, 0, 1 } });
        byte[] recording = chunk.Event(JfrRecordings.Execution, 1, 1, 9, 1).Close();
        Assert.Equal(name, JfrRecordings.Stack(JfrRecordings.Parse(recording), 0));
        Profile profile = ProfileFormats.Default.With(new JfrReader { NormalizeHiddenClasses = true }).Parse(recording);
        Assert.Equal(normalized, JfrRecordings.Stack(profile, 0));
    }

    [Theory]
    [InlineData("[B", "byte[]")]
    [InlineData("[[J", "long[][]")]
    [InlineData("[Ljava/lang/String;", "java.lang.String[]")]
    [InlineData("java/util/HashMap$Node", "java.util.HashMap$Node")]
    [InlineData("[", "[")]
    [InlineData("[Q", "Q[]")]
    public void Classes_are_named_as_in_source_code(string name, string expected)
    {
        var text = new List<byte>();
        JfrClassNames.Append(text, System.Text.Encoding.UTF8.GetBytes(name));
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString([.. text]));
    }

    // A recording with a sample per frame.
    private static Profile Read(Action<JfrChunkWriter> addConstants, params object?[][] frames)
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants();
        addConstants(chunk);
        for (int i = 0; i < frames.Length; i++) chunk.Constant("jdk.types.StackTrace", 100 + i, false, new object?[] { frames[i] });
        for (int i = 0; i < frames.Length; i++) chunk.Event(JfrRecordings.Execution, i, 1, 100 + i, 1);
        return JfrRecordings.Parse(chunk.Close());
    }

    private static IEnumerable<Frame> Leaves(Profile profile)
    {
        for (int i = 0; i < profile.Samples.Count; i++) yield return profile.Frames[profile.Stacks.Frames[profile.Samples.Stacks[i].Value]];
    }
}
