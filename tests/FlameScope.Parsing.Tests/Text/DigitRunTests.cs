using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Digits that are read eight bytes at a time.</summary>
public class DigitRunTests
{
    [Fact]
    public void Digits_are_counted_up_to_any_other_byte()
    {
        for (int count = 0; count < 8; count++)
        {
            for (int other = 0; other < 256; other++)
            {
                if (other is >= '0' and <= '9') continue;
                byte[] text = [.. Enumerable.Repeat((byte)('0' + count), count), (byte)other, .. Enumerable.Repeat((byte)'9', 7 - count)];
                Assert.Equal(count, DigitRun.Count(BinaryPrimitives.ReadUInt64LittleEndian(text)));
            }
        }
        Assert.Equal(8, DigitRun.Count(BinaryPrimitives.ReadUInt64LittleEndian("12345678"u8)));
    }

    [Fact]
    public void The_value_is_that_of_the_digits()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            int count = random.Next(1, 9);
            string digits = random.NextInt64((long)Math.Pow(10, count)).ToString("D" + count, CultureInfo.InvariantCulture);
            byte[] text = Encoding.ASCII.GetBytes((digits + (char)random.Next(' ', '0') + "7]x\"99999")[..8]);
            Assert.Equal(long.Parse(digits, CultureInfo.InvariantCulture), DigitRun.Parse(BinaryPrimitives.ReadUInt64LittleEndian(text), count));
        }
    }
}
