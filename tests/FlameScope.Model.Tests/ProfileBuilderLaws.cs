using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Model.Tests;

public class ProfileBuilderLaws
{
    [Fact]
    public void Samples_are_sorted_by_time_and_ties_keep_their_order() => Check(specs =>
    {
        Profile profile = ProfileSpec.Build(specs);
        SampleSpec[] expected = [.. specs.OrderBy(s => s.Time ?? long.MinValue)]; // OrderBy is stable.
        return Enumerable.Range(0, profile.Samples.Count).Select(i => Read(profile, i)).SequenceEqual(expected.Select(Text));
    });

    [Fact]
    public void Columns_and_rows_have_equal_values() => Check(specs =>
    {
        SampleTable samples = ProfileSpec.Build(specs).Samples;
        return Enumerable.Range(0, samples.Count).All(i =>
            samples[i].Time == (samples.Times[i] == SampleTable.NoTime ? null : samples.Times[i])
            && samples[i].Stack == samples.Stacks[i]
            && samples[i].Thread == samples.Threads[i]
            && samples[i].Cpu == (samples.Cpus[i] == SampleTable.NoCpu ? null : samples.Cpus[i])
            && samples[i].Event == samples.Events[i]
            && samples[i].Period == samples.Periods[i]);
    });

    [Fact]
    public void Counts_and_times_are_those_of_the_samples() => Check(specs =>
    {
        Profile profile = ProfileSpec.Build(specs);
        return profile.Samples.Count == specs.Length
            && profile.Samples.UntimedCount == specs.Count(s => s.Time is null)
            && profile.FirstTime == specs.Min(s => s.Time)
            && profile.LastTime == specs.Max(s => s.Time)
            && profile.HasTimes == specs.Any(s => s.Time is not null)
            && profile.Origin == (profile.FirstTime is { } first ? first / TimeRange.NanosecondsPerSecond * TimeRange.NanosecondsPerSecond : 0)
            && profile.IdleCount == specs.Count(IsIdle);
    });

    [Fact]
    public void Parents_precede_their_children_and_stacks_are_distinct() => Check(specs =>
    {
        StackTable stacks = ProfileSpec.Build(specs).Stacks;
        var seen = new HashSet<(StackId, FrameId)>();
        for (int i = 1; i < stacks.Count; i++)
        {
            StackId parent = stacks.Parents[i];
            StackRow row = stacks[new StackId(i)];
            if (parent.Value >= i || parent != row.Parent || parent != stacks.GetParent(new StackId(i))) return false;
            if (row.Frame != stacks.Frames[i] || !seen.Add((parent, stacks.Frames[i]))) return false;
        }
        return stacks.Parents[0] == StackId.Empty && stacks.Frames[0].Value == -1 && stacks.GetFrames(StackId.Empty).Length == 0;
    });

    [Fact]
    public void Table_rows_are_distinct() => Check(specs =>
    {
        Profile profile = ProfileSpec.Build(specs);
        return AreDistinct(profile.Symbols) && AreDistinct(profile.Modules) && AreDistinct(profile.Comms) && AreDistinct(profile.Events)
            && profile.Frames.Rows.ToArray().Distinct().Count() == profile.Frames.Count
            && profile.Threads.Rows.ToArray().Distinct().Count() == profile.Threads.Count;
    });

    [Fact]
    public void FirstAtOrAfter_returns_the_first_sample_at_or_after_a_time() => Prop.ForAll(
        ProfileGenerators.Samples,
        Arb.From(Gen.Choose(0, 2_000_000_000).Select(t => (t * 5L) + 4_500_000_000)),
        (specs, time) =>
        {
            SampleTable samples = ProfileSpec.Build(specs).Samples;
            return samples.FirstAtOrAfter(time) == specs.Count(s => s.Time is null || s.Time < time)
                && samples.FirstAtOrAfter(long.MinValue) == 0
                && samples.FirstAtOrAfter(long.MaxValue) == samples.Count;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(100_003)]
    public void Any_number_of_ascending_runs_is_sorted(int runLength)
    {
        var builder = new ProfileBuilder();
        ThreadId thread = builder.AddThread(1, 1, "a");
        SampleEventId cycles = builder.AddEvent("cycles");
        const int count = 200_000;
        var times = new long[count];
        for (int i = 0; i < count; i++)
        {
            times[i] = (1_000_000 - (i / runLength * 3)) + (i % runLength / 2);
            builder.AddSample(times[i], StackId.Empty, thread, null, cycles, i);
        }

        SampleTable samples = builder.Build().Samples;

        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => times[i])];
        Assert.Equal(order.Select(i => (long)i), samples.Periods.ToArray());
        Assert.Equal(order.Select(i => times[i]), samples.Times.ToArray());
    }

    internal static bool IsIdle(SampleSpec spec) =>
        spec.Comm is "swapper" or "swapper/1" && spec.Frames.Length > 0 && spec.Frames[^1] == "default_idle";

    private static bool AreDistinct<TId>(NameTable<TId> names)
        where TId : struct
    {
        // Creates an id for every row; elsewhere only ids of the profile are used.
        TId Id(int i) => (TId)Activator.CreateInstance(typeof(TId), i)!;
        return Enumerable.Range(0, names.Count).Select(i => names[Id(i)]).Distinct().Count() == names.Count;
    }

    private static string Read(Profile profile, int index)
    {
        Sample sample = profile.Samples[index];
        ThreadInfo thread = profile.Threads[sample.Thread];
        string[] frames = [.. profile.Stacks.GetFrames(sample.Stack).Reverse().Select(f => Describe(profile, profile.Frames[f]))];
        return $"{sample.Time} {profile.Comms[thread.Comm]} {thread.Pid}/{thread.Tid} {sample.Cpu} {profile.Events[sample.Event]}"
            + $" {sample.Period} {string.Join('|', frames)}";
    }

    private static string Describe(Profile profile, Frame frame) => $"{profile.Symbols[frame.Symbol]}:{frame.Kind}";

    private static string Text(SampleSpec s) =>
        $"{s.Time} {s.Comm} {s.Pid}/{s.Tid} {s.Cpu} {s.Event} {s.Period} {string.Join('|', s.Frames.Select(f => $"{f}:{ProfileSpec.KindOf(f)}"))}";

    private static void Check(Func<SampleSpec[], bool> law) => Prop.ForAll(ProfileGenerators.Samples, law).QuickCheckThrowOnFailure();
}
