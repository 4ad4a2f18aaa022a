using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class StackTransformTests
{
    [Theory]
    [InlineData("focus=", "requires a value")]
    [InlineData("invert=", "There is no transform")]
    [InlineData("=main", "There is no transform")]
    [InlineData("invert=x", "There is no transform")]
    [InlineData("", "There is no transform")]
    public void Texts_of_no_transform_are_refused_with_the_reason(string text, string reason)
    {
        Assert.StartsWith(reason == "There is no transform" ? reason : $"The transform \"{text}\" {reason}", Assert.Throws<FormatException>(() => StackTransform.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(StackTransform.TryParse(text, out StackTransform? none));
        Assert.Null(none);
    }

    [Fact]
    public void A_value_may_contain_an_equals_sign() => Assert.Equal("focus=a=b", StackTransform.Parse("focus=a=b").Text);

    [Theory]
    [InlineData("f(int)", "f")]
    [InlineData("std::vector<int, std::allocator<int> >::push_back(int const&) const", "std::vector::push_back")]
    [InlineData("void g<int>(std::map<int, char>)::{lambda(int)#1}::operator()(int) const", "void g::{lambda#1}::operator()")]
    [InlineData("std::ostream::operator<<(int)", "std::ostream::operator<<")]
    [InlineData("operator< <int>(A<int> const&, A<int> const&)", "operator< <int>")]
    [InlineData("Iter::operator->() const", "Iter::operator->")]
    [InlineData("f(int) noexcept", "f")]
    [InlineData("A::g(int) const volatile & noexcept", "A::g")]
    [InlineData("h(char) &&", "h")]
    [InlineData("(anonymous namespace)::run(char)", "(anonymous namespace)::run")]
    [InlineData("<alloc::vec::Vec<T> as core::ops::Drop>::drop", "<alloc::vec::Vec as core::ops::Drop>::drop")]
    [InlineData("core::iter::fold::<u32>", "core::iter::fold")]
    [InlineData("instance void [Asm] Space.Type`1[T]::Run(class X,int32)[Tier0]", "instance void [Asm] Space.Type`1[T]::Run[Tier0]")]
    [InlineData("java/util/List;::size", "java/util/List;::size")]
    [InlineData("java/util/List;::<init>", "java/util/List;::<init>")]
    [InlineData("main::<lambda(int)>::run(int)", "main::<lambda>::run")]
    [InlineData("main.(*Server).Serve", "main.(*Server).Serve")]
    [InlineData("operator new(unsigned long)", "operator new")]
    [InlineData("A::operator==(A const&) const", "A::operator==")]
    [InlineData("broken(", "broken(")]
    [InlineData("broken<a(b>", "broken<a(b>")]
    [InlineData("(root)", "(root)")]
    [InlineData("a -> b(c)", "a -> b")]
    public void Argument_lists_are_stripped(string name, string expected) => Assert.Equal(expected, Renamed("strip-arguments", name));

    [Theory]
    [InlineData("_ZN3foo3barEi", "foo::bar")]
    [InlineData("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core::fmt::Formatter::pad")]
    [InlineData("_RNvC6_123foo3bar", "123foo::bar")]
    [InlineData("_ZN3foo3barEi@plt", "foo::bar@plt")]
    [InlineData("_ZN3foo", "_ZN3foo")]
    [InlineData("_start", "_start")]
    [InlineData("main", "main")]
    public void Mangled_names_are_replaced_by_those_of_the_source_code(string name, string expected) => Assert.Equal(expected, Renamed("demangle", name));

    [Theory]
    [InlineData("void [Asm] A.B::C(int32)[Tier0]", "void [Asm] A.B::C(int32)")]
    [InlineData("void [Asm] A.B::C(int32)[OptimizedTier1]", "void [Asm] A.B::C(int32)")]
    [InlineData("void [Asm] A.B::C(int32)[PreJIT]", "void [Asm] A.B::C(int32)")]
    [InlineData("void [Asm] A.B::C(int32[])[OptimizedTier1OSR]", "void [Asm] A.B::C(int32[])")]
    [InlineData("LazyCompile:*serve /app/server.js:10:5", "serve /app/server.js:10:5")]
    [InlineData("LazyCompile:~serve /app/server.js:10:5", "serve /app/server.js:10:5")]
    [InlineData("InterpretedFunction:serve /app/server.js:10:5", "serve /app/server.js:10:5")]
    [InlineData("JS:^serve file:///app/server.mjs:10:5", "serve file:///app/server.mjs:10:5")]
    [InlineData("LazyCompile:* /app/server.js:10:5", "(anonymous) /app/server.js:10:5")]
    [InlineData("Builtin:ArrayMap", "Builtin:ArrayMap")]
    [InlineData("LazyCompile:", "LazyCompile:")]
    [InlineData("[Tier0]", "[Tier0]")]
    [InlineData("f[Tier0]x", "f[Tier0]x")]
    public void Tiers_are_merged(string name, string expected) => Assert.Equal(expected, Renamed("merge-tiers", name));

    [Theory]
    [InlineData("LazyCompile:*serve /app/server.js:10:5", "serve")]
    [InlineData("InterpretedFunction:get size node:internal/x:1:2", "get size")]
    [InlineData("LazyCompile:~ /app/server.js:1:1", "(anonymous)")]
    [InlineData("Function:emit events.js:313", "emit")]
    [InlineData("JS:*run file:///app/my folder/x.mjs:1:1", "run")]
    [InlineData("v8::internal::Execute", "v8::internal::Execute")]
    public void Names_of_V8_are_shortened_to_the_function(string name, string expected) => Assert.Equal(expected, Renamed("nodejs", name));

    [Theory]
    [InlineData("LazyCompile:*get /app/node_modules/lodash/get.js:1:1", "lodash")]
    [InlineData("LazyCompile:*get /app/node_modules/a/node_modules/@scope/b/get.js:1:1", "@scope/b")]
    [InlineData("LazyCompile:*serve /app/server.js:10:5", "(application)")]
    [InlineData("LazyCompile:*emit node:events:500:1", "node")]
    [InlineData("LazyCompile:*emit events.js:500:1", "node")]
    [InlineData("LazyCompile:*nowhere", "LazyCompile:*nowhere")]
    [InlineData("java/util/List;::size", "java/util/List;::size")]
    public void Frames_become_their_npm_package(string name, string expected) => Assert.Equal(expected, Renamed("nodejs-packages", name));

    [Theory]
    [InlineData("java/util/List;::size", "java.util")]
    [InlineData("java.util.List::size", "java.util")]
    [InlineData("java.util.List::<init>", "java.util")]
    [InlineData("java.util.List.<clinit>", "java.util")]
    [InlineData("java.util.concurrent.ThreadPoolExecutor$Worker.run", "java.util.concurrent")]
    [InlineData("instance void [Lib] Some.Space.Type`1[System.__Canon]::Run(class Other.Space.X)[Tier0]", "Some.Space")]
    [InlineData("class Ret.Type [Lib] Some.Space.Outer/Inner::Run()[OptimizedTier1]", "Some.Space")]
    [InlineData("Lib!Some.Space.Type.Run(int32)", "Some.Space")]
    [InlineData("Interpreter", "Interpreter")]
    [InlineData("List::size", "List::size")]
    public void Frames_become_their_dotted_package(string name, string expected)
    {
        Assert.Equal(expected, Renamed("java-packages", name));
        Assert.Equal(expected, Renamed("by-package", name));
    }

    [Fact]
    public void Names_without_a_package_are_kept()
    {
        Assert.Equal(["a.b.C::run"], Paths(StackTransform.ByPackage, ("a.b.C::run", "/usr/lib/x.so")));
    }

    [Fact]
    public void Consecutive_frames_become_one()
    {
        (string, string)[] stack =
            [("main", "/bin/app"), ("main", "/bin/app"), ("read", "/lib/libc.so.6"), ("", "/lib/libc.so.6"), ("sys_read", "[kernel.kallsyms]"), ("copy", "[ext4]"), ("cb", "/bin/app")];
        Assert.Equal(["[app];[libc.so.6];[kernel.kallsyms];[ext4];[app]"], Paths(StackTransform.ByModule, stack));
        Assert.Equal(["main;main;read;[libc.so.6];[kernel];cb"], Paths(StackTransform.CollapseKernel, stack));
        Assert.Equal(["main;main;[libc.so.6];sys_read;copy;cb"], Paths(StackTransform.CollapseModule("/libc"), stack));
        Assert.Equal(["main;read;[libc.so.6];sys_read;copy;cb"], Paths(StackTransform.CollapseRecursion, stack));
        Assert.Equal(["main;main;cb"], Paths(StackTransform.CollapseModule("^x").Then(StackTransform.Prune("read|libc|copy")), stack));
    }

    // Renamed frames stay inlined. Frames of one name are merged across inlining only where the transform merges all frames of a function.
    [Fact]
    public void Renamed_frames_stay_inlined()
    {
        var builder = new ProfileBuilder();
        ModuleId module = builder.AddModule("/lib/libc.so.6");
        StackId stack = StackId.Empty;
        foreach ((string name, bool inlined) in ((string, bool)[])[("main(int)", false), ("f(int)", true), ("f(char)", true), ("g(int)", false)])
        {
            var frame = new Frame { Symbol = builder.AddSymbol(name), Module = module, Kind = FrameKind.User, IsInlined = inlined };
            stack = builder.AddStack(stack, builder.AddFrame(frame));
        }
        builder.AddSample(1, stack, builder.AddThread(1, 1, "a"), null, builder.AddEvent("e"));
        SampleSelection samples = builder.Build().Select();

        Assert.Equal(["main User", "f Inlined", "f Inlined", "g User"], Kinds(StackTransform.StripArguments));
        Assert.Equal(["main User", "f Inlined", "g User"], Kinds(StackTransform.StripArguments.Then(StackTransform.CollapseRecursion)));
        Assert.Equal(["[libc.so.6] User"], Kinds(StackTransform.ByModule));

        IEnumerable<string> Kinds(StackTransform transform)
        {
            StackTree tree = StackTree.From(transform.Apply(samples), new StackTreeOptions { Grouping = StackGrouping.None });
            return tree.Nodes.Skip(1).Select(n => $"{n.Name} {n.Kind}");
        }
    }

    [Fact]
    public void Invalid_UTF8_in_a_name_is_kept()
    {
        var builder = new ProfileBuilder();
        FrameId frame = builder.AddFrame(builder.AddSymbol([(byte)'f', 0xFF, (byte)'g']), ModuleId.None, FrameKind.User);
        builder.AddSample(1, builder.AddStack(StackId.Empty, frame), builder.AddThread(1, 1, "a"), null, builder.AddEvent("e"));
        SampleSelection shown = StackTransform.StripArguments.Then(StackTransform.Invert).Apply(builder.Build().Select());
        Assert.Equal([(byte)'f', 0xFF, (byte)'g'], StackTree.From(shown).GetNameUtf8(2).ToArray());
    }

    [Fact]
    public void Idle_samples_stay_idle_and_columns_are_shared()
    {
        Profile profile = ProfileSpecs(("swapper", ["k_start", "default_idle"]), ("a", ["main"]));
        SampleSelection shown = StackTransform.CollapseKernel.Then(StackTransform.ByModule).Apply(profile.Select());
        Assert.Equal((1, 1), (shown.Count, shown.Profile.IdleCount));
        Assert.Equal(1, shown.Profile.Select().Count);
        Assert.Equal((profile.FirstTime, profile.Threads.Count), (shown.Profile.FirstTime, shown.Profile.Threads.Count));
        Assert.True(profile.Samples.Times == shown.Profile.Samples.Times);
    }

    [Fact]
    public void Texts_are_parsed_and_unknown_texts_throw()
    {
        foreach (string form in StackTransform.Forms)
        {
            string text = form.Replace("FUNCTION", "a=b", StringComparison.Ordinal).Replace("REGEX", "x|y", StringComparison.Ordinal);
            Assert.Equal(text, StackTransform.Parse(text).Text);
        }
        Assert.Equal(["standard", "nodejs", "nodejs-packages", "java-packages"], StackTransform.Flavors);
        foreach (string bad in new[] { "", "nonsense", "focus", "focus=", "=x", "invert=x", "prune=(" })
        {
            Assert.Throws<FormatException>(() => StackTransform.Parse(bad));
            Assert.False(StackTransform.TryParse(bad, out _));
        }
        Assert.False(StackTransform.TryParse(null, null, out _));
        Assert.True(StackTransform.TryParse("invert", null, out StackTransform? invert));
        Assert.Same(StackTransform.Invert, invert);
    }

    [Fact]
    public void Selections_of_one_transform_can_be_compared()
    {
        Profile profile = ProfileSpecs(("a", ["main", "f(int)"]), ("a", ["main", "f(char)"]));
        SampleSelection one = StackTransform.StripArguments.Apply(profile.Select()), other = StackTransform.StripArguments.Apply(profile.Select());
        Assert.Same(one.Profile, other.Profile);
        Assert.Equal(0, one.Except(other).Count);
        Assert.Throws<ArgumentException>(() => one.SelectionOn(ProfileSpecs(("a", ["main"]))));
    }

    private static Profile ProfileSpecs(params (string Comm, string[] Frames)[] samples) =>
        TestData.ProfileSpec.Build(samples.Select((s, i) => ProfileSpec.Sample(i, s.Comm, s.Frames)));

    private static string Renamed(string transform, string name) => Assert.Single(Paths(StackTransform.Parse(transform), (name, "/tmp/perf-1.map")));

    private static string[] Paths(StackTransform transform, params (string Name, string Module)[] frames)
    {
        var builder = new ProfileBuilder();
        StackId stack = StackId.Empty;
        foreach ((string name, string module) in frames)
        {
            FrameKind kind = module.Length == 0 ? FrameKind.Unknown
                : module.StartsWith('[') ? FrameKind.Kernel
                : module.StartsWith("/tmp/perf-", StringComparison.Ordinal) ? FrameKind.Jit
                : FrameKind.User;
            stack = builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), builder.AddModule(module), kind));
        }
        builder.AddSample(1, stack, builder.AddThread(1, 1, "a"), null, builder.AddEvent("e"));
        StackTree tree = StackTree.From(transform.Apply(builder.Build().Select()), new StackTreeOptions { Grouping = StackGrouping.None });
        return [.. tree.Nodes.Where(n => n.Self > 0).Select(n => string.Join(';', tree.GetPath(n.Index)))];
    }
}
