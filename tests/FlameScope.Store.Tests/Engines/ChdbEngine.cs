using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace FlameScope.Store.Tests;

/// <summary>A current ClickHouse: that of the npm package <c>chdb</c>, in a process of Node.js that answers over HTTP.</summary>
public sealed class ChdbEngine : Engine
{
    private readonly Process _server;
    private readonly ClickHouseDataSource _source;

    public ChdbEngine()
    {
        int port = ServerProcess.FindPort();
        string script = Path.Combine(AppContext.BaseDirectory, "Engines", "chdb-server.cjs");
        _server = ServerProcess.Start("node", [script, port.ToString(CultureInfo.InvariantCulture), TestEnvironment.Chdb!], Environment.UserName);
        _source = new ClickHouseDataSource(port);
        ServerProcess.WaitFor(_server, () => Execute(_source, "select 1"));
    }

    public override DbDataSource Source => _source;

    public override SqlDialect Dialect => SqlDialect.ClickHouse;

    public override SqlTables Load(string root)
    {
        SqlTables tables = NextTables(), files = SqlTables.DuckDbFiles(root);
        string prefix = tables.Samples[..^"samples".Length];
        foreach (string statement in Statements(tables)) Execute(_source, statement);
        foreach (string table in Tables)
        {
            foreach (string[] rows in ReadValues(files, table, Dialect, ids => $"[{ids}]", hasBooleans: true).Chunk(1000))
            {
                Execute(_source, $"insert into {prefix}{table} values {string.Join(", ", rows)}");
            }
        }
        return tables;
    }

    /// <summary>Returns views of the files, as the documentation has them.</summary>
    public SqlTables View(string root)
    {
        SqlTables tables = NextTables();
        string prefix = tables.Samples[..^"samples".Length];
        foreach (string table in Tables)
        {
            string folders = table switch { "samples" => "*/*/*/*", "recordings" => "*/*/*", _ => "*/*" };
            // ClickHouse takes names of folders that consist of digits as numbers.
            string hour = table == "samples" ? ", leftPad(toString(hour), 2, '0') as hour" : "", host = table is "samples" or "recordings" ? ", toString(host) as host" : "";
            string texts = $"toString(date) as date, toString(service) as service{hour}{host}";
            Execute(_source, $"create view {prefix}{table} as select * replace ({texts}) from file('{root}/{table}/{folders}/*.parquet', Parquet) settings use_hive_partitioning = 1");
        }
        return tables;
    }

    public override void Dispose()
    {
        ServerProcess.Stop(_server);
        _source.Dispose();
    }

    private string[] Statements(SqlTables tables) =>
        ProfileSql.CreateTables(Dialect, tables).Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
