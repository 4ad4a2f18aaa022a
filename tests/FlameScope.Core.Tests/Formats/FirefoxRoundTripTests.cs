using System.Globalization;
using System.Text;
using System.Text.Json;
using FlameScope.Export;
using FlameScope.Model;
using FlameScope.Parsing;
using Xunit;

namespace FlameScope.Core.Tests;

/// <summary>Profiles that are written for the Firefox Profiler have all columns of its format, and are equal when they are read again.</summary>
public class FirefoxRoundTripTests
{
    private static readonly FrameKind[] Kinds =
        [FrameKind.Kernel, FrameKind.User, FrameKind.Jit, FrameKind.Interpreted, FrameKind.Runtime, FrameKind.Other];

    [Fact]
    public void Counts_times_stacks_frames_and_threads_are_kept()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Profile profile = Build(seed, eventBuilder => eventBuilder.AddEvent("samples", []), hasCounts: true);
            Profile read = WriteAndRead(profile);
            Assert.Equal(Lines(profile), Lines(read));
            Assert.Empty(read.Diagnostics);
        }
    }

    [Theory]
    [InlineData("nanoseconds", "tracing")]
    [InlineData("bytes", "bytes")]
    public void Durations_and_sizes_are_kept(string unit, string eventName)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Profile profile = Build(seed, eventBuilder => eventBuilder.AddEvent(eventName, [new SampleValueType("x", unit)], 0), hasCounts: false);
            Profile read = WriteAndRead(profile);
            Assert.Equal(Lines(profile), Lines(read));
            if (profile.Samples.Count > 0) Assert.Equal(unit, read.GetValueTypes(read.Samples[0].Event)[0].Unit);
        }
    }

    [Fact]
    public void Idle_samples_are_kept_except_for_the_first_of_a_thread()
    {
        var builder = new ProfileBuilder();
        SampleEventId eventId = builder.AddEvent("samples", []);
        ThreadId thread = builder.AddThread(1, 2, "t");
        bool[] idle = [false, true, true, false, true, false];
        for (int i = 0; i < idle.Length; i++) builder.AddSample(new SampleRow { Time = 10 * i, Thread = thread, Event = eventId, IsIdle = idle[i] });
        Profile read = WriteAndRead(builder.Build());
        Assert.Equal(idle, Enumerable.Range(0, idle.Length).Select(read.IsIdle));
    }

    [Fact]
    public void The_wall_clock_and_the_facts_of_the_recording_are_kept()
    {
        var builder = new ProfileBuilder
        {
            Header = new RecordingHeader
            {
                Clock = new WallClock(1_000_000_007, 1_700_000_000_123_456_789, IsExact: true),
                OsRelease = "6.1",
                Architecture = "x86_64",
                CpuDescription = "A \"fast\" one",
                CpusOnline = 8,
                CommandLine = "app",
            },
        };
        builder.AddSample(1_000_000_007, StackId.Empty, builder.AddThread(1, 1, "t"), null, builder.AddEvent("samples", []));
        Profile read = WriteAndRead(builder.Build());
        Assert.Equal(1_700_000_000_123_456_789, read.Header.Clock!.UnixNanosecondsAt(1_000_000_007));
        Assert.Equal(("6.1", "x86_64", "A \"fast\" one", 8), (read.Header.OsRelease, read.Header.Architecture, read.Header.CpuDescription, read.Header.CpusOnline));
    }

    [Fact]
    public void Samples_of_several_events_are_threads_with_the_name_of_the_event()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 2, "t");
        builder.AddSample(new SampleRow { Time = 1, Thread = thread, Event = builder.AddEvent("cpu", [new SampleValueType("cpu", "nanoseconds")], 0), Value = 1_500_000 });
        builder.AddSample(new SampleRow { Time = 2, Thread = thread, Event = builder.AddEvent("faults", []) });
        Profile read = WriteAndRead(builder.Build());
        Assert.Equal(["t (cpu)", "t (faults)"], read.Samples.Select(sample => read.GetThreadName(sample.Thread)));
        Assert.Equal(["tracing", "samples"], read.Samples.Select(sample => read.Events[sample.Event]));
        Assert.Equal(1_500_000, read.Samples.GetValues(0)[0]);
    }

    [Fact]
    public void A_selection_writes_what_it_selects_and_nothing_else()
    {
        Profile profile = Build(7, eventBuilder => eventBuilder.AddEvent("samples", []), hasCounts: false);
        SampleSelection half = profile.Select(SampleFilter.All).Within(new TimeRange(profile.Samples.Times[profile.Samples.Count / 2], long.MaxValue));
        Profile read = ProfileFormats.Default.Parse(Write(half));
        Assert.Equal(half.Count, read.Samples.Count);
        Assert.True(read.Stacks.Count <= profile.Stacks.Count);
    }

    [Fact]
    public void Names_that_are_not_UTF_8_or_hostile_give_valid_JSON()
    {
        var builder = new ProfileBuilder();
        FrameId frame = builder.AddFrame(builder.AddSymbol([0xFF, (byte)'<', (byte)'"', (byte)'\\', 0x01]), builder.AddModule("/a\n\"b"), FrameKind.User);
        builder.AddSample(1, builder.AddStack(StackId.Empty, frame), builder.AddThread(1, 2, "\u0000\"t"), null, builder.AddEvent("\"e", []));
        Profile read = WriteAndRead(builder.Build());
        Assert.Equal("\uFFFD<\"\\\u0001", read.Symbols[read.Frames[new FrameId(0)].Symbol]);
        Assert.Equal("/a\n\"b", read.Modules[read.Frames[new FrameId(0)].Module]);
    }

    [Fact]
    public void An_empty_profile_is_written()
    {
        Profile read = WriteAndRead(Profile.Empty);
        Assert.Equal(0, read.Samples.Count);
        Assert.Equal("firefox", read.Format);
    }

    // The documented columns of version 48, the indexes that they hold, and the rules of later upgrades: a frame with a category has a subcategory, stacks
    // have categories, and markers and native symbols have all their columns.
    [Fact]
    public void Written_profiles_have_all_columns_of_version_48()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            using JsonDocument document = JsonDocument.Parse(Write(Build(seed, eventBuilder => eventBuilder.AddEvent("samples", []), hasCounts: true).Select(SampleFilter.All)));
            JsonElement root = document.RootElement;
            JsonElement meta = root.GetProperty("meta");
            Assert.Equal(48, meta.GetProperty("preprocessedProfileVersion").GetInt32());
            foreach (string member in new[] { "interval", "startTime", "processType", "product", "stackwalk", "version", "categories", "markerSchema", "symbolicated" })
            {
                Assert.True(meta.TryGetProperty(member, out _), member);
            }
            int categories = meta.GetProperty("categories").GetArrayLength();
            Assert.Contains(meta.GetProperty("categories").EnumerateArray(), category => category.GetProperty("color").GetString() == "grey"); // cspell:disable-line
            Assert.All(meta.GetProperty("categories").EnumerateArray(), category => Assert.Equal("Other", category.GetProperty("subcategories")[0].GetString()));
            int libs = root.GetProperty("libs").GetArrayLength();
            foreach (JsonElement lib in root.GetProperty("libs").EnumerateArray())
            {
                Assert.Equal(["name", "path", "debugName", "debugPath", "breakpadId", "codeId", "arch"], lib.EnumerateObject().Select(member => member.Name));
            }
            foreach (JsonElement thread in root.GetProperty("threads").EnumerateArray())
            {
                Assert.Equal(JsonValueKind.String, thread.GetProperty("pid").ValueKind);
                int texts = thread.GetProperty("stringArray").GetArrayLength();
                int samples = Check(thread, "samples", "stack", "time");
                int stacks = Check(thread, "stackTable", "frame", "prefix", "category", "subcategory");
                int frames = Check(
                    thread, "frameTable", "address", "inlineDepth", "category", "subcategory", "func", "nativeSymbol", "innerWindowID", "implementation", "line", "column");
                int functions = Check(thread, "funcTable", "isJS", "relevantForJS", "name", "resource", "fileName", "lineNumber", "columnNumber");
                int resources = Check(thread, "resourceTable", "lib", "name", "host", "type");
                Check(thread, "nativeSymbols", "libIndex", "address", "name", "functionSize");
                Check(thread, "markers", "data", "name", "startTime", "endTime", "phase", "category");
                Assert.True(samples > 0);
                CheckIndexes(thread, "samples", "stack", 0, stacks, canBeNull: true);
                CheckIndexes(thread, "stackTable", "frame", 0, frames);
                CheckIndexes(thread, "stackTable", "category", 0, categories);
                CheckIndexes(thread, "stackTable", "subcategory", 0, 1);
                CheckIndexes(thread, "frameTable", "func", 0, functions);
                CheckIndexes(thread, "frameTable", "category", 0, categories);
                CheckIndexes(thread, "frameTable", "subcategory", 0, 1);
                CheckIndexes(thread, "frameTable", "address", -1, 0);
                CheckIndexes(thread, "funcTable", "name", 0, texts);
                CheckIndexes(thread, "funcTable", "resource", -1, resources);
                CheckIndexes(thread, "funcTable", "fileName", 0, texts, canBeNull: true);
                CheckIndexes(thread, "resourceTable", "lib", 0, libs);
                CheckIndexes(thread, "resourceTable", "name", 0, texts);
                JsonElement[] prefixes = [.. thread.GetProperty("stackTable").GetProperty("prefix").EnumerateArray()];
                for (int i = 0; i < prefixes.Length; i++) Assert.True(prefixes[i].ValueKind == JsonValueKind.Null || prefixes[i].GetInt32() < i);
                double[] times = [.. thread.GetProperty("samples").GetProperty("time").EnumerateArray().Select(time => time.GetDouble())];
                Assert.Equal(times.Order(), times);
            }
        }
    }

    private static int Check(JsonElement thread, string table, params string[] columns)
    {
        JsonElement element = thread.GetProperty(table);
        int length = element.GetProperty("length").GetInt32();
        foreach (string column in columns) Assert.Equal(length, element.GetProperty(column).GetArrayLength());
        return length;
    }

    private static void CheckIndexes(JsonElement thread, string table, string column, int minimum, int end, bool canBeNull = false)
    {
        foreach (JsonElement value in thread.GetProperty(table).GetProperty(column).EnumerateArray())
        {
            if (canBeNull && value.ValueKind == JsonValueKind.Null) continue;
            Assert.InRange(value.GetInt32(), minimum, end - 1);
        }
    }

    private static Profile Build(int seed, Func<ProfileBuilder, SampleEventId> addEvent, bool hasCounts)
    {
        var random = new Random(seed);
        var builder = new ProfileBuilder();
        SampleEventId eventId = addEvent(builder);
        ThreadId[] threads = [builder.AddThread(12, 34, "a;b"), builder.AddThread(12, 12, "main", "app"), builder.AddThread(null, null, "no ids"), builder.AddThread(1L << 40, -1, "")];
        StackId[] stacks = [StackId.Empty];
        long time = random.Next(-5000, 5000);
        for (int i = random.Next(1, 200); i > 0; i--)
        {
            StackId stack = stacks[random.Next(stacks.Length)];
            if (random.Next(2) == 0)
            {
                string file = random.Next(2) == 0 ? "" : $"src/{random.Next(3)}.c";
                stack = builder.AddStack(stack, builder.AddFrame(new Frame
                {
                    Symbol = builder.AddSymbol($"f<{random.Next(5)}>"),
                    Module = builder.AddModule(random.Next(3) == 0 ? "" : $"/usr/lib/{random.Next(4)}.so"),
                    Kind = Kinds[random.Next(Kinds.Length)],
                    IsInlined = random.Next(4) == 0,
                    Source = builder.AddSource(file),
                    Line = random.Next(3),
                    Column = 0,
                }));
                stacks = [.. stacks, stack];
            }
            time += random.Next(0, 3_000_000);
            builder.AddSample(new SampleRow
            {
                Time = time,
                Stack = stack,
                Thread = threads[random.Next(random.Next(1, threads.Length + 1))],
                Event = eventId,
                Value = hasCounts ? 1 : random.Next(0, 100_000_000),
                Count = hasCounts ? random.Next(0, 4) : 1,
            });
        }
        return builder.Build();
    }

    private static List<string> Lines(Profile profile)
    {
        var lines = new List<string>();
        ReadOnlySpan<long> values = profile.Samples.GetValues(0);
        ReadOnlySpan<long> counts = profile.Samples.Counts;
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            Sample sample = profile.Samples[i];
            ThreadInfo thread = profile.Threads[sample.Thread];
            string process = thread.ProcessName is { } name ? profile.Comms[name] : "";
            var line = new StringBuilder();
            line.Append(
                CultureInfo.InvariantCulture,
                $"{sample.Time} {profile.Events[sample.Event]} {thread.Pid}/{thread.Tid} {profile.GetThreadName(sample.Thread)} {process}");
            line.Append(CultureInfo.InvariantCulture, $" {(values.IsEmpty ? 1 : values[i])} {(counts.IsEmpty ? 1 : counts[i])} {profile.IsIdle(i)}");
            foreach (FrameId id in profile.Stacks.GetFrames(sample.Stack))
            {
                Frame frame = profile.Frames[id];
                line.Append(
                    CultureInfo.InvariantCulture,
                    $" | {profile.Symbols[frame.Symbol]} {profile.Modules[frame.Module]} {frame.Kind} {frame.IsInlined} {profile.Sources[frame.Source]}:{frame.Line}");
            }
            lines.Add(line.ToString());
        }
        lines.Sort(StringComparer.Ordinal); // samples of one time are in the order of their threads
        return lines;
    }

    private static byte[] Write(SampleSelection samples)
    {
        using var stream = new MemoryStream();
        ProfileWriters.Write(new FirefoxWriter(), samples, stream);
        return stream.ToArray();
    }

    private static Profile WriteAndRead(Profile profile)
    {
        byte[] written = Write(profile.Select(SampleFilter.All));
        Profile read = ProfileFormats.Default.Parse(written);
        Assert.Equal("firefox", read.Format);
        return read;
    }
}
