using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Model.Tests;

public class TimeRangeTests
{
    private static Arbitrary<long> Times => Arb.From(Gen.Frequency(
        (4, Gen.Choose(-20, 20).Select(t => (long)t)), (1, Gen.Elements(long.MinValue, long.MinValue + 1, long.MaxValue - 1, long.MaxValue))));

    [Fact]
    public void The_intersection_contains_what_both_contain() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Times.Generator, 5)), t =>
        {
            TimeRange a = Between(t[0], t[1]), b = Between(t[2], t[3]);
            return a.Intersect(b).Contains(t[4]) == (a.Contains(t[4]) && b.Contains(t[4])) && a.Intersect(b) == b.Intersect(a) && a.Intersect(a) == a;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_range_is_half_open_and_its_duration_is_the_number_of_its_times() => Prop.ForAll(
        Arb.From(Gen.Choose(-20, 20)), Arb.From(Gen.Choose(-20, 20)), (start, end) =>
        {
            TimeRange range = Between(start, end);
            int contained = Enumerable.Range(-25, 50).Count(t => range.Contains(t));
            return range.Duration == contained && range.IsEmpty == (contained == 0) && !range.Contains(range.End);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Intersecting_with_All_returns_the_range() => Prop.ForAll(
        Times, Times, (start, end) => TimeRange.All.Intersect(Between(start, end)) == Between(start, end)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_duration_that_does_not_fit_in_64_bits_is_the_maximum()
    {
        Assert.Equal(long.MaxValue, TimeRange.All.Duration);
        Assert.Equal(long.MaxValue, new TimeRange(-1, long.MaxValue).Duration);
        Assert.Equal(long.MaxValue, new TimeRange(0, long.MaxValue).Duration);
        Assert.Equal(0, new TimeRange(long.MaxValue, long.MaxValue).Duration);
    }

    [Theory]
    [InlineData(5, 0.1, 0.3, 100_000_005, 300_000_005)]
    [InlineData(0, 0.000000001, 123456.789012345, 1, 123_456_789_012_345)]
    [InlineData(0, -1.5, -0.0000000004, -1_500_000_000, 0)]
    [InlineData(0, 0.0000000016, 3, 2, 3_000_000_000)]
    [InlineData(9_000_000_000_000_000_000, 0, 0.5, 9_000_000_000_000_000_000, 9_000_000_000_500_000_000)]
    public void Seconds_are_rounded_to_nanoseconds(long origin, double from, double to, long start, long end) =>
        Assert.Equal(new TimeRange(start, end), TimeRange.FromSeconds(origin, from, to));

    [Fact]
    public void Seconds_represent_every_nanosecond_of_48_days() => Prop.ForAll(
        Arb.From(from s in Gen.Choose(-4_194_303, 4_194_303) from ns in Gen.Choose(0, 999_999_999) select (s * TimeRange.NanosecondsPerSecond) + ns),
        time => TimeRange.FromSeconds(7, time / 1e9, null).Start == time + 7).QuickCheckThrowOnFailure();

    [Fact]
    public void A_range_with_one_open_end_excludes_samples_without_a_time()
    {
        Assert.Equal(TimeRange.All, TimeRange.FromSeconds(5, null, null));
        Assert.Equal(new TimeRange(1_000_000_005, long.MaxValue), TimeRange.FromSeconds(5, 1, null));
        Assert.Equal(new TimeRange(long.MinValue + 1, 1_000_000_005), TimeRange.FromSeconds(5, null, 1));
    }

    [Fact]
    public void A_reversed_range_throws_and_so_does_an_empty_range_in_seconds()
    {
        Assert.Equal("end", Assert.Throws<ArgumentOutOfRangeException>(() => new TimeRange(7, 6)).ParamName);
        Assert.Equal("to", Assert.Throws<ArgumentOutOfRangeException>(() => TimeRange.FromSeconds(5, 2, 1)).ParamName);
        Assert.Equal("to", Assert.Throws<ArgumentOutOfRangeException>(() => TimeRange.FromSeconds(5, 1, 1)).ParamName);
        Assert.True(new TimeRange(7, 7).IsEmpty);
        Assert.True(new TimeRange(1, 3).Intersect(new TimeRange(5, 9)).IsEmpty);
    }

    [Theory]
    [InlineData(1_500_000_000, 2_000_000_000, "1.5 s to 2 s")]
    [InlineData(-1, long.MaxValue, "from -0.000000001 s")]
    [InlineData(long.MinValue + 1, 123_000_000_000, "until 123 s")]
    [InlineData(long.MinValue, long.MaxValue, "all")]
    public void The_text_of_a_range_is_in_seconds(long start, long end, string text) => Assert.Equal(text, new TimeRange(start, end).ToString());

    [Theory]
    [InlineData(0, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(0, 9e9)]
    [InlineData(0, double.MaxValue)]
    [InlineData(long.MaxValue, 1e-9)]
    [InlineData(long.MinValue + 1, -1e-9)]
    public void Seconds_that_are_not_a_valid_time_throw(long origin, double seconds)
    {
        Assert.Equal("from", Assert.Throws<ArgumentOutOfRangeException>(() => TimeRange.FromSeconds(origin, seconds, null)).ParamName);
        Assert.Equal("to", Assert.Throws<ArgumentOutOfRangeException>(() => TimeRange.FromSeconds(origin, null, seconds)).ParamName);
    }

    private static TimeRange Between(long a, long b) => new(Math.Min(a, b), Math.Max(a, b));
}
