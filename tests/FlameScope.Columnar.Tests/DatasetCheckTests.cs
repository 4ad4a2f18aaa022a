using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Columnar.Tests;

public class DatasetCheckTests
{
    private static readonly Profile Sample = DatasetCase.WithClock(
        ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main", "run"), ProfileSpec.Sample(2, "java", "main")]), DatasetCase.Clock);

    [Fact]
    public async Task A_dataset_of_several_hosts_has_no_problems()
    {
        MemoryDataset dataset = await CreateAsync("web-1", "web-2");
        DatasetCheckResult result = await ProfileDataset.CheckAsync(dataset);
        Assert.Empty(result.Problems);
        Assert.Equal((2, 4L, dataset.Files.Count), (result.RecordingCount, result.SampleCount, result.FileCount));
        Assert.Equal(2 * (2 + 2 + 1), result.DictionaryRowCount);
    }

    [Theory]
    [InlineData("samples", "sample of a recording that is missing or was added (2)")]
    [InlineData("stacks", "sample whose stack has no row (2)")]
    [InlineData("frames", "stack with a frame that has no row (2)")]
    [InlineData("contexts", "sample whose context has no row (2)")]
    [InlineData("labels", "context whose id is not the hash of its row (1)")]
    [InlineData("recordings", "recording that is not listed and may be incomplete (1)")]
    public async Task A_missing_file_is_found(string table, string problem)
    {
        MemoryDataset dataset = await CreateAsync("web-1");
        dataset.Files.Remove(Find(dataset, table));
        Assert.Equal(problem, Text(await ProfileDataset.CheckAsync(dataset)));
    }

    [Theory]
    [InlineData("samples")]
    [InlineData("stacks")]
    [InlineData("frames")]
    [InlineData("contexts")]
    [InlineData("labels")]
    [InlineData("recordings")]
    public async Task A_file_that_is_cut_is_found_and_the_others_are_checked(string table)
    {
        MemoryDataset dataset = await CreateAsync("web-1");
        string path = Find(dataset, table);
        dataset.Files[path] = dataset.Files[path][..(dataset.Files[path].Length / 2)];
        DatasetCheckResult result = await ProfileDataset.CheckAsync(dataset);
        Assert.Equal(dataset.Files.Count, result.FileCount);
        DatasetProblem problem = Assert.Single(result.Problems, problem => problem.Path == path && problem.Reason.Contains("damaged"));
        Assert.DoesNotContain(path, problem.Reason);
    }

    // A library that trusts the metadata may not return, or allocate a gigabyte.
    [Theory]
    [InlineData(0xff)]
    [InlineData(0x80)]
    [InlineData(0x0f)]
    [InlineData(0x01)]
    public async Task A_file_with_a_changed_byte_does_not_end_the_check(byte change)
    {
        MemoryDataset dataset = await CreateAsync("web-1");
        foreach (string path in dataset.Files.Keys.ToArray())
        {
            byte[] whole = dataset.Files[path];
            for (int i = 0; i < whole.Length; i++)
            {
                byte[] changed = [.. whole];
                changed[i] ^= change;
                dataset.Files[path] = changed;
                DatasetCheckResult result = await Task.Run(async () => await ProfileDataset.CheckAsync(dataset)).WaitAsync(TimeSpan.FromMinutes(1));
                Assert.Equal(dataset.Files.Count, result.FileCount);
            }
            dataset.Files[path] = whole;
        }
    }

    [Fact]
    public async Task A_row_with_the_id_of_another_one_is_found()
    {
        MemoryDataset dataset = await CreateAsync("web-1");
        // The stacks of another recording with the ids of these.
        string path = Find(dataset, "stacks");
        using var bytes = new MemoryStream();
        using (var file = new IntegerFile(bytes, System.IO.Compression.CompressionLevel.Fastest, CancellationToken.None))
        {
            (long[] ids, long[][] frames) = await ReadStacksAsync(dataset, path);
            await file.WriteGroupAsync([new("stack_id", ids), new("frames", frames.Reverse().SelectMany(f => f).ToArray()) { Lengths = [.. frames.Reverse().Select(f => f.Length)] }]);
            await file.EndAsync(KeyValuePair.Create("flamescope.schema", "1"));
        }
        dataset.Files[path.Replace(".parquet", "0.parquet")] = bytes.ToArray();
        Assert.Equal(
            "stack whose id is not the hash of its row (2); stack that differs from another one with its id (2)", Text(await ProfileDataset.CheckAsync(dataset)));
    }

    [Fact]
    public async Task Samples_in_the_folder_of_another_hour_are_found()
    {
        MemoryDataset dataset = await CreateAsync("web-1");
        string path = Find(dataset, "samples"), hour = path.Split('/').Single(part => part.StartsWith("hour=", StringComparison.Ordinal));
        dataset.Files[path.Replace(hour, hour == "hour=00" ? "hour=01" : "hour=00")] = dataset.Files[path];
        dataset.Files.Remove(path);
        Assert.Equal("sample whose time is not in the hour of its folder (2)", Text(await ProfileDataset.CheckAsync(dataset)));
    }

    [Fact]
    public async Task A_compacted_dataset_has_no_problems()
    {
        MemoryDataset dataset = await CreateAsync("web-1");
        foreach (string table in (string[])["samples", "stacks", "frames"])
        {
            string path = Find(dataset, table);
            dataset.Files[path[..path.LastIndexOf('/')] + "/data_0.parquet"] = dataset.Files[path];
            dataset.Files.Remove(path);
        }
        Assert.Empty((await ProfileDataset.CheckAsync(dataset)).Problems);
    }

    private static async Task<MemoryDataset> CreateAsync(params string[] hosts)
    {
        var dataset = new MemoryDataset();
        foreach (string host in hosts)
        {
            await ProfileDataset.WriteAsync(Sample, new RecordingLabels { Service = "checkout", Host = host, Labels = [new("version", "v42")] }, dataset);
        }
        return dataset;
    }

    private static string Find(MemoryDataset dataset, string table) => dataset.Files.Keys.Single(path => path.StartsWith(table + "/", StringComparison.Ordinal));

    private static string Text(DatasetCheckResult result) => string.Join("; ", result.Problems.Select(problem => $"{problem.Reason} ({problem.Count})"));

    private static async Task<(long[] Ids, long[][] Frames)> ReadStacksAsync(MemoryDataset dataset, string path)
    {
        await using ParquetTable table = await ParquetTable.OpenAsync(dataset, path, CancellationToken.None);
        long[] ids = [];
        long[][] frames = [];
        await table.ReadAsync(async group =>
        {
            ids = await group.ReadAsync<long>("stack_id");
            NumberLists lists = await group.ReadListsAsync("frames");
            frames = [.. Enumerable.Range(0, ids.Length).Select(i => lists[i].ToArray())];
        });
        return (ids, frames);
    }
}
