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
