using System.Globalization;
using System.Text.RegularExpressions;
using FlameScope.Model;
using FlameScope.Parsing;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Nflxprofile;
using Xunit;
using NflxFile = Nflxprofile.File;
using NflxProfile = Nflxprofile.Profile;
using Profile = FlameScope.Model.Profile;

namespace FlameScope.Export.Tests;

/// <summary>Profiles of Netflix FlameScope, written and read with the classes of the definition.</summary>
public class NflxprofileDefinitionTests
{
    private static NflxProfile Decode(Profile profile, ProfileWriteOptions? options = null) =>
        Decoded.Message(NflxProfile.Parser, Decoded.Write(new NflxProfileWriter(), profile, options), zeroKeys: 1);

    // In the order of the samples, which have one value.
    private static string[] PointsOf(Profile read) => [.. Enumerable.Range(0, read.Samples.Count).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"period/events = {read.Samples[i].Period} {ProfilePoints.OfSample(read, i, (frame, _) => frame.Kind.ToString())}"))];

    [Fact]
    public void A_written_profile_equals_the_message_made_by_hand()
    {
        var builder = new ProfileBuilder();
        FrameId main = builder.AddFrame(new Frame { Symbol = builder.AddSymbol("main"), Kind = FrameKind.User, Source = builder.AddSource("main.c"), Line = 10, Column = 5 });
        FrameId inner = builder.AddFrame(new Frame { Symbol = builder.AddSymbol("inner"), Kind = FrameKind.User, IsInlined = true });
        FrameId read = builder.AddFrame(new Frame { Symbol = builder.AddSymbol("read"), Kind = FrameKind.Kernel });
        StackId work = builder.AddStack(builder.AddStack(StackId.Empty, main), inner), system = builder.AddStack(work, read);
        SampleEventId cycles = builder.AddEvent("cycles");
        ThreadId worker = builder.AddThread(5, 12, "worker"), other = builder.AddThread(6, 13, "other");
        builder.AddSample(1_250_000_000, work, worker, 0, cycles, 7);
        builder.AddSample(1_500_000_000, system, worker, 3, cycles, 8);
        builder.AddSample(1_625_000_000, work, worker, 0, cycles, 9);
        builder.AddSample(2_000_000_000, StackId.Empty, other, 1, cycles, 10);

        StackFrame[] frames =
        [
            new() { FunctionName = "main", Libtype = "user", File = new NflxFile { FileName = "main.c", Line = 10, Column = 5 } },
            new() { FunctionName = "inner", Libtype = "inlined" }, new() { FunctionName = "read", Libtype = "kernel" },
        ];
        var expected = new NflxProfile
        {
            StartTime = 1.25,
            EndTime = 2,
            Samples = { 1, 2, 1, 3 },
            TimeDeltas = { 0, 0.25, 0.125, 0.375 },
            Nodes =
            {
                [0] = new NflxProfile.Types.Node { FunctionName = "root", HitCount = 0 },
                [1] = new NflxProfile.Types.Node { FunctionName = "worker", HitCount = 0, Pid = 5, Tid = 12, Stack = { frames[..2] } },
                [2] = new NflxProfile.Types.Node { FunctionName = "worker", HitCount = 0, Pid = 5, Tid = 12, Stack = { frames } },
                [3] = new NflxProfile.Types.Node { FunctionName = "other", HitCount = 0, Pid = 6, Tid = 13 },
            },
            Title = "title",
            Params =
            {
                ["has_node_stack"] = "true", ["has_parent"] = "false", ["has_children"] = "false", ["has_samples_cpu"] = "true", ["has_samples_pid"] = "true",
                ["has_samples_tid"] = "true", ["hasValues"] = "true",
            },
            SamplesCpu = { 0, 3, 0, 1 },
            SamplesPid = { 5, 5, 5, 6 },
            SamplesTid = { 12, 12, 12, 13 },
            SamplesValue = { 7, 8, 9, 10 },
        };
        Assert.Equal(expected, Decode(builder.Build(), new ProfileWriteOptions { Weight = SampleWeight.Period, Title = "title" }));
    }

    [Fact]
    public void Written_profiles_have_all_that_the_samples_have()
    {
        Law(seed =>
        {
            Profile profile = AnyProfile.Make(seed, isTimed: true);
            SampleEventId[] events = profile.Samples.Events.ToArray();
            SampleEventId eventId = profile.DefaultEvent is { } id && events.Contains(id) ? id : events[0];
            NflxProfile written = Decode(profile, new ProfileWriteOptions { Weight = SampleWeight.Period });
            int[] samples = [.. Enumerable.Range(0, events.Length).Where(i => events[i] == eventId)];
            bool hasCpus = samples.All(i => profile.Samples[i].Cpu is not null);
            string[] expected = [.. samples.Select(i => ExpectedLine(profile, i, hasCpus))];

            ProfilePoints.AssertEqual(expected, [.. NflxPoints.Lines(written).Select(line => Regex.Replace(line, @"at \d+ in", "at  in"))]);
            double time = written.StartTime;
            for (int i = 0; i < samples.Length; i++)
            {
                time += written.TimeDeltas[i];
                double whole = Math.Floor(time); // The conversion of a number to a decimal rounds it.
                Assert.InRange((decimal)whole + (decimal)(time - whole) - (profile.Samples.Times[samples[i]] / 1_000_000_000m), -0.000_000_5m, 0.000_000_5m);
            }
            Assert.Equal(time, written.EndTime);
            Assert.Equal(hasCpus ? samples.Length : 0, written.SamplesCpu.Count);
            Assert.Equal(written.Nodes.Keys.Order(), written.Samples.Append(0u).Distinct().Order());
        });
    }

    // The time is compared as a floating-point number. Labels, modules, names of processes and ids of more than 32 bits are not written.
    private static string ExpectedLine(Profile profile, int index, bool hasCpus)
    {
        Sample sample = profile.Samples[index];
        ThreadInfo thread = profile.Threads[sample.Thread];
        IEnumerable<string> frames = profile.Stacks.GetFrames(sample.Stack).Reverse().Select(id =>
        {
            Frame frame = profile.Frames[id];
            FrameKind kind = frame.IsInlined ? FrameKind.Jit : frame.Kind == FrameKind.Interpreted ? FrameKind.Unknown : frame.Kind;
            return ProfilePoints.FrameLine(
                profile.Symbols[frame.Symbol], "", profile.Sources[frame.Source], frame.Line, frame.Column, kind.ToString(), frame.IsInlined);
        });
        long? tid = thread.Tid <= uint.MaxValue ? thread.Tid : null;
        string line = ProfilePoints.Line(null, (thread.Pid, tid, profile.GetThreadName(sample.Thread), ""), hasCpus ? sample.Cpu : null, [], frames);
        return string.Create(CultureInfo.InvariantCulture, $"period/events = {sample.Period} {line}");
    }

    [Fact]
    public void Messages_made_with_the_classes_are_read_as_they_are_meant()
    {
        Law(seed =>
        {
            NflxProfile message = NflxMessages.Make(seed);
            Profile read = ProfileFormats.Default.Parse(message.ToByteArray());

            Assert.Empty(read.Diagnostics);
            Assert.Equal("nflxprofile", read.Format);
            ProfilePoints.AssertEqual(NflxPoints.Lines(message), PointsOf(read));
            string Fact(string name) => read.Header.Facts.LastOrDefault(fact => fact.Name == name)?.Value ?? "";
            Assert.Equal(
                [message.StartTime, message.EndTime], new[] { "start_time", "end_time" }.Select(name => double.Parse(Fact(name), CultureInfo.InvariantCulture)));
            Assert.Equal([message.Title, message.Description], new[] { "title", "description" }.Select(Fact));
            Assert.Equal(message.HasIdleSampleCount ? "7" : "", Fact("idle_sample_count"));
            Assert.All(message.Params, entry => Assert.Equal(entry.Value, Fact(entry.Key)));
        });
    }

    private static void Law(Action<int> law) => Prop.ForAll(AnyProfile.Seed, law).QuickCheckThrowOnFailure();
}
