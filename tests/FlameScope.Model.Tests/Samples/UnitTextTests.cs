using Xunit;

namespace FlameScope.Model.Tests;

public class UnitTextTests
{
    [Theory]
    [InlineData(0, "bytes", "0 bytes")]
    [InlineData(1, "bytes", "1 byte")]
    [InlineData(999, "bytes", "999 bytes")]
    [InlineData(1_000, "bytes", "1 kB")]
    [InlineData(42_300_000, "bytes", "42.3 MB")]
    [InlineData(999_499, "bytes", "999 kB")]
    [InlineData(999_500, "bytes", "1 MB")]
    [InlineData(long.MaxValue, "bytes", "9.22 EB")]
    [InlineData(-1_500, "bytes", "-1.5 kB")]
    [InlineData(0, "nanoseconds", "0 ns")]
    [InlineData(1_234, "nanoseconds", "1.23 µs")]
    [InlineData(1_200_000_000, "nanoseconds", "1.2 s")]
    [InlineData(99_950_000, "nanoseconds", "100 ms")]
    [InlineData(4_200_000_000_000, "nanoseconds", "4,200 s")]
    [InlineData(1_234, "samples", "1,234 samples")]
    [InlineData(1, "samples", "1 sample")]
    [InlineData(1_234, "events", "1,234 events")]
    [InlineData(3, "", "3")]
    [InlineData(2, "requests/s", "2 requests/s")]
    public void A_value_is_formatted_with_its_unit(long value, string unit, string expected) => Assert.Equal(expected, UnitText.Format(value, unit));

    [Theory]
    [InlineData(1_234, "samples", "1,234")]
    [InlineData(1_234, "bytes", "1.23 kB")]
    [InlineData(5, "nanoseconds", "5 ns")]
    public void A_number_of_a_table_has_only_units_that_scale(long value, string unit, string expected) =>
        Assert.Equal(expected, UnitText.FormatNumber(value, unit));
}
