using FlameScope.Model;

namespace FlameScope.TestData;

/// <summary>An expected frame as plain values.</summary>
/// <param name="Symbol">The function; <c>[unknown]</c> if there is none.</param>
/// <param name="Module">The module; empty if there is none.</param>
/// <param name="Kind">The kind of code.</param>
/// <param name="Source">The source location; empty if there is none.</param>
public sealed record ExpectedFrame(string Symbol, string Module, FrameKind Kind, string Source = "");

/// <summary>An expected sample as plain values.</summary>
/// <param name="Time">Nanoseconds, or <c>null</c>.</param>
/// <param name="Comm">The thread's name.</param>
/// <param name="Pid">The process, or <c>null</c>.</param>
/// <param name="Tid">The thread, or <c>null</c>.</param>
/// <param name="Cpu">The processor, or <c>null</c>.</param>
/// <param name="Event">The event; empty if it has no name.</param>
/// <param name="Period">The period.</param>
/// <param name="Frames">The frames, leaf first.</param>
public sealed record ExpectedSample(
    long? Time, string Comm, long? Pid, long? Tid, int? Cpu, string Event, long Period, IReadOnlyList<ExpectedFrame> Frames)
{
    /// <summary>Returns the samples of a profile as plain values.</summary>
    public static ExpectedSample[] Of(Profile profile)
    {
        var samples = new ExpectedSample[profile.Samples.Count];
        for (int i = 0; i < samples.Length; i++)
        {
            Sample sample = profile.Samples[i];
            ThreadInfo thread = profile.Threads[sample.Thread];
            samples[i] = new ExpectedSample(
                sample.Time,
                profile.Comms[thread.Comm],
                thread.Pid,
                thread.Tid,
                sample.Cpu,
                profile.Events[sample.Event],
                sample.Period,
                [.. profile.Stacks.GetFrames(sample.Stack).Select(id => ToExpected(profile, profile.Frames[id]))]);
        }
        return samples;
    }

    /// <summary>The sample on one line, with all values that take part in equality.</summary>
    public override string ToString()
    {
        IEnumerable<string> frames = Frames.Select(f => $"{f.Symbol}|{f.Module}|{f.Kind}|{f.Source}");
        return $"{Time} '{Comm}' {Pid}/{Tid} [{Cpu}] {Period} '{Event}': {string.Join(" < ", frames)}";
    }

    /// <inheritdoc/>
    public bool Equals(ExpectedSample? other) =>
        other is not null && Time == other.Time && Comm == other.Comm && Pid == other.Pid && Tid == other.Tid && Cpu == other.Cpu
        && Event == other.Event && Period == other.Period && Frames.SequenceEqual(other.Frames);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Time, Comm, Tid, Event, Frames.Count);

    private static ExpectedFrame ToExpected(Profile profile, Frame frame) =>
        new(profile.Symbols[frame.Symbol], profile.Modules[frame.Module], frame.DisplayKind, SourceOf(profile, frame));

    private static string SourceOf(Profile profile, Frame frame)
    {
        string file = profile.Sources[frame.Source];
        return frame.Line > 0 ? $"{file}:{frame.Line}" : file;
    }
}
