using Xunit;

namespace FlameScope.Parsing.Tests;

public class ProtobufReaderTests
{
    [Fact]
    public void Reads_fields_of_all_encodings()
    {
        byte[] message = new Proto().Varint(1, -1).Fixed64(2, 5).Text(3, "abc").Fixed32(4, 7).Varint(536_870_911, 300).ToArray();
        var reader = new ProtobufReader(message);

        Assert.True(reader.Read());
        Assert.Equal((1, WireType.Varint, -1L), (reader.Field, reader.WireType, reader.Int64));
        Assert.True(reader.Read());
        Assert.Equal((2, WireType.Fixed64, 5UL), (reader.Field, reader.WireType, reader.Number));
        Assert.True(reader.Read());
        Assert.Equal((3, WireType.Bytes), (reader.Field, reader.WireType));
        Assert.True(reader.Bytes.SequenceEqual("abc"u8));
        Assert.True(message.AsSpan(reader.BytesStart, 3).SequenceEqual("abc"u8));
        Assert.True(reader.Read());
        Assert.Equal((4, WireType.Fixed32, 7UL), (reader.Field, reader.WireType, reader.Number));
        Assert.True(reader.Read());
        Assert.Equal((536_870_911, 300UL), (reader.Field, reader.Number));
        Assert.False(reader.Read());
        Assert.Equal(ProtobufEnd.Whole, reader.End);
    }

    [Fact]
    public void Reads_a_length_of_more_bytes_than_necessary()
    {
        byte[] message = [0x0A, 0x82, 0x80, 0x80, 0x80, 0x00, (byte)'h', (byte)'i'];
        var reader = new ProtobufReader(message);

        Assert.True(reader.Read());
        Assert.True(reader.Bytes.SequenceEqual("hi"u8));
        Assert.False(reader.Read());
        Assert.Equal(ProtobufEnd.Whole, reader.End);
    }

    [Fact]
    public void Skips_groups_with_the_fields_in_them()
    {
        Proto content = new Proto().Varint(1, 5).Text(2, "x").Fixed64(3, 1).Fixed32(4, 1).Group(5, new Proto().Varint(6, 1));
        var reader = new ProtobufReader(new Proto().Group(9, content).Varint(1, 2).ToArray());

        Assert.True(reader.Read());
        Assert.Equal((9, WireType.Group), (reader.Field, reader.WireType));
        Assert.True(reader.Bytes.SequenceEqual(content.ToArray()));
        Assert.True(reader.Read());
        Assert.Equal(2UL, reader.Number);
        Assert.False(reader.Read());
        Assert.Equal(ProtobufEnd.Whole, reader.End);
    }

    [Fact]
    public void A_message_cut_at_any_byte_ends_with_the_last_whole_field()
    {
        byte[] message = new Proto().Varint(1, 1000).Text(2, "abcdef").Fixed64(3, 1).Fixed32(4, 1).Group(5, new Proto().Varint(1, 300)).ToArray();
        int[] ends = [0, 3, 11, 20, 25, message.Length];
        for (int length = 0; length <= message.Length; length++)
        {
            var reader = new ProtobufReader(message.AsSpan(0, length));
            int count = 0;
            while (reader.Read()) count++;
            Assert.Equal(ends.Count(end => end <= length) - 1, count);
            Assert.Equal(ends.Contains(length) ? ProtobufEnd.Whole : ProtobufEnd.Cut, reader.End);
            Assert.Equal(ends[count], reader.FieldStart);
        }
    }

    [Fact]
    public void The_bytes_of_a_cut_message_can_be_read()
    {
        byte[] message = new Proto().Varint(1, 1).Text(7, "abcdef").ToArray();
        var reader = new ProtobufReader(message.AsSpan(0, message.Length - 2));

        Assert.True(reader.Read());
        Assert.False(reader.Read());
        Assert.True(reader.ReadCut());
        Assert.Equal(7, reader.Field);
        Assert.True(reader.Bytes.SequenceEqual("abcd"u8));
        Assert.False(reader.ReadCut());
        Assert.False(reader.Read());
        Assert.Equal(ProtobufEnd.Cut, reader.End);
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x01, 0x01 })] // field 0
    [InlineData(new byte[] { 0x0E, 0x01, 0x01 })] // encoding 6
    [InlineData(new byte[] { 0x0F, 0x01, 0x01 })] // encoding 7
    [InlineData(new byte[] { 0x0C, 0x01, 0x01 })] // the end of a group that was not begun
    [InlineData(new byte[] { 0x0B, 0x14, 0x01 })] // the end of another group
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })] // a number of eleven bytes
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x00 })] // a length of more than 31 bits
    public void Bytes_that_are_no_field_are_malformed(byte[] message)
    {
        var reader = new ProtobufReader(message);

        Assert.False(reader.Read());
        Assert.Equal(ProtobufEnd.Malformed, reader.End);
        Assert.False(reader.ReadCut());
        Assert.False(reader.Read());
    }

    [Fact]
    public void Deeply_nested_groups_are_malformed()
    {
        byte[] message = new byte[100_000];
        Array.Fill(message, (byte)0x0B);
        var reader = new ProtobufReader(message);

        Assert.False(reader.Read());
        Assert.Equal(ProtobufEnd.Malformed, reader.End);
    }

    [Fact]
    public void Any_bytes_are_read_to_an_end_within_the_message()
    {
        var random = new Random(5);
        byte[] message = new byte[64];
        for (int i = 0; i < 100_000; i++)
        {
            random.NextBytes(message);
            ReadOnlySpan<byte> slice = message.AsSpan(0, random.Next(64));
            var reader = new ProtobufReader(slice);
            int position = 0;
            while (reader.Read())
            {
                Assert.True(reader.Position > position && reader.Position <= slice.Length);
                position = reader.Position;
            }
            if (reader.End == ProtobufEnd.Whole) Assert.Equal(slice.Length, position);
        }
    }

    [Fact]
    public void Repeated_numbers_are_packed_or_not()
    {
        byte[] message = new Proto().Packed(1, 1, 300, -1).Varint(1, 7).Packed(1).ToArray();
        var reader = new ProtobufReader(message);
        var numbers = new List<long>();
        while (reader.Read())
        {
            var repeated = new RepeatedNumbers(reader);
            while (repeated.MoveNext()) numbers.Add((long)repeated.Current);
            Assert.False(repeated.IsMalformed);
        }
        Assert.Equal([1, 300, -1, 7], numbers);
    }

    [Fact]
    public void Repeated_numbers_of_another_encoding_are_malformed()
    {
        var reader = new ProtobufReader(new Proto().Fixed64(1, 1).Bytes(2, [1, 0x80]).Bytes(3, [1, 2, 3]).ToArray());
        Assert.True(reader.Read());
        Assert.True(new RepeatedNumbers(reader).IsMalformed);
        Assert.True(reader.Read());
        var varints = new RepeatedNumbers(reader);
        Assert.True(varints.MoveNext());
        Assert.False(varints.MoveNext());
        Assert.True(varints.IsMalformed);
        Assert.True(reader.Read());
        var fixed64 = new RepeatedNumbers(reader, isFixed64: true);
        Assert.False(fixed64.MoveNext());
        Assert.True(fixed64.IsMalformed);
    }

    [Fact]
    public void Ids_are_found_whether_they_are_dense_or_not()
    {
        var ids = new IdTable();
        ulong[] values = [0, 1, 5, ulong.MaxValue, 1UL << 40, 1023, 2000, int.MaxValue];
        for (int i = 0; i < values.Length; i++) Assert.True(ids.TryAdd(values[i], i));
        for (int i = 0; i < values.Length; i++) Assert.Equal(i, ids.Find(values[i]));
        for (int i = 0; i < values.Length; i++) Assert.False(ids.TryAdd(values[i], 99));
        Assert.Equal(-1, ids.Find(2));
        Assert.Equal(-1, ids.Find(1UL << 41));
        Assert.Equal(values.Length, ids.Count);
    }

    [Fact]
    public void Paths_of_locations_are_found_after_the_same_stack_only()
    {
        var cache = new PathCache();
        var random = new Random(3);
        var known = new Dictionary<(int, string), (int, int)>();
        for (int i = 0; i < 20_000; i++)
        {
            int[] block = new int[PathCache.BlockLength];
            for (int j = 0; j < block.Length; j++) block[j] = random.Next(3);
            var before = new Model.StackId(random.Next(3));
            Model.StackId stack = before;
            int depth = 0;
            bool isKnown = known.TryGetValue((before.Value, string.Join(',', block)), out (int Stack, int Depth) expected);
            Assert.Equal(isKnown, cache.TryFind(ref stack, ref depth, block));
            if (isKnown)
            {
                Assert.Equal(expected, (stack.Value, depth));
                continue;
            }
            known.Add((before.Value, string.Join(',', block)), (i + 10, i));
            cache.Add(before, block, new Model.StackId(i + 10), i);
        }
    }
}
