using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Columnar.Tests;

public class RoundTripTests
{
    // Each run writes and reads about ten files.
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(30);

    private static readonly RecordingLabels Labels = new() { Service = "checkout", Host = "web-1" };

    [Fact]
    public void A_profile_that_was_written_is_read_back() => Check.One(Runs, Prop.ForAll(DatasetCase.Profiles, profile => CheckRoundTrip(profile, Labels)));

    [Fact]
    public void Value_types_counts_and_labels_are_read_back() => Check.One(Runs, Prop.ForAll(DatasetCase.ValuedProfiles, profile => CheckRoundTrip(profile, Labels)));

    [Fact]
    public void Labels_of_the_recording_are_labels_of_its_samples() => Check.One(Runs, Prop.ForAll(DatasetCase.ValuedProfiles, profile =>
        CheckRoundTrip(profile, Labels with { Labels = [KeyValuePair.Create("version", "v42")] }, "version=v42")));

    [Fact]
    public void A_dataset_of_a_merged_profile_has_the_rows_of_both_datasets() => Check.One(Runs, Prop.ForAll(DatasetCase.Profiles, DatasetCase.ValuedProfiles, (first, second) =>
    {
        if (!DatasetCase.HasRows(first) || !DatasetCase.HasRows(second)) return;
        Profile a = DatasetCase.WithClock(first, DatasetCase.Clock, "web-1"), b = DatasetCase.WithClock(second, DatasetCase.Clock, "web-2");
        var both = new MemoryDataset();
        Write(a, new RecordingLabels { Service = "checkout" }, both);
        Write(b, new RecordingLabels { Service = "checkout" }, both);
        var merged = new MemoryDataset();
        Assert.Equal(2, Write(Profile.Merge(a, b), new RecordingLabels { Service = "checkout" }, merged).Recordings.Count);
        Assert.Equal(DatasetCase.Rows(Read(both), UnixClock, null), DatasetCase.Rows(Read(merged), UnixClock, null));
        // The files of samples are the same ones, since their names are hashes of what is in them.
        Assert.Equal(SampleFiles(both), SampleFiles(merged));
    }));

    [Fact]
    public void A_range_and_a_host_are_read_back() => Check.One(Runs, Prop.ForAll(
        DatasetCase.Profiles, DatasetCase.Profiles, Arb.From(Gen.Choose(0, 15).Two()), (first, second, seconds) =>
        {
            if (!DatasetCase.HasRows(first) || !DatasetCase.HasRows(second)) return;
            var dataset = new MemoryDataset();
            Write(first, Labels, dataset);
            Write(second, Labels with { Host = "web-2" }, dataset);
            long from = Math.Min(seconds.Item1, seconds.Item2), to = Math.Max(seconds.Item1, seconds.Item2);
            var range = new TimeRange(DatasetCase.Start + (from * 1_000_000_000), DatasetCase.Start + (to * 1_000_000_000));
            List<string> expected = Within(DatasetCase.Rows(first, DatasetCase.Clock, "web-1"), range);
            var query = new DatasetQuery { Service = "checkout", Host = "web-1", Range = range };
            if (expected.Count == 0 && !dataset.Files.Keys.Any(path => IsInRange(path, range)))
            {
                Assert.Throws<DatasetException>(() => ProfileDataset.ReadAsync(dataset, query).GetAwaiter().GetResult());
                return;
            }
            Assert.Equal(expected, DatasetCase.Rows(ProfileDataset.ReadAsync(dataset, query).GetAwaiter().GetResult(), UnixClock, null));
        }));

    [Fact]
    public async Task Small_row_groups_outside_of_the_range_are_skipped()
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { Clock = DatasetCase.Clock } };
        ThreadId thread = builder.AddThread(1, 1, "worker");
        SampleEventId cycles = builder.AddEvent("cycles");
        for (int i = 0; i < 3500; i++) builder.AddSample(i * 1_000_000L, StackId.Empty, thread, 0, cycles);
        var dataset = new MemoryDataset();
        await ProfileDataset.WriteAsync(builder.Build(), Labels, dataset, new DatasetWriteOptions { RowGroupSize = 1000 });
        var query = new DatasetQuery { Service = "checkout", Range = new TimeRange(DatasetCase.Start + 1_500_000_000, DatasetCase.Start + 1_600_000_000) };
        Assert.Equal(100, (await ProfileDataset.ReadAsync(dataset, query)).Samples.Count);
    }

    internal static WallClock UnixClock { get; } = new(0, 0, IsExact: true);

    internal static DatasetWriteResult Write(Profile profile, RecordingLabels labels, IDatasetTarget target) =>
        ProfileDataset.WriteAsync(profile, labels, target).GetAwaiter().GetResult();

    internal static Profile Read(IDatasetSource source) => ProfileDataset.ReadAsync(source, new DatasetQuery { Service = "checkout" }).GetAwaiter().GetResult();

    private static void CheckRoundTrip(Profile profile, RecordingLabels labels, string label = "")
    {
        var dataset = new MemoryDataset();
        List<string> expected = DatasetCase.Rows(profile, DatasetCase.Clock, labels.Host, label);
        if (expected.Count == 0)
        {
            Assert.Throws<DatasetException>(() => Write(profile, labels, dataset));
            return;
        }
        DatasetWriteResult result = Write(profile, labels, dataset);
        Assert.Equal(expected.Count, result.SampleCount);
        Profile read = Read(dataset);
        Assert.Equal(expected, DatasetCase.Rows(read, UnixClock, null));
        Assert.Empty(read.Diagnostics);
        Assert.Equal("web-1", read.Header.HostName);
    }

    private static IEnumerable<string> SampleFiles(MemoryDataset dataset) =>
        dataset.Files.Where(file => file.Key.StartsWith("samples/", StringComparison.Ordinal)).Select(file => file.Key + Convert.ToHexString(file.Value));

    private static List<string> Within(List<string> rows, TimeRange range) =>
        rows.FindAll(row => range.Contains(long.Parse(row[..row.IndexOf('|')], System.Globalization.CultureInfo.InvariantCulture)));

    private static bool IsInRange(string path, TimeRange range) =>
        path.StartsWith("samples/", StringComparison.Ordinal) && path.Contains("host=web-1")
        && (path.Contains("date=2026-11-28/hour=23") ? range.Start < DatasetCase.Start + 10_000_000_000 && !range.IsEmpty
            : range.End > DatasetCase.Start + 10_000_000_000 && !range.IsEmpty);
}
