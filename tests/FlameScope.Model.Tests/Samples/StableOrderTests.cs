using Xunit;

namespace FlameScope.Model.Tests;

public class StableOrderTests
{
    [Fact]
    public void Times_are_sorted_and_equal_ones_keep_their_order()
    {
        var random = new Random(11);
        for (int i = 0; i < 2000; i++)
        {
            long[] times = Draw(random);
            int[] expected = [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])]; // a stable sort
            Assert.Equal(expected, StableOrder.Of(times));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1_000_000_000_000)]
    [InlineData(long.MaxValue)]
    public void Times_in_no_order_are_sorted(long range)
    {
        var random = new Random(12);
        for (int i = 0; i < 1000; i++)
        {
            // A part is in order, and some samples have no time.
            var times = new long[random.Next(300)];
            int ordered = random.Next(times.Length + 1);
            long start = range == long.MaxValue ? long.MinValue + 1 : random.Next(-5, 5);
            for (int row = 0; row < times.Length; row++) times[row] = random.Next(20) == 0 ? long.MinValue : start + random.NextInt64(range) + random.NextInt64(range - 1);
            Array.Sort(times, 0, ordered);
            int[] expected = [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])];
            Assert.Equal(expected, StableOrder.Of(times));
        }
    }

    [Fact]
    public void Samples_without_times_keep_their_order()
    {
        Assert.Equal([0, 1, 2, 3], StableOrder.Of([long.MinValue, long.MinValue, long.MinValue, long.MinValue]));
        Assert.Equal([1, 3, 0, 2], StableOrder.Of([5, long.MinValue, 5, long.MinValue]));
        Assert.Equal([], StableOrder.Of([]));
    }

    // Ascending runs, each of which starts somewhere before the end of the previous one.
    private static long[] Draw(Random random)
    {
        var times = new long[random.Next(60)];
        int longestRun = random.Next(1, 20), range = random.Next(1, 30);
        long time = 0;
        for (int i = 0, left = 0; i < times.Length; i++, left--)
        {
            if (left == 0)
            {
                left = random.Next(1, longestRun + 1);
                time -= random.Next(range);
            }
            time += random.Next(4);
            times[i] = time;
        }
        return times;
    }
}
