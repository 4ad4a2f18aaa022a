using System.Data.Common;
using DuckDB.NET.Data;
using FlameScope.Store;

namespace FlameScope.AspNetCore.Tests;

/// <summary>A browser over a dataset of two hosts, and a browser over a folder with the same samples in one file.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    private readonly DbDataSource _duckDb = DuckDBClientFactory.Instance.CreateDataSource("DataSource=:memory:");

    internal TestDataset Dataset { get; } = TestDataset.Create();

    internal TestBrowser Stored { get; private set; } = null!;

    /// <summary>A browser over the same dataset, of which DuckDB answers.</summary>
    internal TestBrowser Sql { get; private set; } = null!;

    internal TestBrowser Files { get; private set; } = null!;

    internal static TestProfile First { get; } = TestProfile.Create(1);

    internal static TestProfile Second { get; } = TestProfile.Create(2, count: 300);

    public async Task InitializeAsync()
    {
        await Dataset.WriteAsync("checkout", "web-1", First);
        await Dataset.WriteAsync("checkout", "web-2", Second);
        await Dataset.WriteAsync("<b>a/b@c%\n", "..", TestProfile.Create(3, count: 20), isExact: false);
        Stored = await TestBrowser.StartAsync(options => (options.Folder, options.Store) = ("", Dataset.Store), prefix: "/fleet");
        Sql = await TestBrowser.StartAsync(options => (options.Folder, options.Store) = ("", new SqlProfileStore(_duckDb, SqlDialect.DuckDb, SqlTables.DuckDbFiles(Dataset.Path))));
        Files = await TestBrowser.StartAsync();
        Files.Folder.Write("all.perf", new TestProfile([.. First.Samples.Concat(Second.Samples).OrderBy(sample => sample.Time)]).ToText());
        Files.Folder.Write("web-1.perf", First.ToText());
        Files.Folder.Write("web-2.perf", Second.ToText());
    }

    public async Task DisposeAsync()
    {
        await Stored.DisposeAsync();
        await Files.DisposeAsync();
        await Sql.DisposeAsync();
        await _duckDb.DisposeAsync();
        Dataset.Dispose();
    }
}
