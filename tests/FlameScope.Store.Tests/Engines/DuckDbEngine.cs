using System.Data.Common;
using DuckDB.NET.Data;

namespace FlameScope.Store.Tests;

/// <summary>DuckDB in the process of the tests. It reads the files as they are.</summary>
public sealed class DuckDbEngine : Engine
{
    public override DbDataSource Source { get; } = DuckDBClientFactory.Instance.CreateDataSource("DataSource=:memory:");

    public override SqlDialect Dialect => SqlDialect.DuckDb;

    public override SqlTables Load(string root) => SqlTables.DuckDbFiles(root);

    public override void Dispose() => Source.Dispose();
}
