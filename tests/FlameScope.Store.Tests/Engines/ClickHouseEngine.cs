using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace FlameScope.Store.Tests;

/// <summary>
/// Two ClickHouse servers that are started for the tests on loopback ports. Samples and stacks are sharded by the stack over both, in <c>Distributed</c>
/// tables; the other tables are on both.
/// </summary>
public sealed class ClickHouseEngine : Engine
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flamescope-ch").FullName;
    private readonly Process[] _servers = new Process[2];
    private readonly ClickHouseDataSource[] _shards = new ClickHouseDataSource[2];

    public ClickHouseEngine()
    {
        int[] http = [ServerProcess.FindPort(), ServerProcess.FindPort()], native = [ServerProcess.FindPort(), ServerProcess.FindPort()];
        int[] between = [ServerProcess.FindPort(), ServerProcess.FindPort()];
        string shards = string.Concat(native.Select(port => string.Create(
            CultureInfo.InvariantCulture, $"<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>{port}</port></replica></shard>")));
        for (int i = 0; i < 2; i++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder, $"shard{i}")).FullName;
            File.WriteAllText(Path.Combine(folder, "users.xml"), """
                <yandex>
                  <profiles><default><join_default_strictness>ALL</join_default_strictness><distributed_product_mode>local</distributed_product_mode><insert_distributed_sync>1</insert_distributed_sync></default></profiles>
                  <users><default><password></password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota></default></users>
                  <quotas><default></default></quotas>
                </yandex>
                """);
            File.WriteAllText(Path.Combine(folder, "config.xml"), string.Create(CultureInfo.InvariantCulture, $"""
                <yandex>
                  <logger><level>error</level><log>{folder}/log.txt</log><errorlog>{folder}/errors.txt</errorlog></logger>
                  <http_port>{http[i]}</http_port><tcp_port>{native[i]}</tcp_port><interserver_http_port>{between[i]}</interserver_http_port>
                  <listen_host>127.0.0.1</listen_host><interserver_http_host>127.0.0.1</interserver_http_host>
                  <path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path><users_config>users.xml</users_config>
                  <default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>1000000</mark_cache_size>
                  <remote_servers><tests>{shards}</tests></remote_servers>
                </yandex>
                """));
            _servers[i] = ServerProcess.Start(TestEnvironment.ClickHouse!, ["--config-file", Path.Combine(folder, "config.xml")], "root");
            _shards[i] = new ClickHouseDataSource(http[i]);
        }
        for (int i = 0; i < 2; i++)
        {
            ClickHouseDataSource shard = _shards[i];
            ServerProcess.WaitFor(_servers[i], () => Execute(shard, "select 1"));
        }
    }

    public override DbDataSource Source => _shards[0];

    public override SqlDialect Dialect => SqlDialect.ClickHouse;

    public override SqlTables Load(string root)
    {
        SqlTables tables = NextTables(), files = SqlTables.DuckDbFiles(root);
        string prefix = tables.Samples[..^"samples".Length];
        string create = ProfileSql.CreateTables(Dialect, tables).Replace($"{tables.Samples} ", $"{tables.Samples}_local ", StringComparison.Ordinal)
            .Replace($"{tables.Stacks} ", $"{tables.Stacks}_local ", StringComparison.Ordinal);
        foreach (ClickHouseDataSource shard in _shards)
        {
            foreach (string statement in create.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Execute(shard, statement);
            foreach (string table in (string[])[tables.Samples, tables.Stacks])
            {
                Execute(shard, $"create table {table} as {table}_local engine = Distributed(tests, default, {table}_local, stack_id)");
            }
        }
        foreach (string table in Tables)
        {
            foreach (string[] rows in ReadValues(files, table, Dialect, ids => $"[{ids}]", hasBooleans: false).Chunk(1000))
            {
                // What is sharded is inserted once, and what each shard needs is inserted into both.
                foreach (ClickHouseDataSource shard in table is "samples" or "stacks" ? _shards[..1] : _shards)
                {
                    Execute(shard, $"insert into {prefix}{table} values {string.Join(", ", rows)}");
                }
            }
        }
        return tables;
    }

    public override void Dispose()
    {
        foreach (Process server in _servers) ServerProcess.Stop(server);
        Directory.Delete(_folder, recursive: true);
    }
}
