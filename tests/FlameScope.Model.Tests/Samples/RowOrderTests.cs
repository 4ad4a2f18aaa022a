using Xunit;

namespace FlameScope.Model.Tests;

/// <summary>Rows are sorted as slices where rows stay together, and one by one elsewhere; both are a stable sort.</summary>
public class RowOrderTests
{
    [Fact]
    public void Slices_are_a_stable_sort()
    {
        var random = new Random(5);
        int sliced = 0;
        for (int i = 0; i < 2000; i++)
        {
            long[] times = Draw(random, random.Next(1, 300));
            if (SliceOrder.Of(times) is not { } slices) continue;
            sliced++;
            int[] rows = [.. slices.SelectMany(slice => Enumerable.Range(slice.Start, slice.End - slice.Start))];
            Assert.Equal(Sort(times), rows);
            Assert.All(slices, slice => Assert.True(slice.End > slice.Start));
        }
        Assert.True(sliced > 300);
    }

    [Fact]
    public void Rows_that_alternate_are_not_sorted_as_slices()
    {
        long[] times = [.. Enumerable.Range(0, 500).Select(i => 2L * i), .. Enumerable.Range(0, 500).Select(i => (2L * i) + 1)];
        Assert.Null(SliceOrder.Of(times));
    }

    [Fact]
    public void The_minimum_and_the_maximum_are_sorted_like_other_times()
    {
        long[] late = [.. Enumerable.Repeat(long.MaxValue - 1, 40)], early = [.. Enumerable.Repeat(long.MinValue, 40)];
        Assert.Equal([new RowSlice(40, 80), new RowSlice(120, 160), new RowSlice(0, 40), new RowSlice(80, 120)], SliceOrder.Of([.. late, .. early, .. late, .. early]));
    }

    [Fact]
    public void No_rows_and_sorted_rows_are_one_slice_at_most()
    {
        Assert.True(SliceOrder.Of([]) is null or { Count: <= 1 });
        Assert.Equal([new RowSlice(0, 100)], SliceOrder.Of([.. Enumerable.Range(0, 100).Select(i => (long)i)]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public void Columns_follow_the_order(int longestRun)
    {
        var random = new Random(longestRun);
        for (int i = 0; i < 100; i++)
        {
            long[] times = Draw(random, longestRun);
            int[] expected = Sort(times);
            long[] values = [.. times.Select((_, row) => (long)row)];
            short[] small = [.. times.Select((_, row) => (short)row)];
            long[] expectedTimes = [.. expected.Select(row => times[row])];
            var order = new RowOrder([.. times], out long[] sorted);
            Assert.Equal(expectedTimes, sorted);
            var result = new short[small.Length];
            order.Apply<short>(small, result);
            Assert.Equal(expected.Select(row => (short)row), result);
            Assert.Equal(expected.Select(row => (long)row), order.Exchange(values));
            Assert.Same(values, order.Scratch);
        }
    }

    // A stable sort.
    private static int[] Sort(long[] times) => [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])];

    // Ascending runs of several threads, whose times overlap.
    private static long[] Draw(Random random, int longestRun)
    {
        var times = new long[random.Next(2000)];
        int range = random.Next(1, 300);
        long time = 0;
        for (int i = 0, left = 0; i < times.Length; i++, left--)
        {
            if (left == 0)
            {
                left = random.Next(1, longestRun + 1);
                time -= random.Next(range);
            }
            time += random.Next(4) == 0 ? random.Next(100) : 0;
            times[i] = time;
        }
        return times;
    }
}
