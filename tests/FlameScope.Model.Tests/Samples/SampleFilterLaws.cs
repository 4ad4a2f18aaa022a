using System.Text.RegularExpressions;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Model.Tests;

public class SampleFilterLaws
{
    private static readonly SampleFilter All = SampleFilter.All;

    public static TheoryData<string> Conditions => [.. Filters.Keys];

    private static Dictionary<string, SampleFilter> Filters { get; } = new()
    {
        ["default"] = SampleFilter.Default,
        ["everything"] = All,
        ["range"] = All with { Range = new TimeRange(6_000_000_000, 11_000_000_005) },
        ["range without start"] = All with { Range = TimeRange.FromSeconds(4_000_000_000, null, 3) },
        ["range from the mark for no time"] = All with { Range = new TimeRange(SampleTable.NoTime, 7_000_000_000) },
        ["empty range"] = All with { Range = new TimeRange(9, 9) },
        ["event"] = All with { Event = "cycles" },
        ["unknown event"] = All with { Event = "cycle" },
        ["comm"] = All with { Comm = "java" },
        ["comm of the idle task"] = new() { Comm = "swapper" },
        ["unknown comm"] = All with { Comm = "jav" },
        ["pid"] = All with { Pid = 2 },
        ["tid"] = All with { Tid = 3 },
        ["comm, pid and tid"] = All with { Comm = "V8 Worker", Pid = 1, Tid = 1 },
        ["cpu"] = All with { Cpu = 0 },
        ["cpu -1"] = All with { Cpu = -1 },
        ["match"] = All with { Match = "^k_" },
        ["match anywhere"] = All with { Match = "a" },
        ["match all but no frames"] = All with { Match = ".*" },
        ["match with look-ahead"] = All with { Match = "k_(?!sys)" },
        ["exclude"] = All with { Exclude = "run|j_Foo" },
        ["match and exclude"] = new() { Match = "main", Exclude = "std::operator<<" },
        ["kernel leaf"] = All with { LeafKinds = FrameKinds.Kernel },
        ["kernel or jit leaf"] = All with { LeafKinds = FrameKinds.Kernel | FrameKinds.Jit },
        ["no leaf kind"] = All with { LeafKinds = FrameKinds.None },
        ["empty texts"] = All with { Event = "", Comm = "", Match = "", Exclude = "" },
        ["many"] = new() { Event = "cycles", Pid = 1, Cpu = 1, LeafKinds = FrameKinds.User, Exclude = "two", Range = new TimeRange(0, 10_000_000_000) },
    };

    [Fact]
    public void A_combined_filter_selects_what_all_its_filters_select() => Prop.ForAll(
        ProfileGenerators.Samples,
        Arb.From(Gen.ArrayOf(Gen.Elements(Filters.Keys.ToArray()), 3)),
        (specs, names) =>
        {
            Profile profile = ProfileSpec.Build(specs);
            SampleFilter[] filters = [.. names.Select(n => Filters[n])];
            int[] expected = profile.Select(filters[0]).ToArray();
            foreach (SampleFilter filter in filters) expected = [.. expected.Intersect(profile.Select(filter).ToArray())];
            int[] leftFirst = profile.Select(filters[0].And(filters[1]).And(filters[2])).ToArray();
            int[] rightFirst = profile.Select(filters[0].And(filters[1].And(filters[2]))).ToArray();
            return expected.SequenceEqual(leftFirst) && expected.SequenceEqual(rightFirst);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_filter_selects_the_samples_that_meet_its_conditions(string condition)
    {
        SampleFilter filter = Filters[condition];
        Prop.ForAll(ProfileGenerators.Samples, Arb.From(Gen.Elements(1, 30)), (specs, repeats) =>
        {
            // Repeated, so that masks have several words.
            specs = [.. Enumerable.Repeat(specs, repeats).SelectMany(s => s)];
            Profile profile = ProfileSpec.Build(specs);
            SampleSpec[] sorted = [.. specs.OrderBy(s => s.Time ?? long.MinValue)];
            int[] expected = [.. Enumerable.Range(0, sorted.Length).Where(i => Takes(filter, sorted[i]))];
            SampleSelection selection = profile.Select(filter);
            return selection.ToArray().SequenceEqual(expected) && selection.Count == expected.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Patterns_match_displayed_names()
    {
        var builder = new ProfileBuilder();
        FrameId frame = builder.AddFrame(SymbolId.Unknown, builder.AddModule("/lib/libc.so.6"), FrameKind.User);
        builder.AddSample(1, builder.AddStack(StackId.Empty, frame), builder.AddThread(1, 1, "a"), null, builder.AddEvent("e"));
        Profile profile = builder.Build();

        Assert.Equal(1, profile.Select(new SampleFilter { Match = @"^\[libc\.so\.6\]$" }).Count);
        Assert.Equal(0, profile.Select(new SampleFilter { Match = "unknown" }).Count);
    }

    [Fact]
    public void Invalid_conditions_throw()
    {
        Assert.ThrowsAny<ArgumentException>(() => new SampleFilter { Match = "(" });
        Assert.ThrowsAny<ArgumentException>(() => new SampleFilter { Exclude = "[" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFilter { MatchTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFilter { MatchTimeout = TimeSpan.MaxValue });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFilter { MatchTimeout = TimeSpan.FromMilliseconds(int.MaxValue - 0.5) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFilter { LeafKinds = (FrameKinds)512 });
    }

    [Fact]
    public void A_slow_pattern_times_out()
    {
        var spec = new SampleSpec(1, "a", 1, 1, null, "e", 1, [new string('a', 60)]);
        var filter = new SampleFilter { Match = "^(?=a)(a+)+b", MatchTimeout = TimeSpan.FromMilliseconds(50) };

        Assert.Throws<RegexMatchTimeoutException>(() => ProfileSpec.Build([spec]).Select(filter));
    }

    [Fact]
    public void A_pattern_without_a_time_limit_matches()
    {
        var spec = new SampleSpec(1, "a", 1, 1, null, "e", 1, ["main"]);
        Assert.Equal(1, ProfileSpec.Build([spec]).Select(new SampleFilter { Match = "^(?=m)", MatchTimeout = Timeout.InfiniteTimeSpan }).Count);
    }

    // The documented conditions, evaluated per sample.
    private static bool Takes(SampleFilter f, SampleSpec s) =>
        (f.Range == TimeRange.All || f.Range.Contains(s.Time ?? SampleTable.NoTime))
        && (string.IsNullOrEmpty(f.Event) || f.Event == SampleFilter.AnyEvent || s.Event == f.Event)
        && (string.IsNullOrEmpty(f.Comm) || s.Comm == f.Comm)
        && (f.Pid is null || s.Pid == f.Pid)
        && (f.Tid is null || s.Tid == f.Tid)
        && (f.Cpu is null || s.Cpu == f.Cpu)
        && (string.IsNullOrEmpty(f.Match) || s.Frames.Any(name => Regex.IsMatch(name, f.Match)))
        && (string.IsNullOrEmpty(f.Exclude) || !s.Frames.Any(name => Regex.IsMatch(name, f.Exclude)))
        && (f.LeafKinds == FrameKinds.All
            || (s.Frames.Length > 0 && f.LeafKinds.HasFlag(Enum.Parse<FrameKinds>(ProfileSpec.KindOf(s.Frames[^1]).ToString()))))
        && (f.IncludeIdle || !ProfileBuilderLaws.IsIdle(s));
}
