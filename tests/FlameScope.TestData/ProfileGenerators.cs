using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.TestData;

/// <summary>Generates random samples for property tests. There are few distinct names, so that stacks have common and different parts.</summary>
public static class ProfileGenerators
{
    private static readonly string[] Functions =
        ["main", "run", "run", "k_sys", "k_read", "j_Foo", "std::operator<<", "a;b", "two words", "default_idle", "æøå", "<b>&\"'"];

    private static readonly string[] Comms = ["swapper", "swapper/1", "java", "V8 Worker", "kworker/0:1", "x;y"];

    /// <summary>A sample within ten seconds. About one in eight has no time.</summary>
    public static Gen<SampleSpec> Sample { get; } =
        from hasTime in Gen.Frequency((7, Gen.Constant(true)), (1, Gen.Constant(false)))
        from sample in TimedSample
        select hasTime ? sample : sample with { Time = null };

    /// <summary>A sample within ten seconds, with a time.</summary>
    public static Gen<SampleSpec> TimedSample =>
        from time in Gen.Frequency(
            (5, Gen.Choose(0, 1_999_999_999).Select(t => 4_500_000_000L + (t * 5L))),
            (1, Gen.Choose(4, 14).Select(t => t * 1_000_000_000L)))
        from comm in Gen.Elements(Comms)
        from tid in Gen.Choose(1, 4)
        from cpu in Gen.Choose(-1, 3)
        from name in Gen.Elements("cycles", "sched:sched_switch")
        from period in Gen.Frequency((3, Gen.Constant(1)), (2, Gen.Choose(0, 1_000_000)))
        from depth in Gen.Choose(0, 6)
        from frames in Gen.ArrayOf(Gen.Elements(Functions), depth)
        select new SampleSpec(time, comm, (tid + 1) / 2, tid, cpu < 0 ? null : cpu, name, period, frames);

    /// <summary>Any number of samples, in any order.</summary>
    public static Arbitrary<SampleSpec[]> Samples => Arb.From(Gen.ArrayOf(Sample), Shrink);

    /// <summary>Any number of samples that all have a time, in any order.</summary>
    public static Arbitrary<SampleSpec[]> TimedSamples => Arb.From(Gen.ArrayOf(TimedSample), Shrink);

    // Removes one sample, which is enough to make a failure readable.
    private static IEnumerable<SampleSpec[]> Shrink(SampleSpec[] samples) =>
        samples.Select((_, left) => samples.Where((_, i) => i != left).ToArray());
}
