using FlameScope.Columnar;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Store.Tests;

/// <summary>The store that reads the files itself answers as the engines do.</summary>
public sealed class DatasetProfileStoreTests
{
    [Fact]
    public void Heat_maps_trees_and_samples_are_those_of_the_library() => StoreSuite.CheckLaws(Open, profiles: 8, queries: 12);

    [Fact]
    public Task What_a_limit_omits_is_counted() => StoreSuite.CheckLimitsAsync(Open);

    [Fact]
    public async Task Without_a_service_all_services_are_asked()
    {
        Profile profile = ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main")]);
        using StoreCase test = StoreCase.Create(profile, profile);
        DatasetProfileStore store = Open(test.Root);
        var query = new ProfileQuery { Range = StoreCase.All.Range };
        Assert.Equal(3, (await store.GetHeatmapAsync(query)).Total);
        Assert.Equal(3, (await store.GetStacksAsync(query)).SampleCount);
        Assert.Equal(3, (await store.ReadAsync(query)).Samples.Count);
        Assert.Equal(["checkout", "checkout", "other"], (await store.ListAsync(query)).Select(recording => recording.Service).Order(StringComparer.Ordinal));
        await Assert.ThrowsAsync<ProfileStoreException>(() => store.ReadAsync(query, 2));
    }

    [Fact]
    public async Task A_missing_dictionary_loses_no_sample()
    {
        Profile first = ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main", "run")]), second = ProfileSpec.Build([ProfileSpec.Sample(2, "node", "start")]);
        using StoreCase test = StoreCase.Create(first, second);
        DatasetProfileStore store = Open(test.Root);
        string id = (await store.ListAsync(StoreCase.All with { Host = "web-2" })).Single().Id;
        foreach (string table in (string[])["stacks", "contexts"])
        {
            File.Delete(Directory.EnumerateFiles(Path.Combine(test.Root, table), id + ".parquet", SearchOption.AllDirectories).Single());
        }
        StackCounts counts = await store.GetStacksAsync(StoreCase.All);
        Assert.Equal((2L, 0L), (counts.SampleCount, counts.OmittedSamples));
        Assert.Contains("[missing stack]", counts.Profile.Symbols);
        Assert.Contains("[missing context]", counts.Profile.Comms);
        Assert.Equal(2, counts.Profile.Diagnostics.Count);
        Assert.Equal(2, (await store.GetHeatmapAsync(StoreCase.All)).Total);
    }

    [Fact]
    public async Task Dictionaries_are_found_after_a_compaction_gave_their_files_other_names()
    {
        Profile first = ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main", "run")]), second = ProfileSpec.Build([ProfileSpec.Sample(2, "node", "start")]);
        using StoreCase test = StoreCase.Create(first, second);
        int number = 0;
        foreach (string table in (string[])["stacks", "frames", "contexts", "labels"])
        {
            foreach (string file in Directory.GetFiles(Path.Combine(test.Root, table), "*.parquet", SearchOption.AllDirectories)) File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, $"part-{++number}.parquet"));
        }
        StackCounts counts = await Open(test.Root).GetStacksAsync(StoreCase.All);
        Assert.Empty(counts.Profile.Diagnostics);
        Assert.Contains("run", counts.Profile.Symbols);
        Assert.Contains("start", counts.Profile.Symbols);
    }

    [Fact]
    public async Task A_file_that_is_cut_is_reported()
    {
        using StoreCase test = StoreCase.Create(ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main")]), ProfileSpec.Build([ProfileSpec.Sample(2, "node", "start")]));
        string file = Directory.EnumerateFiles(Path.Combine(test.Root, "samples"), "*.parquet", SearchOption.AllDirectories).First(path => path.Contains("service=checkout"));
        byte[] whole = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, whole[..(whole.Length / 2)]);
        ProfileStoreException error = await Assert.ThrowsAsync<ProfileStoreException>(() => Open(test.Root).GetHeatmapAsync(StoreCase.All));
        Assert.Contains(Path.GetFileName(file), error.Message);
    }

    [Fact]
    public async Task A_canceled_question_ends()
    {
        using StoreCase test = StoreCase.Create(ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main")]), ProfileSpec.Build([ProfileSpec.Sample(2, "node", "start")]));
        var canceled = new CancellationToken(canceled: true);
        DatasetProfileStore store = Open(test.Root);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.GetHeatmapAsync(StoreCase.All, cancellationToken: canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ListAsync(StoreCase.All, canceled));
    }

    private static DatasetProfileStore Open(string root) => new(new DatasetFolder(root));
}
