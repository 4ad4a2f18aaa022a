using System.IO.Compression;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Columnar.Tests;

public class DatasetFaultTests
{
    private static readonly RecordingLabels Labels = new() { Service = "checkout", Host = "web-1" };

    private static readonly Profile Sample = DatasetCase.WithClock(
        ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main", "run"), ProfileSpec.Sample(2, "java", "main")]), DatasetCase.Clock);

    [Fact]
    public async Task A_recording_that_is_written_twice_is_stored_once()
    {
        var dataset = new MemoryDataset();
        await ProfileDataset.WriteAsync(Sample, Labels, dataset);
        int files = dataset.Files.Count;
        DatasetWriteResult again = await ProfileDataset.WriteAsync(Sample, Labels, dataset);
        Assert.Equal((1, 0L, files), (again.DuplicateCount, again.SampleCount, dataset.Files.Count));
        Assert.Equal(2, RoundTripTests.Read(dataset).Samples.Count);
        Assert.Equal(2, (await ProfileDataset.ListAsync(dataset, new DatasetQuery { Service = "checkout" })).Single().SampleCount);
    }

    [Fact]
    public async Task A_file_that_is_cut_is_named_wherever_it_is_cut()
    {
        var dataset = new MemoryDataset();
        await ProfileDataset.WriteAsync(Sample, Labels, dataset);
        foreach (string path in dataset.Files.Keys.ToArray())
        {
            byte[] whole = dataset.Files[path];
            foreach (int length in (int[])[0, 3, 4, whole.Length / 3, whole.Length / 2, whole.Length - 9, whole.Length - 5, whole.Length - 1])
            {
                dataset.Files[path] = whole[..length];
                DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => ProfileDataset.ReadAsync(dataset, new DatasetQuery { Service = "checkout" }));
                Assert.StartsWith(path + ": the file is damaged or not Parquet", error.Message, StringComparison.Ordinal);
            }
            dataset.Files[path] = whole;
        }
    }

    [Theory]
    [InlineData("stacks", "[missing stack]", "stack whose row is missing in the dataset")]
    [InlineData("frames", "[missing frame]", "frame whose row is missing in the dataset")]
    [InlineData("contexts", "[missing context]", "context whose row is missing in the dataset")]
    [InlineData("recordings", "main", "recording that is not listed and may be incomplete")]
    public async Task Without_a_file_all_samples_are_read_and_the_loss_is_reported(string table, string name, string reason)
    {
        var dataset = new MemoryDataset();
        await ProfileDataset.WriteAsync(Sample, Labels, dataset);
        dataset.Files.Remove(dataset.Files.Keys.Single(path => path.StartsWith(table + "/", StringComparison.Ordinal)));
        Profile read = RoundTripTests.Read(dataset);
        Assert.Equal(2, read.Samples.Count);
        Assert.Contains(read.Diagnostics, diagnostic => diagnostic.Reason == reason);
        Assert.Contains(name, DatasetCase.Rows(read, RoundTripTests.UnixClock, null)[0]);
    }

    [Fact]
    public async Task A_dictionary_that_was_moved_into_another_file_is_found()
    {
        var dataset = new MemoryDataset();
        await ProfileDataset.WriteAsync(Sample, Labels, dataset);
        foreach (string path in dataset.Files.Keys.Where(path => path.StartsWith("stacks/", StringComparison.Ordinal) || path.StartsWith("frames/", StringComparison.Ordinal)).ToArray())
        {
            dataset.Files[path[..path.LastIndexOf('/')] + "/compacted.parquet"] = dataset.Files[path];
            dataset.Files.Remove(path);
        }
        Profile read = RoundTripTests.Read(dataset);
        Assert.Empty(read.Diagnostics);
        Assert.Equal(DatasetCase.Rows(Sample, DatasetCase.Clock, "web-1"), DatasetCase.Rows(read, RoundTripTests.UnixClock, null));
    }

    [Fact]
    public void Two_rows_with_one_id_are_reported()
    {
        var assembler = new ProfileAssembler("test");
        assembler.AddFrame(1, "user", "a", "", "", 0, 0, false);
        assembler.AddFrame(1, "user", "a", "", "", 0, 0, false);
        assembler.AddFrame(1, "user", "b", "", "", 0, 0, false);
        assembler.AddFrame(1, "user", "b", "", "", 0, 0, false);
        assembler.AddStack(5, [1]);
        assembler.AddStack(5, [1, 1]);
        assembler.AddContext(9, 1, 1, "c", null, "e", "[]", -1);
        assembler.AddContext(9, 1, 2, "c", null, "e", "[]", -1);
        assembler.AddSample(1, 5, 9, 0, 1, [1]);
        Profile profile = assembler.Build(RecordingHeader.Empty, 0);
        Assert.Equal(
            ["two different contexts with one id (1)", "two different frames with one id (1)", "two different stacks with one id (1)"],
            profile.Diagnostics.Select(d => d.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(["a"], profile.GetStackNames(profile.Samples[0].Stack));
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_refused()
    {
        var dataset = new MemoryDataset();
        await ProfileDataset.WriteAsync(Sample, Labels, dataset);
        string path = dataset.Files.Keys.First(path => path.StartsWith("samples/", StringComparison.Ordinal));
        byte[] file = dataset.Files[path], key = "flamescope.schema"u8.ToArray();
        int version = file.AsSpan().IndexOf(key) + key.Length + 2; // a type and a length precede the value
        Assert.Equal((byte)'1', file[version]);
        file[version] = (byte)'2';
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => ProfileDataset.ReadAsync(dataset, new DatasetQuery { Service = "checkout" }));
        Assert.Contains("the version of the schema is '2'", error.Message);
    }

    [Fact]
    public async Task A_clock_that_is_absent_inexact_or_wrong_is_refused()
    {
        var dataset = new MemoryDataset();
        await AssertRefusedAsync(null, "has no wall-clock time");
        await AssertRefusedAsync(DatasetCase.Clock with { IsUtc = false }, "is in local time");
        await AssertRefusedAsync(DatasetCase.Clock with { IsExact = false }, "accurate only to about a second");
        await AssertRefusedAsync(new WallClock(0, -5_000_000_000, true), "before 1970");
        await AssertRefusedAsync(new WallClock(0, 9_000_000_000_000_000_000, true), "in the future: the clock of the host is wrong");
        Assert.Empty(dataset.Files);

        Profile inexact = DatasetCase.WithClock(Sample, DatasetCase.Clock with { IsExact = false });
        await ProfileDataset.WriteAsync(inexact, Labels, dataset, new DatasetWriteOptions { AllowInexactClock = true });
        Profile read = RoundTripTests.Read(dataset);
        Assert.False(read.Header.Clock!.IsExact);
        Assert.Equal("recording whose clock is accurate only to about a second", Assert.Single(read.Diagnostics).Reason);

        await ProfileDataset.WriteAsync(DatasetCase.WithClock(Sample, null), Labels with { Host = "web-2" }, dataset, new DatasetWriteOptions { Clock = DatasetCase.Clock });
        Assert.Equal(["web-1", "web-2"], (await ProfileDataset.ListAsync(dataset, new DatasetQuery { Service = "checkout" })).Select(r => r.Host).Order(StringComparer.Ordinal));

        async Task AssertRefusedAsync(WallClock? clock, string problem)
        {
            Profile profile = DatasetCase.WithClock(Sample, clock);
            Assert.Contains(problem, (await Assert.ThrowsAsync<DatasetException>(() => ProfileDataset.WriteAsync(profile, Labels, dataset))).Message);
        }
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b=c\\d")]
    [InlineData("..")]
    [InlineData("'; drop table samples; --")]
    [InlineData("ø %41 \n \0")]
    public async Task Hostile_names_stay_names(string name)
    {
        string root = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var dataset = new DatasetFolder(root);
            var labels = new RecordingLabels { Service = name, Host = name, Labels = [KeyValuePair.Create(name, name)] };
            Profile profile = DatasetCase.WithClock(ProfileSpec.Build([ProfileSpec.Sample(1, name, name, name)]), DatasetCase.Clock);
            await ProfileDataset.WriteAsync(profile, labels, dataset);
            Profile read = await ProfileDataset.ReadAsync(dataset, new DatasetQuery { Service = name, Host = name });
            Assert.Equal(DatasetCase.Rows(profile, DatasetCase.Clock, name, $"{name}={name}"), DatasetCase.Rows(read, RoundTripTests.UnixClock, null));
            Assert.All(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories), file => Assert.EndsWith(".parquet", file, StringComparison.Ordinal));
            Assert.Equal(6, Directory.EnumerateDirectories(root).Count());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task Too_many_value_types_and_samples_are_refused()
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { Clock = DatasetCase.Clock } };
        SampleEventId many = builder.AddEvent("heap", [new("a", ""), new("b", ""), new("c", ""), new("d", ""), new("e", "")]);
        builder.AddSample(new SampleRow { Time = 1, Thread = builder.AddThread(1, 1, "x"), Event = many, Values = [1, 2, 3, 4, 5] });
        var dataset = new MemoryDataset();
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => ProfileDataset.WriteAsync(builder.Build(), Labels, dataset));
        Assert.Contains("'heap' has 5 value types, and a dataset holds at most 4", error.Message);
        await ProfileDataset.WriteAsync(Sample, Labels, dataset);
        error = await Assert.ThrowsAsync<DatasetException>(() => ProfileDataset.ReadAsync(dataset, new DatasetQuery { Service = "checkout", MaximumSamples = 1 }));
        Assert.Contains("more than 1 samples", error.Message);
        error = await Assert.ThrowsAsync<DatasetException>(() => ProfileDataset.ReadAsync(dataset, new DatasetQuery { Service = "x", Host = "y" }));
        Assert.Contains("no samples of the service 'x' and the host 'y'", error.Message);
    }

    [Fact]
    public async Task A_canceled_write_leaves_no_listed_recording()
    {
        string root = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var dataset = new DatasetFolder(root);
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProfileDataset.WriteAsync(
            Sample, Labels, dataset, new DatasetWriteOptions { Compression = CompressionLevel.Fastest }, canceled.Token));
        Assert.Empty(Directory.Exists(root) ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories) : []);
    }
}
