using System.Data.Common;

namespace FlameScope.Store.Tests;

/// <summary>A SQL engine that tests ask.</summary>
public abstract class Engine : IDisposable
{
    private int _number;

    public abstract DbDataSource Source { get; }

    public abstract SqlDialect Dialect { get; }

    /// <summary>Makes the files of a dataset tables of the engine.</summary>
    public abstract SqlTables Load(string root);

    public SqlProfileStore CreateStore(string root) => new(Source, Dialect, Load(root));

    /// <summary>Returns the first column of a query that has no parameters.</summary>
    public List<string> Run(string sql) => Read(Source, sql).ConvertAll(row => row[0]?.ToString() ?? "");

    public abstract void Dispose();

    protected SqlTables NextTables() => SqlTables.WithPrefix($"t{++_number}_");

    protected static void Execute(DbDataSource source, string sql)
    {
        using DbConnection connection = source.OpenConnection();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected static List<object?[]> Read(DbDataSource source, string sql)
    {
        using DbConnection connection = source.OpenConnection();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            object?[] row = new object?[reader.FieldCount];
            for (int i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>Returns the rows of a table of a dataset as the values of an insert statement.</summary>
    protected static IEnumerable<string> ReadValues(SqlTables files, string table, SqlDialect dialect, Func<string, string> list, bool hasBooleans)
    {
        using var duckDb = new DuckDbEngine();
        string source = (string)typeof(SqlTables).GetProperty(char.ToUpperInvariant(table[0]) + table[1..])!.GetValue(files)!;
        string columns = string.Join(", ", Columns(table).Select(column => column == "frames" ? "array_to_string(frames, ',')" : column));
        foreach (object?[] row in Read(duckDb.Source, $"select {columns} from {source}"))
        {
            IEnumerable<string> values = row.Select((value, i) => value switch
            {
                null => "null",
                bool flag => hasBooleans ? flag ? "true" : "false" : flag ? "1" : "0",
                string ids when Columns(table)[i] == "frames" => list(ids),
                string text => dialect.Literal(text),
                _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
            });
            yield return $"({string.Join(", ", values)})";
        }
    }

    /// <summary>Returns the columns of a table, in the order of the statements that create it.</summary>
    protected static string[] Columns(string table) => table switch
    {
        "samples" => ["date", "hour", "service", "host", "time_unix_nano", "stack_id", "context_id", "cpu", "count", "value", "value_2", "value_3", "value_4"],
        "stacks" => ["date", "service", "stack_id", "frames"],
        "frames" => ["date", "service", "frame_id", "name", "function", "module", "kind", "source", "line_number", "column_number", "inlined"],
        "contexts" => ["date", "service", "context_id", "pid", "tid", "comm", "process", "event", "value_types", "default_value"],
        "labels" => ["date", "service", "context_id", "key", "value", "is_number", "unit"],
        _ => ["date", "service", "host", "recording_id", "start_unix_nano", "end_unix_nano", "clock_exact", "samples", "idle", "untimed", "lost", "unreadable", "format", "header"],
    };

    protected static string[] Tables { get; } = ["samples", "stacks", "frames", "contexts", "labels", "recordings"];
}
