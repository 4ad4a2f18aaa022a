using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class DecimalNumberTests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("-0", 3, 0)]
    [InlineData("12.3456", 3, 12346)]
    [InlineData("0.0005", 3, 0)]
    [InlineData("0.0015", 3, 2)]
    [InlineData("0.0025", 3, 2)]
    [InlineData("-0.0015", 3, -2)]
    [InlineData("0.00250000000000000000000000000000000000000000000001", 3, 3)]
    [InlineData("0.00249999999999999999999999999999999999999999999999", 3, 2)]
    [InlineData("1e3", 0, 1000)]
    [InlineData("1.5E+3", 0, 1500)]
    [InlineData("15e-1", 0, 2)]
    [InlineData("25e-1", 0, 2)]
    [InlineData("007", 0, 7)]
    [InlineData("1e-99999999999", 9, 0)]
    [InlineData("0e99999999999", 9, 0)]
    [InlineData("9223372036854775807", 0, long.MaxValue)]
    [InlineData("-9223372036854775807", 0, -long.MaxValue)]
    [InlineData("9223372036854775807.4", 0, long.MaxValue)]
    [InlineData("9223372036854775.807", 3, long.MaxValue)]
    [InlineData("136087.123456789", 9, 136087123456789)]
    [InlineData("1727524800123.4567", 6, 1727524800123456700)]
    [InlineData("10000000000000000000000000000000000000000000e-43", 0, 1)]
    [InlineData("0.00000000000000000000000000000000000000000000123", 0, 0)]
    public void Digits_are_shifted_and_rounded_half_to_even(string text, int scale, long expected)
    {
        Assert.True(DecimalNumber.TryScale(Encoding.ASCII.GetBytes(text), scale, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1x")]
    [InlineData("1.2.3")]
    [InlineData("1 ")]
    [InlineData("12345678901234567890.")]
    [InlineData("12345678901234567890.5.5")]
    [InlineData("NaN")]
    public void Text_that_is_not_a_number_is_refused(string text) => Assert.False(DecimalNumber.TryScale(Encoding.ASCII.GetBytes(text), 0, out _));

    [Theory]
    [InlineData("9223372036854775808", 0)]
    [InlineData("-9223372036854775808", 0)]
    [InlineData("9223372036854775807.5", 0)]
    [InlineData("9223372036854776", 3)]
    [InlineData("1e19", 0)]
    [InlineData("1e400", 0)]
    [InlineData("99999999999999999999999999999999999999999999999999", 0)]
    public void Numbers_that_do_not_fit_are_refused(string text, int scale) =>
        Assert.False(DecimalNumber.TryScale(Encoding.ASCII.GetBytes(text), scale, out _));

    [Fact]
    public void Any_number_equals_the_exact_one()
    {
        Gen<string> digits = Gen.Choose(0, 45).SelectMany(n => Gen.Elements('0', '1', '4', '5', '9').ArrayOf(n)).Select(d => new string(d));
        Gen<(string Text, int Scale)> numbers =
            from sign in Gen.Elements("", "-")
            from whole in digits
            from fraction in digits
            from exponent in Gen.Choose(-60, 30)
            from hasExponent in Gen.Elements(true, false)
            from scale in Gen.Choose(0, 18)
            select (sign + (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction)
                + (hasExponent ? "e" + exponent.ToString(CultureInfo.InvariantCulture) : ""), scale);
        Prop.ForAll(Arb.From(numbers), c =>
        {
            BigInteger expected = Exact(c.Text, c.Scale);
            bool fits = BigInteger.Abs(expected) <= long.MaxValue;
            Assert.Equal(fits, DecimalNumber.TryScale(Encoding.ASCII.GetBytes(c.Text), c.Scale, out long value));
            if (fits) Assert.Equal((long)expected, value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    private static BigInteger Exact(string text, int scale)
    {
        string[] parts = text.TrimStart('-').Split('e');
        int exponent = scale + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        string[] halves = parts[0].Split('.');
        if (halves.Length > 1) exponent -= halves[1].Length;
        BigInteger digits = BigInteger.Parse(string.Concat(halves), CultureInfo.InvariantCulture);
        BigInteger result;
        if (exponent >= 0)
        {
            result = digits * BigInteger.Pow(10, exponent);
        }
        else
        {
            BigInteger power = BigInteger.Pow(10, -exponent);
            result = BigInteger.DivRem(digits, power, out BigInteger rest);
            int order = (2 * rest).CompareTo(power);
            if (order > 0 || (order == 0 && !result.IsEven)) result++;
        }
        return text[0] == '-' ? -result : result;
    }
}
