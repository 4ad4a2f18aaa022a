using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.FlameGraph.Tests;

/// <summary>Random samples, range and options.</summary>
public sealed record Case(SampleSpec[] Samples, TimeRange Range, StackTreeOptions Options)
{
    public bool IncludesIdle => Options.Filter is not null;
}

internal static class Cases
{
    public static Gen<StackTreeOptions> Options { get; } =
        from grouping in Gen.Elements(Enum.GetValues<StackGrouping>())
        from weight in Gen.Elements(new[] { SampleWeight.Samples, SampleWeight.Period })
        from idle in Gen.Elements(true, false)
        from reversed in Gen.Elements(true, false)
        select new StackTreeOptions { Grouping = grouping, Weight = weight, Filter = idle ? SampleFilter.All : null, Reversed = reversed };

    // Samples are between 4 s and 15 s.
    public static Gen<TimeRange> Range { get; } = Gen.Frequency(
        (1, Gen.Constant(TimeRange.All)),
        (4, from start in Gen.Choose(0, 160) from length in Gen.Choose(0, 60) select new TimeRange(start * 100_000_000L, (start + length) * 100_000_000L)));

    public static Arbitrary<Case> All { get; } = Arb.From(
        from samples in ProfileGenerators.Samples.Generator
        from range in Range
        from options in Options
        select new Case(samples, range, options),
        c => ProfileGenerators.Samples.Shrinker(c.Samples).Select(s => c with { Samples = s }));
}
