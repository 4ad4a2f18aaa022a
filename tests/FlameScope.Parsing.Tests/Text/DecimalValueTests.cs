using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class DecimalValueTests
{
    [Theory]
    [InlineData("12.5", 0, 12)]
    [InlineData("13.5", 0, 14)]
    [InlineData("-13.5", 0, -14)]
    [InlineData("2127.766384997559", 6, 2127766385)]
    [InlineData("1727524800123456789", 0, 1727524800123456789)]
    [InlineData("0.002", 9, 2000000)]
    [InlineData("1e-3", 9, 1000000)]
    [InlineData("1.5E+3", 3, 1500000)]
    [InlineData("1e-99999999999", 9, 0)]
    [InlineData("100000000000000000000000e-20", 0, 1000)]
    public void A_number_is_scaled_when_its_unit_is_known(string text, int scale, long expected)
    {
        Assert.True(DecimalValue.TryRead(Encoding.ASCII.GetBytes(text), out DecimalValue value));
        Assert.True(value.TryScale(scale, out long scaled));
        Assert.Equal(expected, scaled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e")]
    [InlineData("x")]
    public void Text_that_is_not_a_number_is_refused(string text) => Assert.False(DecimalValue.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("1e300")]
    [InlineData("99999999999999999999")]
    public void Numbers_that_do_not_fit_are_refused(string text)
    {
        Assert.True(DecimalValue.TryRead(Encoding.ASCII.GetBytes(text), out DecimalValue value));
        Assert.False(value.TryScale(0, out _));
    }
}
