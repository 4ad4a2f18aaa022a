using FlameScope.Columnar;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Store.Tests;

public class RecordingTests
{
    [OptionalTheory(Requirement.Recordings)]
    [InlineData("build-49hz.perf.gz")]
    [InlineData("build-999hz.perf.gz")]
    [InlineData("compile-799hz.perf.gz")]
    public async Task A_recording_comes_back_from_a_dataset_and_from_DuckDB_with_its_tree_and_its_heat_map(string file)
    {
        Profile profile = ProfileView.Open(Path.Combine(TestEnvironment.Recordings!, file)).Profile;
        string root = Directory.CreateTempSubdirectory("flamescope-recording").FullName;
        try
        {
            var folder = new DatasetFolder(root);
            // The recording starts with a whole second of UTC, so that the columns of its heat map are the same ones.
            var options = new DatasetWriteOptions { Clock = new WallClock(profile.Origin, StoreCase.Start - (StoreCase.Start % 1_000_000_000), IsExact: true) };
            DatasetWriteResult written = await ProfileDataset.WriteAsync(profile, new RecordingLabels { Service = "build", Host = "host" }, folder, options);
            SampleSelection expected = profile.Select(new SampleFilter { Event = SampleFilter.AnyEvent });
            Assert.Equal(expected.GetTotal(SampleWeight.Samples), written.SampleCount);

            Profile read = await ProfileDataset.ReadAsync(folder, new DatasetQuery { Service = "build" });
            Check(expected, read);

            using var engine = new DuckDbEngine();
            SqlProfileStore store = engine.CreateStore(root);
            var query = new ProfileQuery { Service = "build", Range = new TimeRange(read.FirstTime!.Value, read.LastTime!.Value + 1) };
            Check(expected, await store.ReadAsync(query));
            StackCounts counts = await store.GetStacksAsync(query);
            Assert.Equal((written.SampleCount, 0L), (counts.SampleCount, counts.OmittedSamples));
            Assert.Equal(Tree(expected), Tree(counts.Profile.Select(SampleFilter.All)));
            Assert.Equal(Cells(SubsecondHeatmap.From(profile)), Cells(await store.GetHeatmapAsync(query)));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Check(SampleSelection expected, Profile read)
    {
        Assert.Empty(read.Diagnostics);
        Assert.Equal(Tree(expected), Tree(read.Select(SampleFilter.All)));
        Assert.Equal(Cells(SubsecondHeatmap.From(expected.Profile)), Cells(SubsecondHeatmap.From(read)));
    }

    // Names, kinds and values of all nodes, in canonical order.
    private static List<(string Name, FrameKind Kind, int Depth, long Self, long Total)> Tree(SampleSelection samples)
    {
        StackTree tree = StackTree.From(samples);
        var nodes = new List<(string, FrameKind, int, long, long)>(tree.Count);
        for (int i = 0; i < tree.Count; i++) nodes.Add((tree.GetName(i), tree.Kinds[i], tree.Depths[i], tree.SelfValues[i], tree.TotalValues[i]));
        return nodes;
    }

    // A dataset does not have the idle samples, so the map may start or end with other empty columns.
    private static long[] Cells(SubsecondHeatmap map)
    {
        int first = 0, end = map.ColumnCount;
        while (first < end && map.GetColumnTotal(first) == 0) first++;
        while (end > first && map.GetColumnTotal(end - 1) == 0) end--;
        return map.Values[(first * map.RowCount)..(end * map.RowCount)].ToArray();
    }
}
