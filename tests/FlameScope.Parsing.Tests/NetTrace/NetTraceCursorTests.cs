using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the numbers of variable length.</summary>
public class NetTraceCursorTests
{
    [Fact]
    public void A_number_of_any_length_is_read_at_the_end_and_before_other_bytes()
    {
        for (int bit = 0; bit < 64; bit++)
        {
            foreach (ulong number in (ulong[])[1UL << bit, (1UL << bit) - 1, ulong.MaxValue >> bit])
            {
                byte[] bytes = Encode(number);
                for (int after = 0; after < 10; after++) AssertReads(number, bytes, [.. bytes, .. Enumerable.Repeat((byte)0xFF, after)]);
            }
        }
    }

    [Fact]
    public void A_number_with_more_bytes_than_it_needs_is_read()
    {
        for (int padding = 1; padding < 10; padding++)
        {
            byte[] bytes = [0x85, .. Enumerable.Repeat((byte)0x80, padding - 1), 0];
            AssertReads(5, bytes, bytes);
            AssertReads(5, bytes, [.. bytes, .. new byte[8]]);
        }
    }

    [Fact]
    public void A_number_that_is_cut_or_too_large_is_a_fault()
    {
        for (int length = 0; length < 10; length++) AssertFails(Enumerable.Repeat((byte)0x80, length));
        AssertFails(Enumerable.Repeat((byte)0xFF, 9).Append((byte)2));
        AssertFails(Enumerable.Repeat((byte)0xFF, 20));
    }

    [Fact]
    public void A_number_of_more_than_32_bits_is_a_fault_where_32_bits_are_expected()
    {
        byte[] bytes = [.. Encode(1UL << 32), .. new byte[8]];
        var cursor = new NetTraceCursor(bytes);
        Assert.Equal(0u, cursor.ReadVarUInt32());
        Assert.True(cursor.IsFaulty);
        Assert.Equal(0, cursor.Remaining);
    }

    private static void AssertReads(ulong number, byte[] bytes, byte[] input)
    {
        var cursor = new NetTraceCursor(input);
        Assert.Equal(number, cursor.ReadVarUInt64());
        Assert.False(cursor.IsFaulty);
        Assert.Equal(bytes.Length, cursor.Position);
        var narrow = new NetTraceCursor(input);
        Assert.Equal(number <= uint.MaxValue ? (uint)number : 0, narrow.ReadVarUInt32());
        Assert.Equal(number > uint.MaxValue, narrow.IsFaulty);
    }

    private static void AssertFails(IEnumerable<byte> bytes)
    {
        var cursor = new NetTraceCursor([.. bytes]);
        Assert.Equal(0ul, cursor.ReadVarUInt64());
        Assert.True(cursor.IsFaulty);
        Assert.Equal(0, cursor.Remaining);
    }

    private static byte[] Encode(ulong number)
    {
        var bytes = new List<byte>();
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
        return [.. bytes];
    }
}
