using FlameScope.Columnar;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Store.Tests;

public class ChdbTests
{
    [OptionalFact(Requirement.Chdb)]
    public async Task A_current_ClickHouse_answers_as_the_library_does()
    {
        using var engine = new ChdbEngine();
        StoreSuite.CheckLaws(engine.CreateStore, profiles: 3, queries: 8);
        await StoreSuite.CheckLimitsAsync(engine.CreateStore);
        await StoreSuite.CheckHostileNamesAsync(engine);
        StoreSuite.CheckText(engine);
    }

    [OptionalFact(Requirement.Chdb)]
    public async Task Views_of_the_files_in_a_current_ClickHouse_answer_as_the_files_do()
    {
        string root = Directory.CreateTempSubdirectory("flamescope-chdb").FullName;
        try
        {
            var folder = new DatasetFolder(root);
            foreach (int host in (int[])[1, 2])
            {
                await ProfileDataset.WriteAsync(Create(host), new RecordingLabels { Service = "checkout", Host = $"web-{host}" }, folder);
            }
            using var engine = new ChdbEngine();
            var files = new DatasetProfileStore(folder);
            var views = new SqlProfileStore(engine.Source, engine.Dialect, engine.View(root));
            foreach (TimeRange range in (TimeRange[])[new(StoreCase.Start, StoreCase.Start + 100_000_000_000), new(StoreCase.Start + 60_000_000_000, StoreCase.Start + 60_280_000_000)])
            {
                var query = new ProfileQuery { Service = "checkout", Range = range };
                StackCounts expected = await files.GetStacksAsync(query), counts = await views.GetStacksAsync(query);
                Assert.InRange(counts.SampleCount, 500, 200_000);
                Assert.Equal(expected.SampleCount, counts.SampleCount);
                Assert.Equal(Tree(expected), Tree(counts));
                Assert.Equal((await files.GetHeatmapAsync(query)).Total, (await views.GetHeatmapAsync(query)).Total);
                Assert.Equal(
                    (await files.GetFunctionsAsync(query)).Functions.Rows.Select(row => (row.Name, row.Self, row.Total)),
                    (await views.GetFunctionsAsync(query)).Functions.Rows.Select(row => (row.Name, row.Self, row.Total)));
                HostCounts hosts = await views.GetHostsAsync(query, TimeSpan.FromSeconds(1));
                Assert.Equal(["web-1", "web-2"], hosts.Hosts.Select(host => host.Host));
            }
            Assert.Equal(2, (await views.ListAsync(new ProfileQuery { Range = new TimeRange(StoreCase.Start, StoreCase.Start + 1_000_000_000) })).Count);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    // Enough samples for several pages.
    private static Profile Create(int host)
    {
        var builder = new ProfileBuilder { Format = "test", Header = new RecordingHeader { Clock = new WallClock(0, 0, IsExact: true) } };
        SampleEventId cycles = builder.AddEvent("cycles");
        ThreadId thread = builder.AddThread(1, 1, "worker");
        FrameId[] frames = [.. Enumerable.Range(0, 10).Select(i => builder.AddFrame(builder.AddSymbol($"f{i}"), ModuleId.None, FrameKind.User))];
        for (int i = 0; i < 100_000; i++)
        {
            StackId stack = builder.AddStack(builder.AddStack(StackId.Empty, frames[0]), frames[i * host % 9 + 1]);
            builder.AddSample(new SampleRow { Time = StoreCase.Start + (i * 1_000_000L), Stack = stack, Thread = thread, Event = cycles, Value = 10 });
        }
        return builder.Build();
    }

    private static string Tree(StackCounts counts)
    {
        using var text = new MemoryStream();
        Export.FoldedStacks.Write(StackTree.From(counts.Profile.Select(SampleFilter.All)), text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
