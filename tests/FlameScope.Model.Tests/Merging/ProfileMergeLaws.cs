using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Model.Tests;

public class ProfileMergeLaws
{
    private static readonly string[] Reasons = ["neither an event nor a frame", "frame without an event", "lost record without a number"];

    private static readonly Gen<RecordingGap> Gap =
        from start in Gen.Choose(0, 3)
        from length in Gen.Choose(0, 2)
        from kind in Gen.Elements(RecordingGapKind.Lost, RecordingGapKind.Throttled)
        from lost in Gen.Choose(0, 1)
        from cpu in Gen.Elements(null, 0, (int?)1)
        select new RecordingGap(new TimeRange(start, start + length), kind, lost, cpu);

    // A recording: samples, gaps, facts and diagnostics. There are few values, so that facts and reasons of several recordings are equal.
    private static readonly Gen<Profile> Recording =
        from specs in ProfileGenerators.Samples.Generator
        from gaps in Gen.ArrayOf(Gap)
        from lost in Gen.Choose(0, 3)
        from counts in Gen.ArrayOf(Gen.Choose(0, 2), Reasons.Length)
        from host in Gen.Elements(null, "web-1", "web-2")
        from clock in Gen.Elements(null, true, (bool?)false)
        from format in Gen.Elements("", "perf script", "other")
        select Build(specs, gaps, lost, counts, host, clock, format);

    private static Arbitrary<int> Shifts => Arb.From(Gen.Choose(-4, 1_000_000));

    private static Arbitrary<Profile[]> Recordings => Arb.From(Gen.ArrayOf(Recording, 3));

    [Fact]
    public void Merging_the_parts_of_a_recording_gives_the_recording() => Prop.ForAll(
        ProfileGenerators.Samples,
        Arb.From(Gen.Choose(0, 100)),
        Arb.From(Gen.Choose(0, 100)),
        (specs, first, second) =>
        {
            int one = specs.Length * Math.Min(first, second) / 100, two = specs.Length * Math.Max(first, second) / 100;
            Profile merged = Profile.MergeAll([ProfileSpec.Build(specs[..one]), ProfileSpec.Build(specs[one..two]), ProfileSpec.Build(specs[two..])]);
            ProfileAssert.Same(ProfileSpec.Build(specs), merged);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merging_is_associative() => Prop.ForAll(Recordings, p =>
    {
        Profile left = Profile.Merge(Profile.Merge(p[0], p[1]), p[2]);
        ProfileAssert.Same(left, Profile.Merge(p[0], Profile.Merge(p[1], p[2])));
        ProfileAssert.Same(left, Profile.MergeAll(p));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_empty_profile_is_the_identity_of_merging() => Prop.ForAll(Arb.From(Recording), profile =>
    {
        ProfileAssert.Same(profile, Profile.Merge(profile, Profile.Empty));
        ProfileAssert.Same(profile, Profile.Merge(Profile.Empty, profile));
        ProfileAssert.Same(profile, Profile.MergeAll([profile]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merging_adds_counts_and_duplicates_no_row() => Prop.ForAll(Recordings, p =>
    {
        Profile merged = Profile.MergeAll(p);
        return merged.Samples.Count == p.Sum(x => x.Samples.Count)
            && merged.Samples.Periods.ToArray().Sum() == p.Sum(x => x.Samples.Periods.ToArray().Sum())
            && merged.LostCount == p.Sum(x => x.LostCount)
            && merged.Gaps.Count == p.Sum(x => x.Gaps.Count)
            && merged.IdleCount == p.Sum(x => x.IdleCount)
            && merged.UnreadableCount == p.Sum(x => x.UnreadableCount)
            && merged.Diagnostics.Select(d => d.Reason).Distinct().Count() == merged.Diagnostics.Count
            && merged.Header.Facts.Count == p.Sum(x => x.Header.Facts.Count)
            && merged.Frames.Rows.ToArray().Distinct().Count() == merged.Frames.Count
            && merged.Threads.Rows.ToArray().Distinct().Count() == merged.Threads.Count;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Shifting_times_forth_and_back_changes_nothing() => Prop.ForAll(Arb.From(Recording), Shifts, (profile, by) =>
    {
        Profile moved = profile.Shift(by);
        ProfileAssert.Same(profile, moved.Shift(-by));
        Assert.Equal(profile.FirstTime + by, moved.FirstTime);
        Assert.Equal(profile.Samples.UntimedCount, moved.Samples.UntimedCount);
    }).QuickCheckThrowOnFailure();

    private static Profile Build(SampleSpec[] specs, RecordingGap[] gaps, long lost, int[] counts, string? host, bool? isExact, string format)
    {
        var builder = new ProfileBuilder { Format = format, LostCount = lost };
        foreach (SampleSpec spec in specs) ProfileSpec.Add(builder, spec);
        foreach (RecordingGap gap in gaps) builder.AddGap(gap);
        builder.Diagnostics =
        [
            .. Reasons.Select((reason, i) => new ReadDiagnostic
            {
                Reason = reason,
                Count = counts[i],
                Lines = [specs.Length + 1L],
                Text = $"text {specs.Length}",
            }).Where(d => d.Count > 0),
        ];
        WallClock? clock = isExact is { } exact ? WallClock.FromDate(specs.Length, DateTime.UnixEpoch.AddSeconds(lost), exact) : null;
        if (host is not null || clock is not null)
        {
            builder.Header = new RecordingHeader
            {
                HostName = host,
                Facts = host is null ? [] : [new HeaderFact { Name = "hostname", Value = host }],
                EventDescriptions = host is null ? [] : ["cycles"],
                Clock = clock,
            };
        }
        return builder.Build();
    }
}
