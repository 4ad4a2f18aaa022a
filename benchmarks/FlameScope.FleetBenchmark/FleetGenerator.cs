using FlameScope.Model;

namespace FlameScope.FleetBenchmark;

/// <summary>
/// Generates the recordings of a fleet: one hour, three services. A service has the same stacks on all hosts: 60,000 of the service that is measured, as in an
/// hour of a recording of builds, and 20,000 of the others. Few of them are frequent and most are rare. A stack shares its first frames with another one and
/// adds four frames on average, so that the tree of all stacks has 4 nodes per stack, as those of real recordings; its depth is about 25.
/// </summary>
internal sealed class FleetGenerator
{
    /// <summary>2026-11-28 14:00:00 UTC.</summary>
    public const long Start = 1_795_874_400L * TimeRange.NanosecondsPerSecond;

    private const int MaximumDepth = 80;
    private const int FunctionsPerService = 12_000;
    private const int Cpus = 16;

    public static IReadOnlyList<(string Service, int Hosts, int Stacks)> Services { get; } = [("build", 24, 60_000), ("checkout", 24, 20_000), ("search", 16, 20_000)];

    private static readonly Dictionary<int, int[][]> Paths = [];

    /// <summary>Returns the recording of a host.</summary>
    /// <param name="service">The index of the service, which determines its stacks.</param>
    /// <param name="host">The index of the host in the service.</param>
    /// <param name="samples">The number of samples.</param>
    public static Profile Create(int service, int host, int samples)
    {
        var random = new Random((service * 1000) + host);
        var builder = new ProfileBuilder
        {
            Format = "generated",
            Header = new RecordingHeader { HostName = $"{Services[service].Service}-{host:00}", Clock = new WallClock(0, 0, IsExact: true) },
        };
        SampleEventId cycles = builder.AddEvent("cycles");
        ThreadId[] threads = [.. Enumerable.Range(0, 24).Select(i => builder.AddThread(1000 + (i / 8), 1000 + i, $"pool-{i / 8}"))];
        if (!Paths.TryGetValue(service, out int[][]? paths)) Paths.Add(service, paths = CreatePaths(service));
        var stacks = new StackId?[paths.Length];
        long step = 3600 * TimeRange.NanosecondsPerSecond / samples;
        for (int i = 0; i < samples; i++)
        {
            double skewed = Math.Pow(random.NextDouble(), 5);
            int stack = (int)(skewed * paths.Length);
            StackId id = stacks[stack] ??= CreateStack(builder, service, paths[stack]);
            int cpu = random.Next(Cpus);
            builder.AddSample(new SampleRow
            {
                Time = Start + (i * step) + random.NextInt64(step),
                Stack = id,
                Thread = threads[(cpu % 8) + (stack % 3 * 8)],
                Cpu = cpu,
                Event = cycles,
                Value = 10_101_010,
            });
        }
        return builder.Build();
    }

    // The functions of each stack, the root first.
    private static int[][] CreatePaths(int service)
    {
        var random = new Random(service);
        int[][] paths = new int[Services[service].Stacks][];
        for (int stack = 0; stack < paths.Length; stack++)
        {
            int[] other = stack == 0 ? [0] : paths[random.Next(stack)];
            int shared = Math.Min((int)Math.Ceiling(other.Length * (0.7 + (0.3 * random.NextDouble()))), MaximumDepth), added = 1 + random.Next(7);
            paths[stack] = [.. other.AsSpan(0, shared), .. Enumerable.Range(0, added).Select(_ => (int)(Math.Pow(random.NextDouble(), 2) * FunctionsPerService))];
        }
        return paths;
    }

    private static StackId CreateStack(ProfileBuilder builder, int service, int[] path)
    {
        StackId id = StackId.Empty;
        foreach (int function in path)
        {
            bool isKernel = function % 4 == 0;
            id = builder.AddStack(id, builder.AddFrame(
                builder.AddSymbol(isKernel ? $"k_function_{function % 500}" : $"service{service}::Namespace::Function{function}(int, char const*)"),
                builder.AddModule(isKernel ? "[kernel.kallsyms]" : $"/opt/service/lib{function % 40}.so"),
                isKernel ? FrameKind.Kernel : FrameKind.User));
        }
        return id;
    }
}
