using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>
/// The sum of all periods of a profile fits in a <see cref="long"/>. A period that would exceed it is reported and counts as 1, or 0 at the limit.
/// </summary>
public class TotalPeriodTests
{
    private const long Nine = 999_999_999_999_999_999;
    private const long Capacity = long.MaxValue - (9 * Nine);

    // The lines have a cached event line and a period of at most 18 digits, so that the fast path reads them.
    [Theory]
    [InlineData(Capacity - 1, Capacity - 1, 1, 1)] // one less than the capacity, so that one more sample counts
    [InlineData(Capacity, 1, Capacity - 2, 1)]
    [InlineData(Capacity + 1, 1, Capacity - 2, 1)]
    [InlineData(Nine, 1, Capacity - 2, 1)]
    public void A_period_that_exceeds_the_total_is_reported(long period, long counted, long next, int reported)
    {
        string text = string.Concat(Enumerable.Repeat(Sample(Nine), 9)) + Sample(period) + Sample(next);
        Profile profile = PerfScript.Parse(text);
        Assert.Equal([.. Enumerable.Repeat(Nine, 9), counted, next], profile.Samples.Periods.ToArray());
        Assert.Equal(reported, period == counted ? profile.Diagnostics.Sum(d => d.Count) : Assert.Single(profile.Diagnostics).Count);
    }

    [Fact]
    public void Nothing_counts_after_the_total_is_reached()
    {
        string text = string.Concat(Enumerable.Repeat(Sample(Nine), 9)) + Sample(Capacity - 1) + Sample(5) + Sample(5) + Sample(0);
        Profile profile = PerfScript.Parse(text);
        Assert.Equal([.. Enumerable.Repeat(Nine, 9), Capacity - 1, 1, 0, 0], profile.Samples.Periods.ToArray());
    }

    private static string Sample(long period)
    {
        var text = new StringBuilder("app 10 [000] 1.500000: ");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{period} cycles:\n\t     7f1 foo+0x1 (/bin/x)\n\n");
        return text.ToString();
    }
}
