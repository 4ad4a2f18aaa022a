using System.Numerics;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the conversion of ticks, against integers without a limit.</summary>
public sealed class JfrClockTests
{
    private static readonly long[] Frequencies = [1, 3, 1_000, 24_000_000, 999_999_999, 1_000_000_000, 2_899_999_999, 9_223_372_036, 9_223_372_037, long.MaxValue];

    [Fact]
    public void Ticks_become_nanoseconds_exactly()
    {
        var random = new Random(1);
        foreach (long frequency in Frequencies)
        {
            var clock = new JfrClock(1_795_882_751_805_056_606, 123_456_789, frequency);
            for (int i = 0; i < 2_000; i++)
            {
                long ticks = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
                BigInteger exact = 1_795_882_751_805_056_606 + Floor((BigInteger)ticks - 123_456_789, frequency);
                bool fits = exact > long.MinValue && exact < long.MaxValue;
                bool isRead = clock.TryGetTime(ticks, out long time);
                if (isRead) Assert.Equal(exact, time);
                else Assert.False(fits && BigInteger.Abs((BigInteger)ticks / frequency) < 9_000_000_000, $"{ticks} at {frequency}");
            }
        }
    }

    [Fact]
    public void Ticks_that_are_nanoseconds_are_converted_many_at_a_time_where_all_times_fit()
    {
        const long Start = 1_795_882_751_805_056_606;
        var clock = new JfrClock(Start, 1_000, 1_000_000_000);
        var times = new long[4];
        Assert.True(clock.TryAddStart([1_000, 1_007, 0, long.MaxValue - Start], times));
        Assert.Equal([Start, Start + 7, Start - 1_000, long.MaxValue - 1_000], times);
        Assert.False(clock.TryAddStart([1_000, long.MaxValue - Start + 1_000, 5], times));
        Assert.False(clock.TryAddStart([1_000, long.MinValue, 5], times));
        Assert.False(new JfrClock(Start, 1_000, 999_999_999).TryAddStart([1_000], times));
        Assert.False(new JfrClock(Start, 1_000, 0).TryAddStart([1_000], times));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_frequency_that_is_not_positive_has_no_times(long frequency)
    {
        var clock = new JfrClock(0, 0, frequency);
        Assert.False(clock.IsUsable);
        Assert.False(clock.TryGetTime(1, out _));
    }

    private static BigInteger Floor(BigInteger ticks, long frequency)
    {
        BigInteger quotient = BigInteger.DivRem(ticks * 1_000_000_000, frequency, out BigInteger rest);
        return rest < 0 ? quotient - 1 : quotient;
    }
}
