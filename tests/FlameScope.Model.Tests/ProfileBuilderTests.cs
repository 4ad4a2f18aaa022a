using System.Text;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Model.Tests;

public class ProfileBuilderTests
{
    [Fact]
    public void Invalid_facts_throw()
    {
        Assert.Throws<ArgumentNullException>(() => new ProfileBuilder { Format = null! });
        Assert.Throws<ArgumentNullException>(() => new ProfileBuilder { Header = null! });
        Assert.Throws<ArgumentNullException>(() => new ProfileBuilder { Diagnostics = null! });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProfileBuilder { LostCount = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadDiagnostic { Count = -1 });
    }

    [Fact]
    public void An_empty_builder_builds_an_empty_profile()
    {
        Profile profile = new ProfileBuilder().Build();

        Assert.Equal(0, profile.Samples.Count);
        Assert.Equal(1, profile.Stacks.Count);
        Assert.Equal("[unknown]", profile.Symbols[SymbolId.Unknown]);
        Assert.Equal("", profile.Modules[ModuleId.None]);
        Assert.Equal("", profile.Sources[SourceId.None]);
        Assert.Null(profile.FirstTime);
        Assert.Null(profile.LastTime);
        Assert.Equal(0, profile.Origin);
        Assert.False(profile.HasTimes);
        Assert.Equal(0, profile.Select().Count);
        Assert.Equal(0, profile.Labels.Names.Count);
        Assert.Equal("", profile.Format);
        Assert.Equal(RecordingHeader.Empty, profile.Header);
    }

    [Fact]
    public void Many_and_long_names_are_interned()
    {
        // The lengths cover every remainder of the hash's step of eight bytes, and exceed the size of a chunk of text.
        string[] names =
        [
            .. Enumerable.Range(0, 20_000).Select(i => new string((char)('a' + (i % 26)), i % 41) + i), new string('x', 70_000), new string('x', 70_001),
        ];
        var builder = new ProfileBuilder();

        SymbolId[] first = [.. names.Select(builder.AddSymbol)];
        SymbolId[] second = [.. names.Reverse().Select(name => builder.AddSymbol(Encoding.UTF8.GetBytes(name)))];
        Profile profile = builder.Build();

        Assert.Equal(names.Length + 1, profile.Symbols.Count);
        Assert.Equal(first, second.Reverse());
        Assert.Equal(Enumerable.Range(1, names.Length), first.Select(id => id.Value));
        Assert.Equal(names, first.Select(id => profile.Symbols[id]));
    }

    [Fact]
    public void Names_that_differ_in_zeros_or_are_not_UTF_8_are_kept_as_they_are()
    {
        byte[][] names = [[0], [0, 0], [1, 0], [0, 1], [0xFF], [0xFE], [0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0], "é"u8.ToArray()];
        var builder = new ProfileBuilder();
        SymbolId[] ids = [.. names.Select(name => builder.AddSymbol(name))];
        Profile profile = builder.Build();

        Assert.Equal(names.Length, ids.Distinct().Count());
        Assert.All(ids.Zip(names), p => Assert.Equal(p.Second, profile.Symbols.GetUtf8(p.First).ToArray()));
        Assert.Equal("\uFFFD", profile.Symbols[ids[4]]);
        Assert.Equal("é", profile.Symbols[ids[8]]);
        Assert.Same(profile.Symbols[ids[8]], profile.Symbols[ids[8]]);
    }

    [Fact]
    public void Many_and_deep_stacks_are_interned()
    {
        var builder = new ProfileBuilder();
        FrameId[] frames = [.. Enumerable.Range(0, 300).Select(i => builder.AddFrame(builder.AddSymbol($"f{i}"), ModuleId.None, FrameKind.User))];
        StackId deep = StackId.Empty;
        for (int i = 0; i < 100_000; i++) deep = builder.AddStack(deep, frames[i % 2]);
        var wide = new List<StackId>();
        foreach (FrameId a in frames)
        {
            foreach (FrameId b in frames) wide.Add(builder.AddStack(builder.AddStack(StackId.Empty, a), b));
        }
        Assert.Equal(wide[^1], builder.AddStack(builder.AddStack(StackId.Empty, frames[^1]), frames[^1]));
        Profile profile = builder.Build();

        Assert.Equal(wide.Count, wide.Distinct().Count());
        Assert.Equal(1 + 100_000 + 299 + (300 * 300) - 1, profile.Stacks.Count); // The first two of the deep stack are also wide ones.
        Assert.Equal(100_000, profile.Stacks.GetFrames(deep).Length);
        Assert.Equal([frames[7], frames[3]], profile.Stacks.GetFrames(wide[(3 * 300) + 7]));
    }

    [Fact]
    public void Frames_and_threads_are_distinct_if_any_property_differs()
    {
        var builder = new ProfileBuilder();
        SymbolId f = builder.AddSymbol("f");
        ModuleId m = builder.AddModule("m");
        SourceId s = builder.AddSource("f.c:1");
        FrameId[] frames =
        [
            builder.AddFrame(f, m, FrameKind.User), builder.AddFrame(f, m, FrameKind.Inlined), builder.AddFrame(f, m, FrameKind.User, s),
            builder.AddFrame(f, ModuleId.None, FrameKind.User), builder.AddFrame(SymbolId.Unknown, m, FrameKind.User),
        ];
        ThreadId[] threads =
        [
            builder.AddThread(1, 2, "a"), builder.AddThread(1, 2, "b"), builder.AddThread(1, null, "a"), builder.AddThread(null, 2, "a"),
            builder.AddThread(-1, 2, "a"), builder.AddThread(0, 2, "a"), builder.AddThread(2, 1, "a"),
        ];

        Assert.Equal(frames.Length, frames.Distinct().Count());
        Assert.Equal(threads.Length, threads.Distinct().Count());
        Assert.Equal(frames[2], builder.AddFrame(f, m, FrameKind.User, s));
        Assert.Equal(threads[2], builder.AddThread(1, null, "a"u8));
        Assert.Equal(new ThreadInfo { Pid = 1, Comm = new CommId(0) }, builder.Build().Threads[threads[2]]);
    }

    [Fact]
    public void Empty_names_have_the_ids_of_unknown_names()
    {
        var builder = new ProfileBuilder();

        Assert.Equal(SymbolId.Unknown, builder.AddSymbol(""));
        Assert.Equal(SymbolId.Unknown, builder.AddSymbol("[unknown]"));
        Assert.Equal(ModuleId.None, builder.AddModule(""));
        Assert.Equal(SourceId.None, builder.AddSource(""));
    }

    [Fact]
    public void A_profile_has_the_facts_of_its_builder()
    {
        var rare = new ReadDiagnostic { Reason = "rare", Count = 1, Lines = [3], Text = "x" };
        var frequent = new ReadDiagnostic { Reason = "frequent", Count = 9, Lines = [1, 2], Text = "y" };
        var diagnostics = new List<ReadDiagnostic> { rare, frequent };
        var header = new RecordingHeader { HostName = "h" };

        Profile profile = new ProfileBuilder { Format = "f", Header = header, Diagnostics = diagnostics, LostCount = 7 }.Build();
        diagnostics.Clear();

        Assert.Equal("f", profile.Format);
        Assert.Same(header, profile.Header);
        Assert.Equal([frequent, rare], profile.Diagnostics);
        Assert.Equal(10, profile.UnreadableCount);
        Assert.Equal(7, profile.LostCount);
    }

    [Fact]
    public void A_builder_builds_one_profile()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "a");
        SampleEventId cycles = builder.AddEvent("cycles");
        Profile profile = builder.Build();

        Assert.Throws<InvalidOperationException>(() => builder.Build());
        Assert.Throws<InvalidOperationException>(() => builder.AddSample(1, StackId.Empty, thread, null, cycles));
        SymbolId late = builder.AddSymbol("late");
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Symbols.GetUtf8(late).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Symbols[late]);
    }

    [Fact]
    public void An_inlined_function_keeps_the_kind_of_its_code()
    {
        var builder = new ProfileBuilder();
        SymbolId f = builder.AddSymbol("f");
        FrameId inKernel = builder.AddFrame(new Frame { Symbol = f, Kind = FrameKind.Kernel, IsInlined = true });
        FrameId unknown = builder.AddFrame(f, ModuleId.None, FrameKind.Inlined);
        Profile profile = builder.Build();

        Assert.Equal((FrameKind.Kernel, true), (profile.Frames[inKernel].Kind, profile.Frames[inKernel].IsInlined));
        Assert.Equal((FrameKind.Unknown, true), (profile.Frames[unknown].Kind, profile.Frames[unknown].IsInlined));
        Assert.Equal(FrameKind.Inlined, profile.Frames[inKernel].DisplayKind);
    }

    [Fact]
    public void Ids_without_a_row_in_the_builder_throw()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "a");
        SampleEventId cycles = builder.AddEvent("cycles");

        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddFrame(new SymbolId(1), ModuleId.None, FrameKind.User));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddFrame(SymbolId.Unknown, new ModuleId(-1), FrameKind.User));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddFrame(SymbolId.Unknown, ModuleId.None, FrameKind.User, new SourceId(9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddFrame(SymbolId.Unknown, ModuleId.None, (FrameKind)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddStack(StackId.Empty, new FrameId(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddStack(new StackId(1), new FrameId(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddSample(1, new StackId(1), thread, null, cycles));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddSample(1, StackId.Empty, new ThreadId(1), null, cycles));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddSample(1, StackId.Empty, thread, null, new SampleEventId(1)));
        Assert.Equal(0, builder.SampleCount);
    }

    [Fact]
    public void Invalid_samples_throw_and_are_not_added()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "a");
        SampleEventId cycles = builder.AddEvent("cycles");
        void Add(long? time, int? cpu, long period) => builder.AddSample(time, StackId.Empty, thread, cpu, cycles, period);

        Add(long.MinValue + 1, 0, 0);
        Add(long.MaxValue - 1, int.MaxValue, long.MaxValue - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(long.MinValue, null, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(long.MaxValue, null, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(1, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(1, null, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(1, null, 2));
        Add(null, null, 1);

        Assert.Equal(3, builder.SampleCount);
        Assert.Equal(long.MaxValue, builder.TotalPeriod);
        Assert.Equal(long.MaxValue, builder.Build().Select().GetTotal(SampleWeight.Period));
    }

    [Fact]
    public void A_profile_has_at_most_65536_events()
    {
        var builder = new ProfileBuilder();
        for (int i = 0; i <= ushort.MaxValue; i++) Assert.Equal(i, builder.AddEvent($"e{i}").Value);

        Assert.Throws<InvalidOperationException>(() => builder.AddEvent("one more"));
        Assert.Equal(5, builder.AddEvent("e5").Value);
    }

    [Fact]
    public void Rows_outside_a_table_throw()
    {
        var builder = new ProfileBuilder();
        builder.AddSample(1, StackId.Empty, builder.AddThread(1, 1, "a"), null, builder.AddEvent("e"));
        Profile profile = builder.Build();

        Assert.Throws<ArgumentOutOfRangeException>(() => profile.IsIdle(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.IsIdle(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Samples[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Symbols.GetUtf8(new SymbolId(1)).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Symbols.GetUtf8(new SymbolId(-1)).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Threads[new ThreadId(1)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Frames[new FrameId(0)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Stacks.GetFrames(new StackId(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Stacks[new StackId(1)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.GetFrameName(new FrameId(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.GetStackNames(new StackId(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.GetThreadName(new ThreadId(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Events[new SampleEventId(1)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleEventId(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleEventId(65_536));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999_999_999, 0)]
    [InlineData(1_000_000_000, 1_000_000_000)]
    [InlineData(-1, -1_000_000_000)]
    [InlineData(-1_000_000_000, -1_000_000_000)]
    [InlineData(long.MaxValue - 1, 9_223_372_036_000_000_000)]
    [InlineData(-9_223_372_036_000_000_000, -9_223_372_036_000_000_000)]
    [InlineData(-9_223_372_036_000_000_001, long.MinValue + 1)]
    [InlineData(long.MinValue + 1, long.MinValue + 1)]
    public void The_origin_is_the_first_time_rounded_down_to_a_second(long first, long origin)
    {
        var builder = new ProfileBuilder();
        builder.AddSample(first, StackId.Empty, builder.AddThread(1, 1, "a"), null, builder.AddEvent("e"));

        Assert.Equal(origin, builder.Build().Origin);
    }

    [Fact]
    public void Tables_are_lists_in_the_order_of_their_ids()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1_500_000_000, "a", "main", "f"), ProfileSpec.Sample(null, "b", "main")]);

        Assert.Equal(["[unknown]", "main", "f"], profile.Symbols);
        Assert.Equal(["a", "b"], profile.Comms.ToList());
        Assert.Equal(profile.Frames.Rows.ToArray(), profile.Frames);
        Assert.Equal(profile.Threads.Rows.ToArray(), profile.Threads);
        Assert.Equal([null, new FrameId(0), new FrameId(1)], profile.Stacks.Select(stack => stack.Frame));
        Assert.Equal([null, 1_500_000_000], profile.Samples.Select(sample => sample.Time));
        Assert.Equal(profile.Samples[1], ((IReadOnlyList<Sample>)profile.Samples)[1]);
        Assert.Equal("f", ((IReadOnlyList<string>)profile.Symbols)[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => ((IReadOnlyList<string>)profile.Symbols)[3]);

        Assert.Equal(["main", "f"], profile.GetStackNames(profile.Samples.Stacks[1]));
        Assert.Equal(["f", "main"], profile.GetStackNames(profile.Samples.Stacks[1], rootFirst: false));
        Assert.Equal("b", profile.GetThreadName(profile.Samples.Threads[0]));
        Assert.Equal("1.5 s, Stack 2, Thread 0, cpu 0, Event 0, period 1", profile.Samples[1].ToString());
        Assert.Equal("pid 1, tid 1, Comm 0", profile.Threads[new ThreadId(0)].ToString());
        Assert.Equal("2 of 2 samples, all", profile.Select().ToString());
        Assert.EndsWith("2 samples, 3 stacks, 2 threads, 1.5 s to 1.5 s", profile.ToString(), StringComparison.Ordinal);
    }
}
