using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FlameScope.Export;
using FlameScope.Model;
using FlameScope.Parsing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Core.Tests;

/// <summary>A profile that is written in a format and read again is equal in everything that the format stores.</summary>
public class RoundTripTests
{
    private static readonly string[] Names = ["main", "run", "a;b", "two words", "æøå", "<b>&\"'\\", "x\u0001y", "[unknown]", "Thread (5)", "(anonymous)"];
    private static readonly string[] Files = ["", "", "a.js", "file:///ä b.js"];
    private static readonly string[] Threads = ["", "worker", "Thread 5", "Process 7", "\"q\"", "Thread (3)", "a \"b\" c"];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Speedscope_keeps_stacks_times_values_and_threads() => Prop.ForAll(Arb.From(Rows(threadCount: 3)), rows =>
    {
        Profile profile = Build(rows, new SampleValueType("weight", "nanoseconds"), isTimed: true);
        Profile read = WriteAndRead(new SpeedscopeWriter(), profile);
        Assert.Equal(Lines(profile, hasThread: true), Lines(read, hasThread: true));
        Assert.Empty(read.Diagnostics);
    }).Check(Many);

    [Fact]
    public void Speedscope_keeps_bytes_and_counts_without_times() => Prop.ForAll(Arb.From(Rows(threadCount: 3)), rows =>
    {
        foreach (string unit in new[] { "bytes", "count" })
        {
            Profile profile = Build(rows, new SampleValueType("weight", unit), isTimed: false);
            Profile read = WriteAndRead(new SpeedscopeWriter(), profile);
            Assert.Equal(Lines(profile, hasThread: true).Order(StringComparer.Ordinal), Lines(read, hasThread: true).Order(StringComparer.Ordinal));
            if (rows.Length > 0) Assert.Equal(unit, read.GetValueTypes(read.Samples[0].Event)[0].Unit);
        }
    }).Check(Many);

    [Fact]
    public void A_cpuprofile_keeps_stacks_times_and_values_of_one_thread() => Prop.ForAll(Arb.From(Rows(threadCount: 1)), rows =>
    {
        Profile profile = Build(rows, new SampleValueType("cpu", "nanoseconds"), isTimed: true);
        Profile read = WriteAndRead(new CpuProfileWriter(), profile);
        IEnumerable<string> samples = Lines(read, hasThread: false).Where(line => !line.Contains(" (idle)", StringComparison.Ordinal));
        Assert.Equal(Lines(profile, hasThread: false), samples);
        Assert.Empty(read.Diagnostics);
    }).Check(Many);

    [Fact]
    public void A_cpuprofile_that_is_read_and_written_is_the_same_profile()
    {
        const string Text = """
            {"nodes":[{"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"children":[2,3]},
            {"id":2,"callFrame":{"functionName":"(idle)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1}},
            {"id":3,"callFrame":{"functionName":"f","scriptId":"1","url":"a.js","lineNumber":4,"columnNumber":0},"children":[4]},
            {"id":4,"callFrame":{"functionName":"g","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1}}],
            "startTime":1000,"endTime":2000,"samples":[3,4,2,3],"timeDeltas":[0,100,200,50]}
            """;
        Profile profile = ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(Text));
        Profile read = WriteAndRead(new CpuProfileWriter(), profile);
        Assert.Equal(Lines(profile, hasThread: true), Lines(read, hasThread: true));
        Assert.Equal(profile.IdleCount, read.IdleCount);
        Assert.Equal(profile.Frames.Rows.ToArray().Select(frame => frame.Kind).Order(), read.Frames.Rows.ToArray().Select(frame => frame.Kind).Order());
    }

    [Fact]
    public void Samples_that_a_cpuprofile_cannot_hold_are_refused()
    {
        Row[] rows = [new Row(0, 1, ["a"], 0), new Row(0, 1, ["a"], 1)];
        var valueType = new SampleValueType("cpu", "nanoseconds");
        Assert.Contains("one thread", Refused(Build(rows, valueType, isTimed: true)), StringComparison.Ordinal);
        Assert.Contains("without", Refused(Build([rows[0]], valueType, isTimed: false)), StringComparison.Ordinal);

        static string Refused(Profile profile) => Assert.Throws<ArgumentException>(() => Write(new CpuProfileWriter(), profile)).Message;
    }

    [Fact]
    public void Samples_that_overlap_keep_their_values_in_speedscope()
    {
        Profile profile = Build([new Row(5, 20, ["a"], 0), new Row(-10, 3, ["b"], 0)], new SampleValueType("weight", "nanoseconds"), isTimed: true);
        Assert.Equal([20L, 3L], WriteAndRead(new SpeedscopeWriter(), profile).Samples.Select(sample => sample.Period));
    }

    [Fact]
    public void Speedscope_files_have_the_members_that_its_schema_requires()
    {
        Profile profile = Build([new Row(5, 20, ["a", "b"], 0)], new SampleValueType("weight", "nanoseconds"), isTimed: true);
        using JsonDocument document = JsonDocument.Parse(Write(new SpeedscopeWriter(), profile, new ProfileWriteOptions { Title = "t" }));
        JsonElement root = document.RootElement;
        Assert.Equal("https://www.speedscope.app/file-format-schema.json", root.GetProperty("$schema").GetString());
        Assert.Equal("t", root.GetProperty("name").GetString());
        JsonElement sampled = root.GetProperty("profiles")[0];
        Assert.Equal(["type", "name", "unit", "startValue", "endValue", "samples", "weights"], sampled.EnumerateObject().Select(member => member.Name));
        Assert.Equal("[1,0]", sampled.GetProperty("samples")[0].GetRawText());
    }

    [Fact]
    public void The_chosen_value_is_written()
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(null, null, "t");
        SampleValueType[] types = [new("alloc_objects", "count"), new("alloc_space", "bytes")];
        SampleEventId eventId = builder.AddEvent("samples", types, 1);
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("f"), ModuleId.None, FrameKind.Unknown));
        builder.AddSample(new SampleRow { Stack = stack, Thread = thread, Event = eventId, Values = [3, 400], Count = 5 });
        Profile profile = builder.Build();
        foreach ((SampleWeight weight, long value, string unit) in new[]
        {
            (default, 400L, "bytes"),
            (SampleWeight.Value("alloc_objects"), 3L, "none"),
            (SampleWeight.Value("alloc_space/bytes"), 400L, "bytes"),
            (SampleWeight.Period, 3L, "none"),
            (SampleWeight.Samples, 5L, "none"),
        })
        {
            using JsonDocument document = JsonDocument.Parse(Write(new SpeedscopeWriter(), profile, new ProfileWriteOptions { Weight = weight }));
            JsonElement written = document.RootElement.GetProperty("profiles")[0];
            Assert.Equal((value, unit), (written.GetProperty("weights")[0].GetInt64(), written.GetProperty("unit").GetString()));
        }
        Assert.Throws<ArgumentException>(() => Write(new SpeedscopeWriter(), profile, new ProfileWriteOptions { Weight = SampleWeight.Value("cpu") }));
    }

    [Fact]
    public void The_registry_finds_the_writers_by_name_and_by_path()
    {
        Assert.IsType<SpeedscopeWriter>(ProfileWriters.Default.Find("speedscope"));
        Assert.IsType<SpeedscopeWriter>(ProfileWriters.Default.FindByPath("a/b.SPEEDSCOPE.json"));
        Assert.IsType<CpuProfileWriter>(ProfileWriters.Default.FindByPath("x.cpuprofile"));
        Assert.IsType<FoldedProfileWriter>(ProfileWriters.Default.FindByPath("x.folded"));
        Assert.Null(ProfileWriters.Default.FindByPath("x.txt"));
    }

    [Fact]
    public void Folded_stacks_are_written_as_they_were_read()
    {
        const string Text = "[hasher tid=7];a;b 3\na b;c 1\nmain;x_[k] 10\n";
        Assert.Equal(Text, Encoding.UTF8.GetString(Write(new FoldedProfileWriter(), ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(Text)))));
    }

    private static Gen<Row[]> Rows(int threadCount) => Gen.ArrayOf(
        from gap in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 5000)))
        from value in Gen.Choose(0, 10_000)
        from depth in Gen.Choose(0, 4)
        from frames in Gen.ArrayOf(Gen.Elements(Names), depth)
        from thread in Gen.Choose(0, threadCount - 1)
        select new Row(gap, value, frames, thread));

    // The samples of a thread do not overlap.
    private static Profile Build(Row[] rows, SampleValueType valueType, bool isTimed)
    {
        var builder = new ProfileBuilder();
        SampleEventId eventId = builder.AddEvent("samples", [valueType], 0);
        var ends = new Dictionary<int, long>();
        foreach (Row row in rows)
        {
            int seed = row.Thread + rows.Length;
            ThreadId thread = builder.AddThread(seed % 3 == 0 ? 100 : null, seed % 2 == 0 ? seed : null, Threads[seed % Threads.Length]);
            StackId stack = StackId.Empty;
            foreach (string name in row.Frames)
            {
                string file = Files[name.Length % Files.Length];
                stack = builder.AddStack(stack, builder.AddFrame(new Frame
                {
                    Symbol = builder.AddSymbol(name),
                    Source = builder.AddSource(file),
                    Line = file.Length == 0 ? 0 : name.Length,
                    Column = file.Length == 0 ? 0 : 1,
                }));
            }
            long time = ends.GetValueOrDefault(row.Thread, -1234) + row.Gap;
            ends[row.Thread] = time + row.Value;
            builder.AddSample(new SampleRow { Time = isTimed ? time : null, Stack = stack, Thread = thread, Event = eventId, Value = row.Value });
        }
        return builder.Build();
    }

    private static Profile WriteAndRead(IProfileWriter writer, Profile profile) =>
        ProfileFormats.Default.Parse(Write(writer, profile), new ProfileReadOptions { Format = writer.Name, Strict = true });

    private static byte[] Write(IProfileWriter writer, Profile profile, ProfileWriteOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        writer.Write(profile.Select(SampleFilter.All), output, options ?? new ProfileWriteOptions());
        return output.WrittenSpan.ToArray();
    }

    // Samples of different threads at one time have no order.
    private static List<string> Lines(Profile profile, bool hasThread)
    {
        var lines = new List<(long, int, string)>();
        foreach (Sample sample in profile.Samples)
        {
            ThreadInfo thread = profile.Threads[sample.Thread];
            string text = hasThread ? $"{thread.Pid}/{thread.Tid}/{profile.Comms[thread.Comm]}" : "";
            IEnumerable<string> frames = profile.Stacks.GetFrames(sample.Stack).Select(id =>
            {
                Frame frame = profile.Frames[id];
                return $"{profile.Symbols[frame.Symbol]}@{profile.Sources[frame.Source]}:{frame.Line}:{frame.Column}";
            });
            lines.Add((sample.Time ?? 0, lines.Count, string.Create(CultureInfo.InvariantCulture, $"{sample.Time} {text} {string.Join(';', frames)} {sample.Period}")));
        }
        return [.. lines.GroupBy(line => line.Item1).SelectMany(same => same.OrderBy(line => line.Item3.Split(' ')[1], StringComparer.Ordinal).ThenBy(line => line.Item2)).Select(line => line.Item3)];
    }

    private sealed record Row(long Gap, long Value, string[] Frames, int Thread)
    {
        public override string ToString() => $"{Gap}+{Value} {string.Join(';', Frames)} #{Thread}";
    }
}
