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
        Assert.Equal(Reading.AddTicks(ticks), new WallClock(1_000, Reading, true).At(1_000 + nanoseconds));

    [Fact]
    public void Each_tick_is_the_time_of_a_hundred_nanoseconds()
    {
        var clock = new WallClock(0, Reading, true);
        IEnumerable<IGrouping<DateTime?, long>> ticks = Enumerable.Range(-500, 1000).Select(i => (long)i).GroupBy(clock.At);
        Assert.All(ticks, tick => Assert.Equal(100, tick.Count()));
    }

    [Fact]
    public void A_time_just_before_the_first_year_has_no_date()
    {
        var clock = new WallClock(0, DateTime.MinValue, false);
        Assert.Equal(DateTime.MinValue, clock.At(0));
        Assert.Null(clock.At(-1));
    }
}
