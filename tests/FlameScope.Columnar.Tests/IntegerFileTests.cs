using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Columnar.Tests;

/// <summary>Tests of <see cref="IntegerFile"/>, whose files are read with Parquet.Net. The tests of the store read them with DuckDB.</summary>
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
        Assert.Equal(values, Read(Write(CompressionLevel.Optimal, new IntegerColumn("x", values)), group => group.ReadAsync<long>("x")));
        Assert.Equal(values, Read(Write(CompressionLevel.NoCompression, new IntegerColumn("x", values) { IsAscending = true }), group => group.ReadAsync<long>("x")));
        int[] small = Array.ConvertAll(values, value => unchecked((int)value));
        Assert.Equal(small, Read(Write(CompressionLevel.Fastest, new IntegerColumn("x", Array.ConvertAll(small, value => (long)value)) { IsInt32 = true }), group => group.ReadAsync<int>("x")));
    }));

    [Fact]
    public void Lists_are_read_back_as_they_were_written() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Columns, values =>
    {
        var lengths = new List<int>();
        for (int rest = values.Length, next = 1; rest > 0; rest -= lengths[^1], next = (next * 7 % 11) + 1) lengths.Add(Math.Min(next, rest));
        long[][] lists = Read(
            Write(CompressionLevel.Optimal, new IntegerColumn("id", lengths.ConvertAll(length => (long)length).ToArray()), new IntegerColumn("x", values) { Lengths = [.. lengths] }),
            group => group.ReadListsAsync("x"));
        Assert.Equal(lengths, lists.Select(list => list.Length));
        Assert.Equal(values, lists.SelectMany(list => list));
    }));

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

    private static byte[] Write(CompressionLevel compression, params IntegerColumn[] columns)
    {
        using var bytes = new MemoryStream();
        using var file = new IntegerFile(bytes, compression, CancellationToken.None);
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
