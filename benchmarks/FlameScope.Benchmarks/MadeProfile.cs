using FlameScope.Model;

namespace FlameScope.Benchmarks;

/// <summary>Generates a large profile: ten million samples in ten minutes with 300,000 stacks. A third of the samples is idle.</summary>
internal static class MadeProfile
{
    public const int SampleCount = 10_000_000;
    private const int StackCount = 300_000;
    private const int DepthLimit = 45;
    private const double Seconds = 600;

    private static readonly Lazy<Profile> Made = new(Make);

    public static Profile Value => Made.Value;

    private static Profile Make()
    {
        var builder = new ProfileBuilder();
        var random = new Random(7);
        StackId[] stacks = AddStacks(builder, random);
        ThreadId[] threads = [.. Enumerable.Range(1, 20).Select(id => builder.AddThread(id / 4, id, $"thread{id / 3}"))];
        ThreadId swapper = builder.AddThread(0, 0, "swapper");
        StackId idle = builder.AddStack(
            StackId.Empty, builder.AddFrame(builder.AddSymbol("cpuidle_enter_state"), builder.AddModule("[kernel.kallsyms]"), FrameKind.Kernel));
        SampleEventId cycles = builder.AddEvent("cycles");
        long time = 1000 * TimeRange.NanosecondsPerSecond;
        for (int i = 0; i < SampleCount; i++)
        {
            time += (long)(random.NextDouble() * 2 * Seconds / SampleCount * TimeRange.NanosecondsPerSecond);
            if (random.Next(3) == 0)
            {
                builder.AddSample(new SampleRow { Time = time, Stack = idle, Thread = swapper, Cpu = i & 15, Event = cycles, IsIdle = true });
                continue;
            }
            // Some stacks are much more frequent than others, anywhere in the tree.
            double skewed = Math.Pow(random.NextDouble(), 3);
            int stack = (int)((long)(skewed * stacks.Length) * 2654435761 % stacks.Length);
            builder.AddSample(time, stacks[stack], threads[stack % threads.Length], i & 15, cycles);
        }
        return builder.Build();
    }

    private static StackId[] AddStacks(ProfileBuilder builder, Random random)
    {
        ModuleId module = builder.AddModule("/usr/bin/program");
        FrameId[] frames = [.. Enumerable.Range(0, 20_000).Select(i => builder.AddFrame(builder.AddSymbol($"function_{i}"), module, FrameKind.User))];
        List<StackId> stacks = [StackId.Empty];
        List<int> depths = [0];
        while (stacks.Count <= StackCount)
        {
            // Mostly a child of a recent stack, so that paths become long.
            int parent = random.Next(3) == 0 ? random.Next(stacks.Count) : Math.Max(0, stacks.Count - 1 - random.Next(50));
            if (depths[parent] == DepthLimit) continue;
            stacks.Add(builder.AddStack(stacks[parent], frames[(int)(random.NextDouble() * random.NextDouble() * frames.Length)]));
            depths.Add(depths[parent] + 1);
        }
        return [.. stacks[1..]];
    }
}
