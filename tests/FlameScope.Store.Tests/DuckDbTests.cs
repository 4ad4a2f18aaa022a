using System.Data.Common;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Store.Tests;

public sealed class DuckDbTests : IDisposable
{
    private readonly DuckDbEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Heat_maps_trees_and_samples_are_those_of_the_library() => StoreSuite.CheckLaws(_engine.CreateStore, profiles: 5, queries: 8);

    [Fact]
    public Task What_a_limit_omits_is_counted() => StoreSuite.CheckLimitsAsync(_engine.CreateStore);

    [Fact]
    public Task Hostile_names_are_only_names() => StoreSuite.CheckHostileNamesAsync(_engine);

    [Fact]
    public void The_text_of_queries_gives_cells_and_folded_stacks() => StoreSuite.CheckText(_engine);

    [Fact]
    public async Task A_missing_dictionary_loses_no_sample()
    {
        Profile first = ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main", "run")]), second = ProfileSpec.Build([ProfileSpec.Sample(2, "node", "start")]);
        using StoreCase test = StoreCase.Create(first, second);
        SqlProfileStore store = _engine.CreateStore(test.Root);
        string id = (await store.ListAsync(StoreCase.All with { Host = "web-2" })).Single().Id;
        File.Delete(Directory.EnumerateFiles(Path.Combine(test.Root, "stacks"), id + ".parquet", SearchOption.AllDirectories).Single());
        StackCounts counts = await store.GetStacksAsync(StoreCase.All);
        Assert.Equal((2L, 0L), (counts.SampleCount, counts.OmittedSamples));
        Assert.Equal("stack whose row is missing in the dataset", Assert.Single(counts.Profile.Diagnostics).Reason);
        Assert.Contains("[missing stack]", counts.Profile.Symbols);

        File.Delete(Directory.EnumerateFiles(Path.Combine(test.Root, "contexts"), id + ".parquet", SearchOption.AllDirectories).Single());
        counts = await store.GetStacksAsync(StoreCase.All);
        Assert.Equal(2, counts.SampleCount);
        Assert.Contains(counts.Profile.Diagnostics, diagnostic => diagnostic.Reason == "context whose row is missing in the store");
        Assert.Contains("[missing context]", counts.Profile.Comms);
        Assert.Equal(2, (await store.ReadAsync(StoreCase.All)).Samples.Count);
        Assert.Equal(2, (await store.GetHeatmapAsync(StoreCase.All)).Total);
    }

    [Fact]
    public async Task Dictionaries_are_found_after_files_got_other_names_and_where_a_host_has_no_stacks()
    {
        Profile first = ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main", "run"), ProfileSpec.Sample(2, "java", "main")]);
        using StoreCase test = StoreCase.Create(first, ProfileSpec.Build([ProfileSpec.Sample(3, "node")]));
        SqlProfileStore store = _engine.CreateStore(test.Root);
        string[] before = await ReadAsync();
        Assert.Equal(["java;main 1", "java;main;run 1", "node 1"], before);
        foreach (string table in (string[])["samples", "stacks"])
        {
            foreach (string file in Directory.GetFiles(Path.Combine(test.Root, table), "*.parquet", SearchOption.AllDirectories))
            {
                File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, $"{table}_{Path.GetFileNameWithoutExtension(file)[..4]}.parquet"));
            }
            Assert.Equal(before, await ReadAsync());
        }

        async Task<string[]> ReadAsync()
        {
            Profile counted = (await store.GetStacksAsync(StoreCase.All)).Profile, read = await store.ReadAsync(StoreCase.All);
            Assert.Empty(counted.Diagnostics);
            Assert.Empty(read.Diagnostics);
            Assert.Equal(Folded(read), Folded(counted));
            return Folded(read);
        }

        static string[] Folded(Profile profile) => [.. profile.Select(SampleFilter.All)
            .Select(i => profile.Samples[i])
            .Select(sample => string.Join(';', profile.GetStackNames(sample.Stack).Prepend(profile.Comms[profile.Threads[sample.Thread].Comm])) + $" {sample.Count}")
            .Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_file_that_is_cut_or_absent_is_reported()
    {
        using StoreCase test = StoreCase.Create(ProfileSpec.Build([ProfileSpec.Sample(1, "java", "main")]), ProfileSpec.Build([ProfileSpec.Sample(2, "node", "start")]));
        SqlProfileStore store = _engine.CreateStore(test.Root);
        string file = Directory.EnumerateFiles(Path.Combine(test.Root, "samples"), "*.parquet", SearchOption.AllDirectories).First(path => path.Contains("service=checkout"));
        byte[] whole = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, whole[..(whole.Length / 2)]);
        ProfileStoreException error = await Assert.ThrowsAsync<ProfileStoreException>(() => store.GetHeatmapAsync(StoreCase.All));
        Assert.StartsWith("The query failed: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(file), error.Message);
        await Assert.ThrowsAsync<ProfileStoreException>(() => _engine.CreateStore(Path.Combine(test.Root, "absent")).GetHeatmapAsync(StoreCase.All));
    }

    [Fact]
    public async Task A_canceled_query_is_canceled_in_the_engine()
    {
        // A table of so many samples that counting them would take hours.
        await using DbDataSource source = CreateEndless("1");
        var store = new SqlProfileStore(source, SqlDialect.DuckDb);
        using var canceled = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.GetHeatmapAsync(StoreCase.All, cancellationToken: canceled.Token));
    }

    [Fact]
    public async Task An_engine_that_fails_during_a_query_gives_no_result()
    {
        await using DbDataSource source = CreateEndless("case when i = 5000000 then error('the disk is gone') else 1 end");
        ProfileStoreException error = await Assert.ThrowsAsync<ProfileStoreException>(() => new SqlProfileStore(source, SqlDialect.DuckDb).GetHeatmapAsync(StoreCase.All));
        Assert.Contains("the disk is gone", error.Message);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("x; drop table samples; --")]
    [InlineData("1a")]
    [InlineData("a\n")]
    public void A_prefix_that_is_not_one_of_names_is_refused(string prefix) => Assert.Throws<ArgumentException>(() => SqlTables.WithPrefix(prefix));

    [Fact]
    public void A_folder_whose_name_is_a_pattern_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SqlTables.DuckDbFiles("/data/*"));
        Assert.Contains("'it''s/samples/**/*.parquet'", SqlTables.DuckDbFiles("it's").Samples);
    }

    // A database in a file, because each connection to a database in memory has its own.
    private static DbDataSource CreateEndless(string count)
    {
        DbDataSource source = DuckDB.NET.Data.DuckDBClientFactory.Instance.CreateDataSource($"DataSource={Path.Combine(Directory.CreateTempSubdirectory("flamescope-duckdb").FullName, "db")}");
        using DbConnection connection = source.OpenConnection();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"""
            create view samples as select '2026-11-28' as date, '23' as hour, 'checkout' as service, 'h' as host, {StoreCase.Start} + i % 1000000000 as time_unix_nano,
              0 as stack_id, 0 as context_id, 0 as cpu, {count} as count, 1 as value from range(100000000000) t(i)
            """;
        command.ExecuteNonQuery();
        return source;
    }
}
