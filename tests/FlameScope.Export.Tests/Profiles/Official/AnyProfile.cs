using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.Export.Tests;

/// <summary>
/// Generates profiles with all that the written formats have: events with value types, labels, processes, processors, modules, inlined functions, places,
/// and samples without a time.
/// </summary>
internal static class AnyProfile
{
    private static readonly SampleValueType[][] Types =
    [
        [new("cpu", "nanoseconds")],
        [new("samples", "count"), new("cpu", "nanoseconds")],
        [new("alloc_space", "bytes"), new("latency", "nanoseconds")],
    ];

    private static readonly FrameKind[] Kinds = [FrameKind.Unknown, FrameKind.User, FrameKind.Kernel, FrameKind.Jit, FrameKind.Interpreted];

    /// <summary>The seed of a generated profile or message.</summary>
    public static Arbitrary<int> Seed { get; } = Arb.From(Gen.Choose(0, int.MaxValue));

    public static Profile Make(int seed, bool isTimed = false)
    {
        var random = new Random(seed);
        var builder = new ProfileBuilder
        {
            Header = new RecordingHeader { HostName = random.Next(2) == 0 ? "db1" : null, Clock = random.Next(3) == 0 ? null : new WallClock(0, 0, IsExact: true) },
        };
        StackId[] stacks = [StackId.Empty, .. Enumerable.Range(0, 12).Select(_ => MakeStack(builder, random))];
        ThreadId[] threads =
        [
            builder.AddThread(1, 2, "worker", "shop"), builder.AddThread(1, 3, "Ünï\u2603", "shop"), builder.AddThread(null, 7, "", ""), builder.AddThread(5, null, "w", ""),
            builder.AddThread(null, null, "", ""), builder.AddThread(uint.MaxValue, 1L << 40, "far", "far away"),
        ];
        SampleLabelId[] labels =
        [
            builder.AddLabel("kind", "hash"), builder.AddLabel("kind", "5"), builder.AddLabel("size", 5, "bytes"), builder.AddLabel("size", 5, ""), builder.AddLabel("low", -7, "K"),
            builder.AddLabel("zero", 0, ""), builder.AddLabel("big", long.MaxValue, "ns"),
        ];
        SampleEventId[] events = [.. Types.Take(random.Next(1, Types.Length + 1)).Select((types, i) => builder.AddEvent($"e{i}", types, random.Next(types.Length)))];
        if (events.Length > 1 && random.Next(2) == 0) builder.DefaultEvent = events[^1];
        for (int i = random.Next(1, 60); i > 0; i--)
        {
            int type = random.Next(events.Length);
            long[] values = [.. Types[type].Select(_ => random.Next(4) == 0 ? random.NextInt64(1L << 50) : random.Next(3))];
            bool states = Types[type][0].Unit == "count";
            builder.AddSample(new SampleRow
            {
                Time = isTimed || random.Next(5) > 0 ? 1_700_000_000_000_000_000 + (random.NextInt64(1L << random.Next(1, 45))) : null,
                Stack = stacks[random.Next(stacks.Length)],
                Thread = threads[random.Next(threads.Length)],
                Cpu = random.Next(3) == 0 ? null : random.Next(300),
                Event = events[type],
                Values = values,
                Count = states ? values[0] : 1,
                Labels = builder.AddLabelSet([.. labels.Where(_ => random.Next(4) == 0)]),
            });
        }
        return builder.Build();
    }

    // An inlined function has the module and the kind of the function around it, since formats have one of each per location.
    private static StackId MakeStack(ProfileBuilder builder, Random random)
    {
        StackId stack = StackId.Empty;
        Frame around = default;
        for (int depth = random.Next(1, 9); depth > 0; depth--)
        {
            bool isInlined = stack != StackId.Empty && random.Next(3) == 0;
            int file = random.Next(4), line = random.Next(3) * 100;
            var frame = new Frame
            {
                Symbol = builder.AddSymbol(((string[])["main", "run", "std::vector<int, a>::at", "naïve \u2603", "read"])[random.Next(5)]),
                Module = isInlined ? around.Module : builder.AddModule(((string[])["", "/usr/bin/app", "[kernel.kallsyms]", "lib.so"])[random.Next(4)]),
                Kind = isInlined ? around.Kind : Kinds[random.Next(Kinds.Length)],
                Source = builder.AddSource(file == 0 ? "" : $"src/{file}.c"),
                Line = line,
                Column = line == 0 ? 0 : random.Next(3) * 7,
                IsInlined = isInlined,
            };
            if (!isInlined) around = frame;
            stack = builder.AddStack(stack, builder.AddFrame(frame));
        }
        return stack;
    }
}
