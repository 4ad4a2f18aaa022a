using FlameScope.TestData;
using Xunit;

namespace FlameScope.Model.Tests;

public class ProfileMergeTests
{
    private const long Second = TimeRange.NanosecondsPerSecond;
    private static readonly DateTime Noon = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Merged_rows_have_the_ids_of_a_single_read()
    {
        Profile merged = Profile.Merge(Of(1, "main", "work"), Of(2, "main", "rest"));
        Assert.Equal(["[unknown]", "main", "work", "rest"], Enumerable.Range(0, merged.Symbols.Count).Select(i => merged.Symbols[new SymbolId(i)]));
        Assert.Equal([0, 1, 2, 3], merged.Stacks.Frames.ToArray().Select(f => f.Value + 1));
        Assert.Equal([0, 0, 1, 1], merged.Stacks.Parents.ToArray().Select(s => s.Value));
    }

    [Fact]
    public void At_equal_times_samples_of_the_first_profile_come_first()
    {
        Profile a = Of(5, "a"), b = Of(5, "b");
        Assert.Equal("a", LeafOf(Profile.Merge(a, b), 0));
        Assert.Equal("b", LeafOf(Profile.Merge(b, a), 0));
    }

    [Fact]
    public void A_merged_diagnostic_has_the_lines_of_the_first_profile_that_has_it()
    {
        Profile a = With(Diagnostic("x", 1, "seven", 7)), b = With(Diagnostic("x", 2, "three", 3, 4), Diagnostic("y", 3, "one", 1));
        Profile merged = Profile.Merge(a, b);
        Assert.Equal(["x", "y"], merged.Diagnostics.Select(d => d.Reason));
        Assert.Equal((3, "seven"), (merged.Diagnostics[0].Count, merged.Diagnostics[0].Text));
        Assert.Equal([7], merged.Diagnostics[0].Lines);
    }

    [Fact]
    public void A_merged_header_has_the_first_value_of_each_fact_and_lists_all()
    {
        Profile a = With(new RecordingHeader { HostName = "web-1", Facts = [Fact("hostname", "web-1")] });
        Profile b = With(new RecordingHeader { HostName = "web-2", Architecture = "x86_64", Facts = [Fact("hostname", "web-2"), Fact("arch", "x86_64")] });
        RecordingHeader header = Profile.Merge(a, b).Header;
        Assert.Equal(("web-1", "x86_64"), (header.HostName, header.Architecture));
        Assert.Equal(["web-1", "web-2", "x86_64"], header.Facts.Select(f => f.Value));
    }

    [Fact]
    public void Times_are_moved_to_the_first_clock_by_the_wall_clocks()
    {
        // The second machine started 100 s after the first, and was sampled a second later by the wall clock.
        Profile a = At(500 * Second, WallClock.FromDate(500 * Second, Noon, true)), b = At(402 * Second, WallClock.FromDate(400 * Second, Noon.AddSeconds(-1), true));
        Profile merged = Profile.MergeAll([a, b], new ProfileMergeOptions { Clock = MergeClock.WallClock });
        Assert.Equal([500 * Second, 501 * Second], merged.Samples.Times.ToArray());
        Assert.Equal(Noon.AddSeconds(1), merged.Header.Clock!.At(501 * Second));
        Assert.Equal([402 * Second, 500 * Second], Profile.Merge(a, b).Samples.Times.ToArray());
    }

    [Fact]
    public void An_exact_clock_is_kept_and_moved_with_the_times()
    {
        Profile a = At(500 * Second, WallClock.FromDate(500 * Second, Noon, false)), b = At(402 * Second, WallClock.FromDate(400 * Second, Noon, true));
        Profile merged = Profile.MergeAll([a, b], new ProfileMergeOptions { Clock = MergeClock.WallClock });
        Assert.Equal(WallClock.FromDate(500 * Second, Noon, true), merged.Header.Clock);
    }

    [Fact]
    public void Times_are_moved_so_that_the_first_samples_coincide()
    {
        Profile merged = Profile.MergeAll([Of(null, "u"), Of(7, "a"), Of(90, "b")], new ProfileMergeOptions { Clock = MergeClock.FirstSample });
        Assert.Equal([SampleTable.NoTime, 7, 7], merged.Samples.Times.ToArray());
    }

    [Fact]
    public void Profiles_without_comparable_wall_clocks_cannot_be_moved()
    {
        var options = new ProfileMergeOptions { Clock = MergeClock.WallClock };
        Profile known = At(1, WallClock.FromDate(1, Noon, true)), local = At(1, WallClock.FromDate(1, DateTime.SpecifyKind(Noon, DateTimeKind.Unspecified), true));
        Assert.Throws<ArgumentException>(() => Profile.MergeAll([known, Of(1, "a")], options));
        Assert.Contains("in local time and the first in UTC", Assert.Throws<ArgumentException>(() => Profile.MergeAll([known, local], options)).Message);
        Assert.Contains("in UTC and the first in local time", Assert.Throws<ArgumentException>(() => Profile.MergeAll([local, known], options)).Message);
        Assert.Equal(2, Profile.MergeAll([known, Of(null, "a")], options).Samples.Count); // Without times nothing is moved.
    }

    [Fact]
    public void Shifts_that_overflow_times_throw()
    {
        Assert.Throws<ArgumentException>(() => Of(5, "a").Shift(long.MaxValue - 5));
        Assert.Equal(long.MaxValue - 1, Of(5, "a").Shift(long.MaxValue - 6).FirstTime);
        Assert.Throws<ArgumentException>(() => Of(-5, "a").Shift(long.MinValue + 5));
        Assert.Throws<ArgumentException>(() => Profile.MergeAll(
            [Of(long.MaxValue - 1, "a"), Profile.Merge(Of(1, "b"), Of(5, "b"))], new ProfileMergeOptions { Clock = MergeClock.FirstSample }));
    }

    [Fact]
    public void Merging_throws_if_a_sum_overflows()
    {
        Profile large = ProfileSpec.Build([new SampleSpec(1, "a", 1, 1, 0, "x", long.MaxValue, [])]), one = Of(1, "b");
        Assert.Throws<OverflowException>(() => Profile.Merge(large, one));
        Assert.Equal(1, Profile.Merge(large, Profile.Empty).Samples.Count);
        Profile lost = new ProfileBuilder { LostCount = long.MaxValue }.Build(), lostOne = new ProfileBuilder { LostCount = 1 }.Build();
        Assert.Throws<OverflowException>(() => Profile.Merge(lost, lostOne));
        Assert.Throws<OverflowException>(() => Profile.Merge(With(Diagnostic("x", long.MaxValue, "")), With(Diagnostic("x", 1, ""))));
    }

    [Fact]
    public void Merging_throws_if_there_are_too_many_events()
    {
        Profile many = Events(0, 40_000), more = Events(25_536, 65_536), tooMany = Events(40_000, 65_537);
        Assert.Equal(65_536, Profile.Merge(many, more).Events.Count);
        Assert.Throws<InvalidOperationException>(() => Profile.Merge(many, tooMany));
    }

    [Fact]
    public void Merging_can_be_canceled() => Assert.Throws<OperationCanceledException>(
        () => Profile.MergeAll([Of(1, "a")], cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void Invalid_arguments_of_MergeAll_throw()
    {
        Assert.Throws<ArgumentNullException>(() => Profile.MergeAll(null!));
        Assert.Throws<ArgumentNullException>(() => Profile.MergeAll([Profile.Empty, null!]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Profile.MergeAll([], new ProfileMergeOptions { Clock = (MergeClock)9 }));
        Assert.Equal(0, Profile.MergeAll([]).Samples.Count);
    }

    private static Profile Of(long? time, params string[] frames) => ProfileSpec.Build([new SampleSpec(time, "app", 1, 1, 0, "cycles", 1, frames)]);

    private static Profile At(long time, WallClock? clock)
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { Clock = clock } };
        ProfileSpec.Add(builder, new SampleSpec(time, "app", 1, 1, 0, "cycles", 1, ["main"]));
        return builder.Build();
    }

    private static ReadDiagnostic Diagnostic(string reason, long count, string text, params long[] lines) =>
        new() { Reason = reason, Count = count, Lines = lines, Text = text };

    private static HeaderFact Fact(string name, string value) => new() { Name = name, Value = value };

    private static Profile With(params ReadDiagnostic[] diagnostics) => new ProfileBuilder { Diagnostics = diagnostics }.Build();

    private static Profile With(RecordingHeader header) => new ProfileBuilder { Header = header }.Build();

    private static Profile Events(int from, int to)
    {
        var builder = new ProfileBuilder();
        for (int i = from; i < to; i++) builder.AddEvent($"e{i}");
        return builder.Build();
    }

    private static string LeafOf(Profile profile, int sample) =>
        profile.Symbols[profile.Frames[profile.Stacks.Frames[profile.Samples.Stacks[sample].Value]].Symbol];
}
