using System.Globalization;
using System.IO.Compression;
using FlameScope.Model;
using FlameScope.Parsing;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Written files, decoded by Google's protobuf library with the field numbers of the official definitions.</summary>
public class OfficialLayoutTests
{
    private static byte[] Write(IProfileWriter writer, Profile profile, ProfileWriteOptions? options = null)
    {
        using var output = new MemoryStream();
        ProfileWriters.Write(writer, profile.Select(), output, options);
        return output.ToArray();
    }

    // Each line: time, thread, value, frames from the leaf.
    private static string[] Expected(Profile profile) => Lines(Enumerable.Range(0, profile.Samples.Count).Select(i =>
    {
        Sample sample = profile.Samples[i];
        ThreadInfo thread = profile.Threads[sample.Thread];
        return $"{sample.Time} {thread.Pid}/{thread.Tid}/{profile.GetThreadName(sample.Thread)} {sample.Period} {string.Join(';', profile.GetStackNames(sample.Stack, rootFirst: false))}";
    }));

    private static string[] Lines(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];

    private static byte[] Decompress(byte[] file)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    [Fact]
    public void Every_written_field_is_of_the_official_definition()
    {
        Profile rich = ProfileWriterTests.Rich();
        ProfileWriteOptions options = new() { Title = "title" };
        Assert.InRange(OfficialLayouts.Pprof.Check(Decompress(Write(new PprofWriter(), rich, options))), 50, 1000);
        Assert.InRange(OfficialLayouts.Pprof.Check(Decompress(Write(new PprofWriter { IncludeTimes = true }, rich, options))), 50, 1000);
        Assert.InRange(OfficialLayouts.Otlp.Check(Write(new OtlpWriter(), rich, options)), 50, 1000);
        Assert.InRange(OfficialLayouts.Nflxprofile.Check(Write(new NflxProfileWriter(), rich, options)), 20, 1000);
        Assert.Throws<InvalidDataException>(() => OfficialLayouts.Nflxprofile.Check(Write(new OtlpWriter(), rich)));
    }

    [Fact]
    public void Open_telemetry_profiles_have_all_that_their_samples_have()
    {
        Profile profile = ProfileWriterTests.Rich();
        var data = new WireMessage(Write(new OtlpWriter(), profile));
        WireMessage dictionary = data.Message(2);
        string[] texts = dictionary.Texts(5);
        WireMessage[] mappings = dictionary.Messages(1), locations = dictionary.Messages(2), functions = dictionary.Messages(3);
        WireMessage[] attributes = dictionary.Messages(6), stacks = dictionary.Messages(7);
        string Attribute(WireMessage row) =>
            $"{texts[row.Number(1)]}={(row.Message(2).Fields.Contains(1) ? row.Message(2).Text(1) : row.Message(2).Number(3).ToString(CultureInfo.InvariantCulture))}{texts[row.Number(3)]}";
        string Attributes(IEnumerable<long> rows) => string.Join(',', rows.Select(row => Attribute(attributes[row])).Order(StringComparer.Ordinal));
        IEnumerable<string> Frames(WireMessage location)
        {
            WireMessage[] lines = location.Messages(3); // the innermost first
            return lines.Select((line, i) =>
            {
                WireMessage function = functions[line.Number(1)];
                string place = $"{texts[function.Number(3)]}:{line.Number(2)}:{line.Number(3)}";
                return $"{texts[function.Number(1)]}@{place}@{texts[mappings[location.Number(1)].Number(4)]}{(i < lines.Length - 1 ? "@inlined" : "")}";
            });
        }
        WireMessage[] profiles = Assert.Single(Assert.Single(data.Messages(1)).Messages(2)).Messages(2);
        Assert.Equal(["cpu/nanoseconds", "samples/count"], profiles.Select(item => $"{texts[item.Message(1).Number(1)]}/{texts[item.Message(1).Number(2)]}"));
        for (int type = 0; type < 2; type++)
        {
            string[] read = Lines(profiles[1 - type].Messages(2).SelectMany(sample =>
            {
                string rest = $"{Attributes(sample.Numbers(2))} {string.Join(';', stacks[sample.Number(1)].Numbers(1).SelectMany(row => Frames(locations[row])))}";
                long[] values = sample.Numbers(4);
                ulong[] times = sample.Fixed64s(5);
                return times.Length == 0
                    ? values.Select(value => $"- {value} {rest}")
                    : times.Select((time, i) => $"{time} {(values.Length == 0 ? 1 : values[i])} {rest}");
            }));
            Assert.Equal(Lines(Enumerable.Range(0, profile.Samples.Count).Select(i => Describe(profile, i, profile.Samples.GetValues(type)[i]))), read);
        }
    }

    // The sample as OpenTelemetry has it: time, value, attributes, frames from the leaf with their place, module and inlining.
    private static string Describe(Profile profile, int row, long value)
    {
        Sample sample = profile.Samples[row];
        ThreadInfo thread = profile.Threads[sample.Thread];
        var attributes = new List<string>();
        if (thread.Pid is { } pid) attributes.Add($"process.pid={pid}");
        if (thread.Tid is { } tid) attributes.Add($"thread.id={tid}");
        if (profile.GetThreadName(sample.Thread) is { Length: > 0 } name) attributes.Add($"thread.name={name}");
        if (sample.Cpu is { } cpu) attributes.Add($"cpu.logical_number={cpu}");
        attributes.AddRange(profile.LabelSets[sample.Labels].Select(label => label.Number is { } number ? $"{label.Key}={number}{label.Unit}" : $"{label.Key}={label.Text}"));
        attributes.Sort(StringComparer.Ordinal);
        var frames = new List<string>();
        for (StackId stack = sample.Stack; stack != StackId.Empty; stack = profile.Stacks.Parents[stack.Value])
        {
            Frame frame = profile.Frames[profile.Stacks.Frames[stack.Value]];
            frames.Add(
                $"{profile.Symbols[frame.Symbol]}@{profile.Sources[frame.Source]}:{frame.Line}:{frame.Column}@{profile.Modules[frame.Module]}{(frame.IsInlined ? "@inlined" : "")}");
        }
        return $"{sample.Time?.ToString(CultureInfo.InvariantCulture) ?? "-"} {value} {string.Join(',', attributes)} {string.Join(';', frames)}";
    }

    [Fact]
    public void Pprof_has_the_layout_of_profile_proto()
    {
        var profile = new WireMessage(Decompress(Write(new PprofWriter { IncludeTimes = true }, Made.Small)));

        string[] texts = profile.Texts(6);
        Assert.Equal("", texts[0]);
        Assert.Equal(texts.Length, texts.Distinct().Count());
        Assert.Subset(Enumerable.Range(1, 14).ToHashSet(), profile.Fields.ToHashSet());
        Assert.Equal(["samples/count", "cycles/events"], profile.Messages(1).Select(type => $"{texts[type.Number(1)]}/{texts[type.Number(2)]}"));
        Dictionary<long, WireMessage> locations = profile.Messages(4).ToDictionary(location => location.Number(1));
        Dictionary<long, WireMessage> functions = profile.Messages(5).ToDictionary(function => function.Number(1));
        HashSet<long> mappings = [.. profile.Messages(3).Select(mapping => mapping.Number(1))];
        Assert.DoesNotContain(0, locations.Keys);
        Assert.All(locations.Values, location => Assert.True(location.Number(2) == 0 || mappings.Contains(location.Number(2))));
        string[] samples = Lines(profile.Messages(2).Select(sample =>
        {
            Dictionary<string, WireMessage> labels = sample.Messages(3).ToDictionary(label => texts[label.Number(1)]);
            long[] values = sample.Numbers(2);
            Assert.Equal(1, values[0]);
            string frames = string.Join(';', sample.Numbers(1).SelectMany(id => locations[id].Messages(4)).Select(line => texts[functions[line.Number(1)].Number(2)]));
            string Label(string key) => texts[labels[key].Number(2)];
            return $"{labels["end_timestamp_ns"].Number(3)} {Label("pid")}/{Label("thread id")}/{Label("thread name")} {values[1]} {frames}";
        }));
        Assert.Equal(Expected(Made.Small), samples);
    }

    [Fact]
    public void Open_telemetry_profiles_have_the_layout_of_profiles_proto()
    {
        var data = new WireMessage(Write(new OtlpWriter(), Made.Small));

        Assert.Equal([1, 2], data.Fields);
        WireMessage dictionary = data.Message(2);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], dictionary.Fields);
        string[] texts = dictionary.Texts(5);
        Assert.Equal("", texts[0]);
        foreach (int table in (int[])[1, 2, 3, 4, 6, 7]) Assert.Empty(dictionary.Messages(table)[0].Fields);
        WireMessage[] locations = dictionary.Messages(2), functions = dictionary.Messages(3), attributes = dictionary.Messages(6), stacks = dictionary.Messages(7);
        WireMessage profile = Assert.Single(Assert.Single(Assert.Single(data.Messages(1)).Messages(2)).Messages(2));
        Assert.Equal("cycles/events", $"{texts[profile.Message(1).Number(1)]}/{texts[profile.Message(1).Number(2)]}");
        string[] samples = Lines(profile.Messages(2).SelectMany(sample =>
        {
            Assert.Subset(new HashSet<int> { 1, 2, 4, 5 }, sample.Fields.ToHashSet());
            Dictionary<string, WireMessage> values = sample.Numbers(2).ToDictionary(row => texts[attributes[row].Number(1)], row => attributes[row].Message(2));
            string thread = $"{values["process.pid"].Number(3)}/{values["thread.id"].Number(3)}/{values["thread.name"].Text(1)}";
            string frames = string.Join(
                ';', stacks[sample.Number(1)].Numbers(1).SelectMany(row => locations[row].Messages(3)).Select(line => texts[functions[line.Number(1)].Number(1)]));
            long[] periods = sample.Numbers(4);
            return sample.Fixed64s(5).Select((time, i) => $"{time} {thread} {(periods.Length == 0 ? 1 : periods[i])} {frames}");
        }));
        Assert.Equal(Expected(Made.Small), samples);
    }

    [Fact]
    public void Nflxprofiles_have_the_layout_of_nflxprofile_proto()
    {
        var profile = new WireMessage(Write(new NflxProfileWriter(), Made.Small, new ProfileWriteOptions { Weight = SampleWeight.Period, Title = "small" }));

        Assert.Subset(Enumerable.Range(1, 12).ToHashSet(), profile.Fields.ToHashSet());
        Assert.Equal("small", profile.Text(6));
        Dictionary<string, string> parameters = profile.Messages(8).ToDictionary(entry => entry.Text(1), entry => entry.Text(2));
        Assert.Equal("true", parameters["has_node_stack"]);
        Dictionary<long, WireMessage> nodes = profile.Messages(5).ToDictionary(entry => entry.Number(1), entry => entry.Message(2));
        Assert.Equal("root", nodes[0].Text(1));
        Assert.All(nodes.Values, node => Assert.Subset(new HashSet<int> { 1, 2, 6, 7, 10 }, node.Fields.ToHashSet()));
        long[] samples = profile.Numbers(3), cpus = profile.Numbers(9), pids = profile.Numbers(10), tids = profile.Numbers(11), values = profile.Numbers(12);
        double[] deltas = Array.ConvertAll(profile.Fixed64s(4), BitConverter.UInt64BitsToDouble);
        Assert.Equal(Made.Small.Samples.Cpus.ToArray(), cpus.Select(cpu => (int)cpu));
        double time = BitConverter.UInt64BitsToDouble(profile.Fixed64(1));
        var lines = new List<string>();
        for (int i = 0; i < samples.Length; i++)
        {
            time += deltas[i];
            WireMessage node = nodes[samples[i]];
            string frames = string.Join(';', node.Messages(10).Reverse().Select(frame => frame.Text(1)));
            lines.Add($"{Math.Round(time * 1e9):F0} {pids[i]}/{tids[i]}/{node.Text(1)} {values[i]} {frames}");
        }
        Assert.Equal(Expected(Made.Small), Lines(lines));
        Assert.Equal(BitConverter.UInt64BitsToDouble(profile.Fixed64(2)), time);
    }

    [Fact]
    public void Nflxprofiles_have_no_column_of_which_a_sample_has_no_value()
    {
        var builder = new ProfileBuilder();
        StackId stack = builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol("main"), ModuleId.None, FrameKind.User));
        SampleEventId cycles = builder.AddEvent("cycles");
        builder.AddSample(1_000_000_000, stack, builder.AddThread(1, 11, "a"), 3, cycles);
        builder.AddSample(2_000_000_000, stack, builder.AddThread(null, 12, "b"), null, cycles);
        byte[] file = Write(new NflxProfileWriter(), builder.Build());

        var profile = new WireMessage(file);
        Assert.DoesNotContain(9, profile.Fields);
        Assert.DoesNotContain(10, profile.Fields);
        Assert.Equal([11, 12], profile.Numbers(11));

        // The processes are those of the nodes.
        Profile read = ProfileFormats.Default.Parse(file);
        Assert.Equal([null, null], Enumerable.Range(0, 2).Select(i => read.Samples[i].Cpu));
        Assert.Equal([(1, 11), (null, 12)], Enumerable.Range(0, 2).Select(i => read.Threads[read.Samples[i].Thread]).Select(thread => (thread.Pid, thread.Tid)));
    }

    [Fact]
    public void Nflxprofiles_have_the_kind_and_the_place_of_frames()
    {
        Profile rich = ProfileWriterTests.Rich();
        var profile = new WireMessage(Write(new NflxProfileWriter(), rich));
        Dictionary<long, WireMessage> nodes = profile.Messages(5).ToDictionary(entry => entry.Number(1), entry => entry.Message(2));
        string[] read = [.. profile.Numbers(3).Select(id => string.Join(';', nodes[id].Messages(10).Select(frame =>
            $"{frame.Text(1)} {frame.Text(2)} {frame.Message(3).Text(1)}:{frame.Message(3).Number(2)}:{frame.Message(3).Number(3)}")))];
        const string deep = "main user main.c:10:5;work user work.c:7:0;inner inlined lib.h:3:0;innermost inlined lib.h:4:0";
        Assert.Equal([deep, deep, deep + ";read kernel :0:0", ""], read);
    }
}
