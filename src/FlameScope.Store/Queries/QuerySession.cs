using System.Data.Common;

namespace FlameScope.Store;

/// <summary>
/// Runs the queries of one question on one connection: with DuckDB in memory, each new connection starts an engine. Canceling a query cancels it in the engine.
/// </summary>
internal sealed class QuerySession(DbDataSource source, SqlDialect dialect, SqlTables tables, ProfileQuery query, CancellationToken cancellationToken) : IAsyncDisposable
{
    private DbConnection? _connection;

    // Some drivers, such as that of DuckDB, run synchronously: the query is then run by a thread of the pool.
    public Task RunAsync(Func<SqlQueries, string> create, Action<QueryRow> add)
    {
        var values = new SqlText(dialect, hasParameters: true);
        string sql = create(new SqlQueries(query, tables, values));
        return Task.Run(() => ReadAsync(sql, values, add), cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? default;

    private async Task ReadAsync(string sql, SqlText values, Action<QueryRow> add)
    {
        try
        {
            _connection ??= await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            DbCommand command = _connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = sql;
                command.CommandTimeout = 0;
                values.AddTo(command);
                using CancellationTokenRegistration canceled = cancellationToken.Register(() => Cancel(command));
                DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var row = new QueryRow(reader);
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        add(row);
                    }
                }
            }
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException or IOException or InvalidCastException or FormatException)
        {
            // An engine reports a canceled query as a failed one.
            cancellationToken.ThrowIfCancellationRequested();
            throw new ProfileStoreException($"The query failed: {failure.Message}", failure);
        }
    }

    private static void Cancel(DbCommand command)
    {
        try
        {
            command.Cancel();
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException or NotSupportedException)
        {
            // The query may have ended meanwhile, and some drivers cannot cancel by the command.
        }
    }
}
