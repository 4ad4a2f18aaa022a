using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace FlameScope.Store.Tests;

/// <summary>A PostgreSQL server that is started for the tests, in a temporary folder.</summary>
public sealed class PostgreSqlEngine : Engine
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-pg").FullName;
    private readonly Process _server;

    public PostgreSqlEngine()
    {
        string bin = TestEnvironment.PostgreSqlFolder!;
        string data = Path.Combine(_folder, "data");
        // The server refuses to run as root.
        if (Environment.UserName == "root") ServerProcess.Run("chown", ["postgres", _folder]);
        ServerProcess.Run(Path.Combine(bin, "initdb"), ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"], "postgres");
        int port = ServerProcess.FindPort();
        _server = ServerProcess.Start(
            Path.Combine(bin, "postgres"),
            ["-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), "-h", "127.0.0.1", "-k", _folder, "-c", "fsync=off"],
            "postgres");
        Source = NpgsqlDataSource.Create(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Timeout=60"));
        ServerProcess.WaitFor(_server, () => Execute(Source, "select 1"));
    }

    public override DbDataSource Source { get; }

    public override SqlDialect Dialect => SqlDialect.PostgreSql;

    public override SqlTables Load(string root)
    {
        SqlTables tables = NextTables(), files = SqlTables.DuckDbFiles(root);
        string prefix = tables.Samples[..^"samples".Length];
        Execute(Source, ProfileSql.CreateTables(Dialect, tables));
        foreach (string table in Tables)
        {
            foreach (string[] rows in ReadValues(files, table, Dialect, ids => $"'{{{ids}}}'", hasBooleans: true).Chunk(1000))
            {
                Execute(Source, $"insert into {prefix}{table} values {string.Join(", ", rows)}");
            }
        }
        return tables;
    }

    public override void Dispose()
    {
        Source.Dispose();
        ServerProcess.Stop(_server);
        Directory.Delete(_folder, recursive: true);
    }
}
