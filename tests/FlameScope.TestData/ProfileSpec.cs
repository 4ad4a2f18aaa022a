using FlameScope.Model;

namespace FlameScope.TestData;

/// <summary>A sample of a generated profile as plain values, from which a test can also compute its expectation.</summary>
/// <param name="Time">Nanoseconds, or <c>null</c>.</param>
/// <param name="Comm">The thread's name.</param>
/// <param name="Pid">The process.</param>
/// <param name="Tid">The thread.</param>
/// <param name="Cpu">The processor, or <c>null</c>.</param>
/// <param name="Event">The event.</param>
/// <param name="Period">The period.</param>
/// <param name="Frames">Function names, root first.</param>
public sealed record SampleSpec(long? Time, string Comm, int Pid, int Tid, int? Cpu, string Event, long Period, string[] Frames);

/// <summary>Builds profiles from plain values.</summary>
public static class ProfileSpec
{
    /// <summary>
    /// Builds a profile of samples. Functions that start with <c>k_</c> are kernel code, those with <c>j_</c> are JIT-compiled code.
    /// </summary>
    public static Profile Build(IEnumerable<SampleSpec> samples)
    {
        var builder = new ProfileBuilder { Format = "test" };
        foreach (SampleSpec sample in samples) Add(builder, sample);
        return builder.Build();
    }

    /// <summary>Returns a sample of process 1, thread 1 on processor 0, with the event <c>cycles</c> and a period of 1.</summary>
    /// <param name="time">Nanoseconds, or <c>null</c>.</param>
    /// <param name="comm">The thread's name.</param>
    /// <param name="frames">Function names, root first.</param>
    public static SampleSpec Sample(long? time, string comm, params string[] frames) => new(time, comm, 1, 1, 0, "cycles", 1, frames);

    /// <summary>Adds a sample, as <see cref="Build"/> does.</summary>
    public static void Add(ProfileBuilder builder, SampleSpec sample)
    {
        StackId stack = StackId.Empty;
        foreach (string name in sample.Frames)
        {
            stack = builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), builder.AddModule(ModuleOf(name)), KindOf(name)));
        }
        builder.AddSample(new SampleRow
        {
            Time = sample.Time,
            Stack = stack,
            Thread = builder.AddThread(sample.Pid, sample.Tid, sample.Comm),
            Cpu = sample.Cpu,
            Event = builder.AddEvent(sample.Event),
            Value = sample.Period,
            IsIdle = IsIdle(sample),
        });
    }

    /// <summary>Indicates whether <see cref="Build"/> adds a sample as idle.</summary>
    public static bool IsIdle(SampleSpec sample) =>
        sample.Comm.StartsWith("swapper", StringComparison.Ordinal) && sample.Frames is [.., "default_idle"];

    /// <summary>Returns the kind that <see cref="Build"/> assigns to a function.</summary>
    public static FrameKind KindOf(string name) =>
        name.StartsWith("k_", StringComparison.Ordinal) ? FrameKind.Kernel
        : name.StartsWith("j_", StringComparison.Ordinal) ? FrameKind.Jit
        : FrameKind.User;

    private static string ModuleOf(string name) => KindOf(name) switch
    {
        FrameKind.Kernel => "[kernel.kallsyms]",
        FrameKind.Jit => "/tmp/perf-1.map",
        _ => "/usr/bin/app",
    };
}
