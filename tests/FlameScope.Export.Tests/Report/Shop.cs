using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;

namespace FlameScope.Export.Tests;

/// <summary>A profile of ten seconds: requests, garbage collection from 5.30 to 5.50, compression from second 6 on, and idle time.</summary>
internal static class Shop
{
    private const long Start = 1_000_000_000_000;

    public static Profile Profile { get; } = Build();

    public static SampleSelection Samples { get; } = Profile.Select();

    public static SampleSelection Between(double from, double to) => Samples.Within(Profile.RangeOfSeconds(from, to));

    public static StackTree Tree(double from, double to) => StackTree.From(Between(from, to));

    private static Profile Build()
    {
        var samples = new List<SampleSpec>();
        for (int i = 0; i < 1000; i++)
        {
            long time = Start + (i * 10_000_000L);
            int second = i / 100;
            if (second < 5)
            {
                samples.Add(new(time, "web", 10, 11, 0, "cpu-clock", 10_000_000, (i % 4) switch
                {
                    0 => ["main", "serve", "query", "k_read"],
                    1 => ["main", "serve", "query"],
                    _ => ["main", "serve", "render"],
                }));
            }
            else if (second >= 6)
            {
                if (i % 2 == 0) samples.Add(new(time, "job", 20, 20, 0, "cpu-clock", 10_000_000, ["main", "compress"]));
                else samples.Add(new(time, "swapper", 0, 0, 1, "cpu-clock", 10_000_000, ["k_idle", "default_idle"]));
            }
            if (second == 5 && i is >= 530 and < 550) samples.Add(new(time, "gc", 10, 12, 1, "cpu-clock", 10_000_000, ["main", "collect", "j_mark"]));
            if (second == 5 && i % 10 == 0) samples.Add(new(time, "web", 10, 11, 0, "cpu-clock", 10_000_000, ["main", "serve", "render"]));
        }
        return ProfileSpec.Build(samples);
    }
}
