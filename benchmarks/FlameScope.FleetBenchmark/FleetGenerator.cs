using FlameScope.Model;

namespace FlameScope.FleetBenchmark;

/// <summary>
/// Generates the recordings of a fleet: one hour, three services. The stacks of a service are random walks over its functions; few of them are frequent and
/// most are rare: a host has a distinct stack per 28 samples, as recordings of builds. A service has the same stacks on all hosts.
/// </summary>
internal sealed class FleetGenerator
{
    /// <summary>2026-11-28 14:00:00 UTC.</summary>
    public const long Start = 1_795_874_400L * TimeRange.NanosecondsPerSecond;

    private const int StacksPerService = 60_000;
    private const int FunctionsPerService = 12_000;
    private const int Cpus = 16;

    public static IReadOnlyList<(string Service, int Hosts)> Services { get; } = [("build", 24), ("checkout", 24), ("search", 16)];

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
        ThreadId[] threads = [.. Enumerable.Range(0, 24).Select(i => builder.AddThread(1000 + (i / 8), 1000 + i, i % 3 == 0 ? "worker" : $"pool-{i % 8}"))];
        var stacks = new StackId?[StacksPerService];
        long step = 3600 * TimeRange.NanosecondsPerSecond / samples;
        for (int i = 0; i < samples; i++)
        {
            double skewed = Math.Pow(random.NextDouble(), 5);
            int stack = (int)(skewed * StacksPerService);
            StackId id = stacks[stack] ??= CreateStack(builder, service, stack);
            int cpu = random.Next(Cpus);
            builder.AddSample(new SampleRow
            {
                Time = Start + (i * step) + random.NextInt64(step),
                Stack = id,
                Thread = threads[(cpu + (stack & 7)) % threads.Length],
                Cpu = cpu,
                Event = cycles,
                Value = 10_101_010,
            });
        }
        return builder.Build();
    }

    private static StackId CreateStack(ProfileBuilder builder, int service, int stack)
    {
        var random = new Random((service * StacksPerService) + stack);
        StackId id = StackId.Empty;
        int depth = 8 + random.Next(32), function = random.Next(20);
        for (int level = 0; level < depth; level++)
        {
            bool isKernel = level > depth - 4 && (stack & 3) == 0;
            id = builder.AddStack(id, builder.AddFrame(
                builder.AddSymbol(isKernel ? $"k_function_{function % 500}" : $"service{service}::Namespace::Function{function}(int, char const*)"),
                builder.AddModule(isKernel ? "[kernel.kallsyms]" : $"/opt/service/lib{function % 40}.so"),
                isKernel ? FrameKind.Kernel : FrameKind.User));
            function = ((function * 31) + random.Next(6) + 7) % FunctionsPerService;
        }
        return id;
    }
}
