using Xunit;

namespace FlameScope.Model.Tests;

public class WallClockRoundingTests
{
    private static readonly DateTime Reading = new(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(-1, -1)]
    [InlineData(-99, -1)]
    [InlineData(-100, -1)]
    [InlineData(-101, -2)]
    public void Times_are_rounded_down_to_a_tick_before_and_after_the_reading(long nanoseconds, long ticks) =>
        Assert.Equal(Reading.AddTicks(ticks), WallClock.FromDate(1_000, Reading, true)!.At(1_000 + nanoseconds));

    [Fact]
    public void Each_tick_is_the_time_of_a_hundred_nanoseconds()
    {
        var clock = WallClock.FromDate(0, Reading, true)!;
        IEnumerable<IGrouping<DateTime?, long>> ticks = Enumerable.Range(-500, 1000).Select(i => (long)i).GroupBy(clock.At);
        Assert.All(ticks, tick => Assert.Equal(100, tick.Count()));
    }

    [Fact]
    public void A_reading_in_nanoseconds_is_kept_to_the_nanosecond()
    {
        var clock = new WallClock(5, 1_700_000_000_123_456_789, true);
        Assert.Equal(1_700_000_000_123_456_800, clock.UnixNanosecondsAt(16));
        Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Utc).AddTicks(1_234_567), clock.Wall);
    }

    [Fact]
    public void A_reading_that_does_not_fit_in_64_bits_is_no_clock()
    {
        Assert.Null(WallClock.FromDate(0, DateTime.MinValue, false));
        Assert.Null(WallClock.FromDate(0, DateTime.MaxValue, false));
        Assert.Null(new WallClock(0, long.MaxValue, true).UnixNanosecondsAt(1));
        Assert.Null(new WallClock(0, long.MinValue, true).UnixNanosecondsAt(-1));
    }
}
