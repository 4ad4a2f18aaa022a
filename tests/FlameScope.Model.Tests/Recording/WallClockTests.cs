using Xunit;

namespace FlameScope.Model.Tests;

public class WallClockTests
{
    private static readonly DateTime Moment = new(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(1100, 1)]
    [InlineData(1_000_001_000, 10_000_000)]
    [InlineData(-999_999_000, -10_000_000)]
    public void The_wall_clock_time_of_a_sample_follows_from_both_readings(long time, long ticks)
    {
        DateTime? wall = WallClock.FromDate(1000, Moment, true)!.At(time);

        Assert.Equal(Moment.AddTicks(ticks), wall);
        Assert.Equal(DateTimeKind.Utc, wall!.Value.Kind);
    }
}
