using System.Data.Common;

namespace FlameScope.Store;

/// <summary>Runs a query. Canceling it cancels it in the engine.</summary>
internal static class QueryRunner
{
    // Some drivers, such as that of DuckDB, run synchronously: the query is then run by a thread of the pool.
    public static Task RunAsync(DbDataSource source, string sql, SqlText values, Action<QueryRow> add, CancellationToken cancellationToken) =>
        Task.Run(() => ReadAsync(source, sql, values, add, cancellationToken), cancellationToken);

    private static async Task ReadAsync(DbDataSource source, string sql, SqlText values, Action<QueryRow> add, CancellationToken cancellationToken)
    {
        try
        {
            DbConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                DbCommand command = connection.CreateCommand();
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
