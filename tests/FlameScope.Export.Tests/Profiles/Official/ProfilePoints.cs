using System.Globalization;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>All that a profile states about a value of a sample, as a line of text. A file has the same lines by a second implementation.</summary>
internal static class ProfilePoints
{
    /// <summary>Returns a line per sample and value type, sorted.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="nameOf">Returns the name of a value type of an event.</param>
    /// <param name="kindOf">Returns the text for the kind of a frame, from the frame and the function that it was inlined into.</param>
    public static string[] Of(Profile profile, Func<SampleEventId, SampleValueType, string> nameOf, Func<Frame, Frame, string> kindOf)
    {
        var lines = new List<string>();
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            SampleEventId eventId = profile.Samples[i].Event;
            IReadOnlyList<SampleValueType> types = profile.GetValueTypes(eventId);
            for (int type = 0; type < types.Count; type++)
            {
                ReadOnlySpan<long> values = profile.Samples.GetValues(type);
                long value = values.IsEmpty ? (type == 0 ? 1 : 0) : values[i];
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{nameOf(eventId, types[type])}/{types[type].Unit} = {value} {OfSample(profile, i, kindOf)}"));
            }
        }
        return Sorted(lines);
    }

    /// <summary>Returns the line of a sample: time, thread, processor, labels and frames, callers first.</summary>
    public static string OfSample(Profile profile, int index, Func<Frame, Frame, string> kindOf)
    {
        Sample sample = profile.Samples[index];
        ThreadInfo thread = profile.Threads[sample.Thread];
        string process = thread.ProcessName is { } name ? profile.Comms[name] : "";
        var frames = new List<string>();
        Frame around = default;
        foreach (FrameId id in profile.Stacks.GetFrames(sample.Stack).Reverse())
        {
            Frame frame = profile.Frames[id];
            if (!frame.IsInlined) around = frame;
            frames.Add(FrameLine(
                profile.Symbols[frame.Symbol], profile.Modules[frame.Module], profile.Sources[frame.Source], frame.Line, frame.Column, kindOf(frame, around), frame.IsInlined));
        }
        return Line(
            sample.Time, (thread.Pid, thread.Tid, profile.GetThreadName(sample.Thread), process), sample.Cpu,
            profile.LabelSets[sample.Labels].Select(label => Label(label.Key, label.Text, label.Number, label.Unit)), frames);
    }

    public static string Line(
        long? time, (long? Pid, long? Tid, string Name, string Process) thread, long? cpu, IEnumerable<string> labels, IEnumerable<string> frames) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"at {time} in {thread.Pid}/{thread.Tid}/{thread.Name}/{thread.Process} on {cpu} {{{string.Join(',', Sorted(labels))}}} {string.Join(';', frames)}");

    public static string Label(string key, string? text, long? number, string unit) =>
        number is { } value ? string.Create(CultureInfo.InvariantCulture, $"{key}={value} {unit}") : $"{key}='{text}'";

    public static string FrameLine(string name, string module, string file, long line, long column, string kind, bool isInlined) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}@{module}({file}:{line}:{column})<{kind}>{(isInlined ? "^" : "")}");

    /// <summary>Compares lines. A failure shows the first one that differs.</summary>
    public static void AssertEqual(string[] expected, string[] actual)
    {
        for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++)
        {
            if (expected[i] != actual[i]) Assert.Fail($"line {i}\n{expected[i]}\n{actual[i]}");
        }
        Assert.Equal(expected.Length, actual.Length);
    }

    public static string[] Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
