using System.IO.Compression;
using System.Text;
using FlameScope.Model;
using FlameScope.Parsing;
using FlameScope.Parsing.Tests;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Profiles are written and read again. What a format can hold is equal afterwards.</summary>
public class ProfileWriterTests
{
    private const long Start = 1_700_000_000_000_000_001;

    private static byte[] Write(IProfileWriter writer, SampleSelection samples, ProfileWriteOptions? options = null)
    {
        using var output = new MemoryStream();
        ProfileWriters.Write(writer, samples, output, options);
        return output.ToArray();
    }

    private static Profile Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return ProfileFile.Open(stream, new ProfileReadOptions { Strict = true });
    }

    private static Profile Round(IProfileWriter writer, Profile profile, ProfileWriteOptions? options = null) =>
        Read(Write(writer, profile.Select(), options));

    // Two value types, inlined functions, sources, modules, labels, threads, processors, a sample without a time, and an empty stack.
    internal static Profile Rich(string format = "", bool isTimed = true, params HeaderFact[] facts)
    {
        var builder = new ProfileBuilder { Format = format, Header = new RecordingHeader { Facts = facts, Clock = isTimed ? new WallClock(0, 0, IsExact: true) : null } };
        ModuleId app = builder.AddModule("/usr/bin/app"), kernel = builder.AddModule("[kernel.kallsyms]");
        FrameId Frame(string name, ModuleId module, FrameKind kind, string file = "", int line = 0, int column = 0, bool isInlined = false) => builder.AddFrame(new Frame
        {
            Symbol = builder.AddSymbol(name),
            Module = module,
            Kind = kind,
            Source = builder.AddSource(file),
            Line = line,
            Column = column,
            IsInlined = isInlined,
        });
        FrameId main = Frame("main", app, FrameKind.User, "main.c", 10, 5), work = Frame("work", app, FrameKind.User, "work.c", 7);
        FrameId inner = Frame("inner", app, FrameKind.User, "lib.h", 3, 0, isInlined: true), innermost = Frame("innermost", app, FrameKind.User, "lib.h", 4, 0, isInlined: true);
        FrameId read = Frame("read", kernel, FrameKind.Kernel), script = Frame("naïve \u2603", ModuleId.None, FrameKind.Unknown);
        StackId Stack(params FrameId[] frames) => frames.Aggregate(StackId.Empty, builder.AddStack);
        StackId deep = Stack(main, work, inner, innermost), system = Stack(main, work, inner, innermost, read), other = Stack(script, script);
        ThreadId worker = builder.AddThread(5, 12, "worker"), none = builder.AddThread(null, null, "");
        SampleEventId eventId = builder.AddEvent("samples", [new SampleValueType("samples", "count"), new SampleValueType("cpu", "nanoseconds")], 1);
        LabelSetId labels = builder.AddLabelSet([builder.AddLabel("kind", "hash"), builder.AddLabel("size", 512, "bytes"), builder.AddLabel("zero", 0, "")]);
        void Add(long? time, StackId stack, ThreadId thread, int? cpu, long count, long value, LabelSetId set = default) => builder.AddSample(new SampleRow
        {
            Time = isTimed ? time : null,
            Stack = stack,
            Thread = thread,
            Cpu = isTimed ? cpu : null,
            Event = eventId,
            Values = [count, value],
            Count = count,
            Labels = set,
        });
        Add(Start, deep, worker, 3, 1, 10_000_000, labels);
        Add(Start + 7, system, worker, 0, 2, 20_000_000);
        Add(Start + 5, deep, worker, 3, 1, 0, labels);
        Add(null, other, none, null, 4, 5);
        Add(Start + 9, StackId.Empty, none, null, 1, 1);
        return builder.Build();
    }

    [Fact]
    public void A_pprof_profile_with_times_is_read_as_it_was()
    {
        Profile profile = Rich();

        Assert.Equal(ProfileText.OfSamples(profile), ProfileText.OfSamples(Round(new PprofWriter { IncludeTimes = true }, profile)));
    }

    [Fact]
    public void An_aggregated_pprof_profile_has_a_record_per_stack_thread_and_label_set()
    {
        Profile read = Round(new PprofWriter(), Rich(isTimed: false));

        const string Main = "main@/usr/bin/app(main.c:10:5)<User>;work@/usr/bin/app(work.c:7)<User>;inner@/usr/bin/app(lib.h:3)<User><inlined>;"
            + "innermost@/usr/bin/app(lib.h:4)<User><inlined>";
        Assert.Equal(
            [
                "- samples x1 [samples/count=1 cpu/nanoseconds=1] // cpu {} ",
                $"- samples x2 [samples/count=2 cpu/nanoseconds=10000000] 5/12/worker cpu {{kind=hash,size=512 bytes,zero=0}} {Main}",
                $"- samples x2 [samples/count=2 cpu/nanoseconds=20000000] 5/12/worker cpu {{}} {Main};read@[kernel.kallsyms]<Kernel>",
                "- samples x4 [samples/count=4 cpu/nanoseconds=5] // cpu {} naïve \u2603;naïve \u2603",
            ],
            ProfileText.OfSamples(read));
        Assert.Equal(1, read.GetDefaultValueType(read.Samples[0].Event));
    }

    [Fact]
    public void The_facts_of_a_pprof_profile_are_written_again()
    {
        HeaderFact[] facts =
        [
            new() { Name = "time_nanos", Value = "1700000000000000000" }, new() { Name = "duration_nanos", Value = "5" },
            new() { Name = "period_type", Value = "cpu/nanoseconds" }, new() { Name = "period", Value = "100" },
            new() { Name = "default_sample_type", Value = "samples" }, new() { Name = "drop_frames", Value = "a.*" }, new() { Name = "keep_frames", Value = "b" },
            new() { Name = "comment", Value = "one" }, new() { Name = "comment", Value = "two" },
        ];

        Profile read = Round(new PprofWriter(), Rich("pprof", isTimed: false, facts));

        Assert.Equal(facts, read.Header.Facts);
        Assert.Equal(0, read.GetDefaultValueType(read.Samples[0].Event));
    }

    [Fact]
    public void A_pprof_profile_of_samples_of_perf_has_their_number_and_their_periods()
    {
        Profile read = Round(new PprofWriter(), Made.Small);

        Assert.Equal(["samples/count", "cycles/events"], read.GetValueTypes(read.Samples[0].Event).Select(type => type.ToString()));
        Assert.Equal(7, read.Samples.Sum(sample => sample.Count));
        Assert.Equal(80, read.Samples.GetValues(1).ToArray().Sum());
    }

    [Fact]
    public void Several_events_are_value_types_of_one_pprof_profile()
    {
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles"), faults = builder.AddEvent("page-faults");
        ThreadId thread = builder.AddThread(1, 1, "app");
        builder.AddSample(5, StackId.Empty, thread, 0, cycles, 100);
        builder.AddSample(6, StackId.Empty, thread, 0, faults, 1);

        Profile read = Round(new PprofWriter(), builder.Build());

        Assert.Equal(["cycles_samples/count", "cycles/events", "page-faults_samples/count"], read.GetValueTypes(read.Samples[0].Event).Select(type => type.ToString()));
        Assert.True(read.Samples.GetValues(0).IsEmpty); // All are 1.
        Assert.Equal([100L], read.Samples.GetValues(1));
        Assert.Equal([1L], read.Samples.GetValues(2));
    }

    [Fact]
    public void Pprof_is_written_as_gzip_with_an_empty_first_string()
    {
        byte[] file = Write(new PprofWriter(), Made.Small.Select());

        Assert.Equal([0x1F, 0x8B], file[..2]);
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        Assert.Equal(FormatMatch.Yes, new PprofReader().Match(new FormatProbe(plain.ToArray(), isWhole: true)));
    }

    [Fact]
    public void The_first_mapping_of_a_pprof_profile_is_the_program()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "app");
        SampleEventId eventId = builder.AddEvent("cycles");
        foreach (string module in (string[])["[kernel.kallsyms]", "/lib/libc.so.6", "/usr/bin/other", "/usr/bin/app", "/usr/bin/app"])
        {
            FrameId frame = builder.AddFrame(builder.AddSymbol($"f{builder.SampleCount}"), builder.AddModule(module), FrameKind.User);
            builder.AddSample(5, builder.AddStack(StackId.Empty, frame), thread, 0, eventId);
        }
        Perftools.Profiles.Profile file = Decoded.Pprof(Write(new PprofWriter(), builder.Build().Select()));

        Assert.Equal(["/usr/bin/app", "/lib/libc.so.6", "/usr/bin/other", "[kernel.kallsyms]"], file.Mapping.Select(mapping => file.StringTable[(int)mapping.Filename]));
    }

    [Fact]
    public void The_title_is_a_comment_of_a_pprof_profile()
    {
        Profile read = Round(new PprofWriter(), Made.Small, new ProfileWriteOptions { Title = "checkout" });

        Assert.Contains(new HeaderFact { Name = "comment", Value = "checkout" }, read.Header.Facts);
    }

    [Fact]
    public void Open_telemetry_profiles_of_one_value_type_are_read_as_they_were()
    {
        Profile profile = WithOneType(Rich());

        Profile read = Round(new OtlpWriter(), profile);

        Assert.Equal(ProfileText.OfSamples(profile), ProfileText.OfSamples(read));
        Assert.Equal(new WallClock(0, 0, IsExact: true), read.Header.Clock);
    }

    [Fact]
    public void Value_types_are_profiles_of_one_message_with_the_default_first()
    {
        Profile read = Round(new OtlpWriter(), Rich());

        Assert.Equal(["cpu", "samples"], read.Events);
        Assert.Equal(9, Enumerable.Range(0, read.Samples.Count).Where(i => read.Events[read.Samples[i].Event] == "samples").Sum(i => read.Samples[i].Count));
        Assert.Equal(30_000_006, Enumerable.Range(0, read.Samples.Count).Where(i => read.Events[read.Samples[i].Event] == "cpu").Sum(i => read.Samples[i].Period));
    }

    [Fact]
    public void Open_telemetry_profiles_name_the_machine()
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { HostName = "db1" } };
        builder.AddSample(5, StackId.Empty, builder.AddThread(1, 1, "app"), 0, builder.AddEvent("cycles"));

        Assert.Equal("db1", Round(new OtlpWriter(), builder.Build()).Header.HostName);
    }

    [Fact]
    public void Samples_of_perf_keep_their_times_threads_and_periods_in_open_telemetry_profiles()
    {
        Profile read = Round(new OtlpWriter(), Made.Small);

        Assert.Equal(Made.Small.Samples.Times.ToArray(), read.Samples.Times.ToArray());
        Assert.Equal(Made.Small.Samples.Select(sample => sample.Period), read.Samples.Select(sample => sample.Period));
        Assert.Equal(
            Made.Small.Samples.Select(sample => (Made.Small.GetThreadName(sample.Thread), string.Join(';', Made.Small.GetStackNames(sample.Stack)))),
            read.Samples.Select(sample => (read.GetThreadName(sample.Thread), string.Join(';', read.GetStackNames(sample.Stack)))));
    }

    [Fact]
    public void An_nflxprofile_keeps_times_threads_processors_kinds_and_sources()
    {
        Profile read = Round(new NflxProfileWriter(), Made.Small, new ProfileWriteOptions { Weight = SampleWeight.Period, Title = "small" });

        Assert.Equal(Made.Small.Samples.Times.ToArray(), read.Samples.Times.ToArray());
        Assert.Equal(
            Made.Small.Samples.Select(sample => Describe(Made.Small, sample)),
            read.Samples.Select(sample => Describe(read, sample)));
        Assert.Contains(new HeaderFact { Name = "title", Value = "small" }, read.Header.Facts);
    }

    [Fact]
    public void Inlined_frames_and_sources_are_in_an_nflxprofile()
    {
        string[] lines = ProfileText.OfSamples(Round(new NflxProfileWriter(), Rich()));

        const string Frames = "main(main.c:10:5)<User>;work(work.c:7)<User>;inner(lib.h:3)<Jit><inlined>;innermost(lib.h:4)<Jit><inlined>";
        Assert.Equal(2, lines.Count(line => line.EndsWith(Frames, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_times_of_an_nflxprofile_do_not_drift()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "app");
        SampleEventId eventId = builder.AddEvent("cycles");
        long time = 1_000_000_000_000_123;
        var times = new List<long>();
        for (int i = 0; i < 20_000; i++, time += 1_010_101) builder.AddSample(time, StackId.Empty, thread, 0, eventId);

        Profile profile = builder.Build();
        Profile read = Round(new NflxProfileWriter(), profile);

        for (int i = 0; i < 20_000; i++) Assert.InRange(read.Samples.Times[i] - profile.Samples.Times[i], -120, 120);
    }

    [Fact]
    public void An_nflxprofile_of_samples_without_times_is_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => Write(new NflxProfileWriter(), Rich(isTimed: false).Select()));

        Assert.Contains("times", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_a_clock_that_starts_at_zero_keep_their_distances()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "app");
        SampleEventId eventId = builder.AddEvent("cpu");
        foreach (long time in (long[])[-5, 0, 1_000]) builder.AddSample(time, StackId.Empty, thread, 0, eventId);
        Profile profile = builder.Build();

        foreach (IProfileWriter writer in (IProfileWriter[])[new PprofWriter { IncludeTimes = true }, new OtlpWriter()])
        {
            long[] times = Round(writer, profile).Samples.Times.ToArray();
            Assert.Equal([0, 5, 1_005], times.Select(time => time - times[0]));
        }
    }

    [Fact]
    public void Only_selected_samples_are_written()
    {
        SampleSelection selection = Made.Small.Select(new SampleFilter { Comm = "sh" });

        foreach (IProfileWriter writer in Writers) Assert.Equal(2, Read(Write(writer, selection)).Samples.Sum(sample => sample.Count));
    }

    [Fact]
    public void A_selection_without_samples_is_written()
    {
        foreach (IProfileWriter writer in Writers)
        {
            if (writer is OtlpWriter) continue; // Without samples there is no profile in the message.
            Assert.Empty(Read(Write(writer, Made.Small.Select(new SampleFilter { Comm = "none" }))).Samples);
        }
    }

    [Fact]
    public void Hostile_names_are_written_as_UTF8()
    {
        var builder = new ProfileBuilder();
        FrameId frame = builder.AddFrame(builder.AddSymbol([(byte)'a', 0xFF, (byte)'b']), ModuleId.None, FrameKind.User);
        builder.AddSample(5, builder.AddStack(StackId.Empty, frame), builder.AddThread(1, 1, "\u0000"), 0, builder.AddEvent("cycles"));
        Profile profile = builder.Build();

        foreach (IProfileWriter writer in Writers)
        {
            Profile read = Round(writer, profile);
            Assert.Equal("a\uFFFDb", read.GetStackNames(read.Samples.Stacks[0])[0]);
        }
    }

    [Fact]
    public void Equal_profiles_give_equal_files()
    {
        foreach (IProfileWriter writer in Writers) Assert.Equal(Write(writer, Rich().Select()), Write(writer, Rich().Select()));
    }

    private static IProfileWriter[] Writers => [new PprofWriter(), new PprofWriter { IncludeTimes = true }, new OtlpWriter(), new NflxProfileWriter()];

    private static (long, int?, string, string, string) Describe(Profile profile, Sample sample) => (
        sample.Period, sample.Cpu, profile.Threads[sample.Thread].ToString(), profile.GetThreadName(sample.Thread),
        string.Join(';', profile.Stacks.GetFrames(sample.Stack).Select(id => $"{profile.GetFrameName(id)}/{profile.Frames[id].Kind}")));

    // The rows of a profile with a value type only, as OpenTelemetry has it.
    private static Profile WithOneType(Profile profile)
    {
        var single = new ProfileBuilder { Header = profile.Header };
        SampleEventId eventId = single.AddEvent("samples", [new SampleValueType("cpu", "nanoseconds")], 0);
        Profile tables = profile;
        var stacks = new StackId[tables.Stacks.Count];
        for (int i = 1; i < stacks.Length; i++)
        {
            Frame frame = tables.Frames[tables.Stacks.Frames[i]];
            FrameId id = single.AddFrame(frame with
            {
                Symbol = single.AddSymbol(tables.Symbols[frame.Symbol]),
                Module = single.AddModule(tables.Modules[frame.Module]),
                Source = single.AddSource(tables.Sources[frame.Source]),
            });
            stacks[i] = single.AddStack(stacks[tables.Stacks.Parents[i].Value], id);
        }
        for (int i = 0; i < tables.Samples.Count; i++)
        {
            Sample sample = tables.Samples[i];
            ThreadInfo thread = tables.Threads[sample.Thread];
            SampleLabelId[] labels = [.. tables.LabelSets[sample.Labels].Select(label => label.Number is { } number
                ? single.AddLabel(label.Key, number, label.Unit)
                : single.AddLabel(label.Key, label.Text!))];
            single.AddSample(new SampleRow
            {
                Time = sample.Time,
                Stack = stacks[sample.Stack.Value],
                Thread = single.AddThread(thread.Pid, thread.Tid, tables.GetThreadName(sample.Thread)),
                Cpu = sample.Cpu,
                Event = eventId,
                Value = tables.Samples.GetValues(1)[i],
                Labels = single.AddLabelSet(labels),
            });
        }
        return single.Build();
    }
}
