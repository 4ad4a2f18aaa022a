using FlameScope.Model;

namespace FlameScope.TestData;

/// <summary>The change that a planted burst makes.</summary>
public enum PlantedChange
{
    /// <summary>Processors that were partly idle are busy with the same functions.</summary>
    Rise,

    /// <summary>The processors are as busy as before; some of them run a function that runs at no other time.</summary>
    NewFunction,

    /// <summary>The processors are as busy as before; some of them run a rare function.</summary>
    RareFunction,

    /// <summary>As <see cref="NewFunction"/>, but its callees are common functions.</summary>
    NewCaller,

    /// <summary>The same functions on a thread that rarely runs at other times.</summary>
    Thread,
}

/// <summary>Specifies a profile with known bursts.</summary>
public sealed record PlantedSpec
{
    /// <summary>The number of samples per second and processor.</summary>
    public int Hertz { get; init; } = 99;

    /// <summary>The number of processors.</summary>
    public int Cpus { get; init; } = 2;

    /// <summary>The length of the profile.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>The fraction of time that a processor is busy outside of bursts.</summary>
    public double Busy { get; init; } = 1;

    /// <summary>The average number of consecutive samples of one request on a processor; 1 for independent samples.</summary>
    public double RunLength { get; init; } = 1;

    /// <summary>The change that a burst makes.</summary>
    public PlantedChange Change { get; init; } = PlantedChange.NewFunction;

    /// <summary>
    /// The fraction of a burst's samples that is changed; for <see cref="PlantedChange.Rise"/> the fraction of time that processors are busy.
    /// </summary>
    public double Strength { get; init; } = 0.8;

    /// <summary>The bursts, in nanoseconds.</summary>
    public IReadOnlyList<TimeRange> Bursts { get; init; } = [];

    /// <summary>The seed. Equal seeds and values give equal profiles.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Generates profiles with known bursts and nothing else to find.</summary>
public static class PlantedProfile
{
    /// <summary>The function that bursts run. The names of its callees start with its name.</summary>
    public const string Function = "planted";

    /// <summary>
    /// The approximate start time of the profiles in nanoseconds, 0.3 seconds after a whole second. It is exact to one sampling interval.
    /// </summary>
    public const long StartTime = (1000 * TimeRange.NanosecondsPerSecond) + 300_000_000;

    private const int FunctionCount = 60;

    /// <summary>Builds the profile.</summary>
    public static Profile Build(PlantedSpec spec)
    {
        var random = new Random(spec.Seed);
        var builder = new ProfileBuilder();
        SampleEventId cycles = builder.AddEvent("cycles");
        ThreadId[] threads = [.. Enumerable.Range(0, spec.Cpus + 2).Select(i => builder.AddThread(100, 100 + i, i <= spec.Cpus ? "worker" : "helper"))];
        ThreadId rareThread = builder.AddThread(100, 999, "worker");
        StackId Push(StackId stack, string name) => builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, FrameKind.User));

        StackId main = Push(Push(StackId.Empty, "start"), "main");
        var stacks = new StackId[FunctionCount];
        var weights = new double[FunctionCount];
        for (int i = 0; i < FunctionCount; i++)
        {
            StackId stack = Push(main, $"service_{i % 7}");
            for (int depth = random.Next(4); depth > 0; depth--) stack = Push(stack, $"layer_{random.Next(12)}");
            stacks[i] = Push(stack, $"work_{i}");
            weights[i] = 1.0 / (i + 2);
        }
        StackId[] planted =
        [
            .. Enumerable.Range(0, 3).Select(i => spec.Change switch
            {
                PlantedChange.RareFunction => stacks[FunctionCount - 1],
                PlantedChange.NewCaller => Push(Push(main, Function), $"work_{i}"),
                _ => Push(Push(main, Function), $"{Function}_{i}"),
            }),
        ];
        StackId Draw()
        {
            double at = random.NextDouble() * weights.Sum();
            int i = 0;
            while (i < FunctionCount - 1 && (at -= weights[i]) > 0) i++;
            return stacks[i];
        }

        long interval = TimeRange.NanosecondsPerSecond / spec.Hertz;
        var samples = new List<(long Time, StackId Stack, ThreadId Thread, int Cpu)>();
        for (int cpu = 0; cpu < spec.Cpus; cpu++)
        {
            long start = StartTime + random.NextInt64(interval);
            StackId current = Draw();
            ThreadId thread = threads[cpu];
            bool isBusy = true;
            for (long n = 0; n < spec.Seconds * spec.Hertz; n++)
            {
                long time = start + (n * interval) + random.NextInt64(Math.Max(1, interval / 50));
                if (random.NextDouble() < 1 / spec.RunLength)
                {
                    current = Draw();
                    isBusy = random.NextDouble() < spec.Busy;
                    thread = threads[random.NextDouble() < 0.02 ? ^1 : cpu];
                }
                bool inBurst = spec.Bursts.Any(burst => burst.Contains(time));
                bool isChanged = inBurst && random.NextDouble() < spec.Strength;
                if (!isBusy && !(isChanged && spec.Change == PlantedChange.Rise)) continue;
                StackId stack = spec.Change == PlantedChange.Rise && isChanged && !isBusy ? Draw() : current;
                ThreadId on = thread;
                if (isChanged && spec.Change == PlantedChange.Thread) on = rareThread;
                else if (isChanged && spec.Change != PlantedChange.Rise) stack = planted[random.Next(planted.Length)];
                samples.Add((time, stack, on, cpu));
            }
        }
        foreach ((long time, StackId stack, ThreadId thread, int cpu) in samples) builder.AddSample(time, stack, thread, cpu, cycles);
        return builder.Build();
    }

    /// <summary>Returns bursts at random times, at least two seconds apart and not near the ends.</summary>
    public static TimeRange[] BurstsAt(int count, long length, double seconds, int seed)
    {
        var random = new Random(seed);
        double slot = (seconds - 4) / count;
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                double at = 2 + (i * slot) + (random.NextDouble() * Math.Max(0, slot - 2));
                long start = StartTime + (long)(at * TimeRange.NanosecondsPerSecond);
                return new TimeRange(start, start + length);
            }),
        ];
    }
}
