using System.IO.Compression;
using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Columnar.Tests;

/// <summary>Tests of <see cref="IntegerFile"/>, whose files are read with this library and with Parquet.Net. The tests of the store read them with DuckDB.</summary>
public class IntegerFileTests
{
    // Columns that have each encoding and each width: constant, ascending, random, of few values, and with runs.
    private static readonly Arbitrary<long[]> Columns = Gen.Choose(1, 300).Zip(Gen.Choose(0, 6), (length, kind) => (length, kind)).Zip(Gen.Choose(0, int.MaxValue), (column, seed) =>
    {
        var random = new Random(seed);
        long[] values = new long[column.length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column.kind switch
            {
                0 => seed,
                1 => (i == 0 ? 0 : values[i - 1]) + random.Next(1000),
                2 => random.NextInt64(long.MinValue, long.MaxValue),
                3 => random.Next(1 + (seed % 40)) - 3,
                4 => i > 0 && random.Next(30) > 0 ? values[i - 1] : random.NextInt64(),
                5 => random.Next(2) == 0 ? long.MinValue : long.MaxValue,
                _ => 1L << random.Next(63),
            };
        }
        return values;
    }).ToArbitrary();

    [Fact]
    public void Columns_are_read_back_as_they_were_written() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Columns, values =>
    {
        AssertRead(values, CompressionLevel.Optimal, new IntegerColumn("x", values));
        AssertRead(values, CompressionLevel.NoCompression, new IntegerColumn("x", values) { IsAscending = true });
        int[] small = Array.ConvertAll(values, value => unchecked((int)value));
        AssertRead(small, CompressionLevel.Fastest, new IntegerColumn("x", Array.ConvertAll(small, value => (long)value)) { IsInt32 = true });
    }));

    [Fact]
    public void Lists_are_read_back_as_they_were_written() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Columns, values =>
    {
        var lengths = new List<int>();
        for (int rest = values.Length, next = 1; rest > 0; rest -= lengths[^1], next = (next * 7 % 11) + 1) lengths.Add(Math.Min(next, rest));
        IntegerColumn[] columns = [new("id", lengths.ConvertAll(length => (long)length).ToArray()), new("x", values) { Lengths = [.. lengths] }];
        foreach (bool hasIndex in (bool[])[true, false])
        {
            long[][] lists = Read(Write(CompressionLevel.Optimal, hasIndex, columns), async group =>
            {
                NumberLists read = await group.ReadListsAsync("x");
                return Enumerable.Range(0, lengths.Count).Select(i => read[i].ToArray()).ToArray();
            });
            Assert.Equal(lengths, lists.Select(list => list.Length));
            Assert.Equal(values, lists.SelectMany(list => list));
        }
    }));

    [Fact]
    public void Pages_of_a_range_are_read_without_the_others()
    {
        const int Count = 300_000;
        long[] times = [.. Enumerable.Range(0, Count).Select(i => 1_000_000 + (i * 7L) + (i % 3))], ids = [.. Enumerable.Range(0, Count).Select(i => i * 31L % 1009)];
        byte[] file = Write(
            CompressionLevel.Optimal,
            new IntegerColumn("time_unix_nano", times) { IsAscending = true },
            new IntegerColumn("stack_id", ids),
            new IntegerColumn("cpu", ids) { IsInt32 = true },
            new IntegerColumn("value", Array.ConvertAll(ids, id => id * id * (id % 2 == 0 ? 1L << 40 : -1))));
        foreach ((int first, int end) in ((int, int)[])[(0, 1), (0, Count), (65_535, 65_537), (131_072, 196_608), (100_000, 100_001), (299_999, Count), (65_536, 65_536)])
        {
            var range = new TimeRange(times[first], end == Count ? times[^1] + 1 : times[end]);
            (long Time, long Id, long Cpu, long Value)[] rows = Read(file, async group =>
            {
                await group.NarrowAsync(range);
                Assert.InRange(group.Count, end - first, end - first + (2 * 65_536));
                long[] t = await group.ReadAsync<long>("time_unix_nano"), i = await group.ReadAsync("stack_id", new long[5]), v = await group.ReadAsync<long>("value");
                int[] c = await group.ReadAsync<int>("cpu");
                return Enumerable.Range(0, group.Count).Select(row => (t[row], i[row], (long)c[row], v[row])).Where(row => range.Contains(row.Item1)).ToArray();
            });
            Assert.Equal(Enumerable.Range(first, end - first).Select(i => (times[i], ids[i], ids[i], ids[i] * ids[i] * (ids[i] % 2 == 0 ? 1L << 40 : -1))), rows);
        }
        Assert.Equal([0], Read(file, async group =>
        {
            await group.NarrowAsync(new TimeRange(0, 999));
            return new[] { group.Count };
        }));
    }

    [Fact]
    public void Ranges_of_files_without_an_index_are_read_as_a_whole()
    {
        byte[] file = Write(CompressionLevel.Optimal, hasIndex: false, new IntegerColumn("time_unix_nano", new long[] { 5, 6, 7 }) { IsAscending = true });
        Assert.Equal([5, 6, 7], Read(file, async group =>
        {
            await group.NarrowAsync(new TimeRange(6, 7));
            return await group.ReadAsync<long>("time_unix_nano");
        }));
    }

    [Fact]
    public void Files_with_any_damaged_byte_are_read_or_refused_with_their_name()
    {
        long[] times = [.. Enumerable.Range(0, 500).Select(i => i * i * 1000L)];
        byte[] file = Write(
            CompressionLevel.NoCompression,
            new IntegerColumn("time_unix_nano", times) { IsAscending = true },
            new IntegerColumn("stack_id", Array.ConvertAll(times, time => time % 7)),
            new IntegerColumn("x", times) { Lengths = [.. times.Select(_ => 1)] });
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte value in (byte[])[0, 0xff, (byte)(file[i] ^ 1), (byte)(file[i] + 16)])
            {
                byte[] damaged = [.. file];
                damaged[i] = value;
                try
                {
                    Read(damaged, async group =>
                    {
                        await group.NarrowAsync(new TimeRange(5000, 9000));
                        await group.ReadListsAsync("x");
                        await group.ReadAsync<long>("stack_id");
                        return await group.ReadAsync<long>("time_unix_nano");
                    });
                }
                catch (DatasetException fault)
                {
                    Assert.Contains("x.parquet", fault.Message);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    public void Columns_of_any_length_have_whole_pages(int length)
    {
        long[] values = [.. Enumerable.Range(0, length).Select(i => (long)i * i % 70_001)], times = [.. Enumerable.Range(0, length).Select(i => i * 1_000_003L)];
        byte[] file = Write(CompressionLevel.Optimal, new IntegerColumn("x", values), new IntegerColumn("t", times) { IsAscending = true });
        Assert.Equal(values, Read(file, group => group.ReadAsync<long>("x")));
        Assert.Equal(times, Read(file, group => group.ReadAsync<long>("t")));
    }

    [Fact]
    public void Row_groups_have_minima_and_maxima_and_files_have_the_version()
    {
        byte[] file = Write(CompressionLevel.Optimal, new IntegerColumn("x", new long[] { 5, -7, 3 }));
        Assert.Equal((-7L, 5L), Read(file, group => Task.FromResult(new[] { group.FindRange("x")!.Value }))[0]);
        Assert.Contains("flamescope.schema", System.Text.Encoding.Latin1.GetString(file));
    }

    [Fact]
    public void Values_that_repeat_take_few_bytes()
    {
        var random = new Random(1);
        long[] ids = [.. Enumerable.Range(0, 300).Select(_ => random.NextInt64())], values = [.. Enumerable.Range(0, 100_000).Select(_ => ids[random.Next(300)])];
        Assert.InRange(Write(CompressionLevel.Optimal, new IntegerColumn("x", values)).Length, 100_000, 250_000);
        Assert.InRange(Write(CompressionLevel.Optimal, new IntegerColumn("x", new long[100_000])).Length, 100, 500);
    }

    // With the index of pages and without it, in which case Parquet.Net decodes the column.
    private static void AssertRead<T>(T[] values, CompressionLevel compression, IntegerColumn column)
        where T : struct
    {
        Assert.Equal(values, Read(Write(compression, hasIndex: true, column), group => group.ReadAsync<T>("x")));
        Assert.Equal(values, Read(Write(compression, hasIndex: false, column), group => group.ReadAsync<T>("x")));
    }

    private static byte[] Write(CompressionLevel compression, params IntegerColumn[] columns) => Write(compression, hasIndex: true, columns);

    private static byte[] Write(CompressionLevel compression, bool hasIndex, params IntegerColumn[] columns)
    {
        using var bytes = new MemoryStream();
        using var file = new IntegerFile(bytes, compression, CancellationToken.None) { HasIndex = hasIndex };
        file.WriteGroupAsync(columns).GetAwaiter().GetResult();
        file.EndAsync(KeyValuePair.Create("flamescope.schema", "1")).GetAwaiter().GetResult();
        return bytes.ToArray();
    }

    private static T[] Read<T>(byte[] file, Func<ParquetTable.Group, Task<T[]>> read)
    {
        var dataset = new MemoryDataset();
        dataset.Files["x.parquet"] = file;
        return ReadAsync().GetAwaiter().GetResult();

        async Task<T[]> ReadAsync()
        {
            await using ParquetTable table = await ParquetTable.OpenAsync(dataset, "x.parquet", CancellationToken.None);
            T[] values = [];
            await table.ReadAsync(async group => values = await read(group));
            return values;
        }
    }
}
