using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace FlameScope.Store.Tests;

/// <summary>
/// A small ADO.NET driver over ClickHouse's HTTP interface, for servers of any version: the official driver refuses those of Debian. Parameters are put into
/// the query as literals, which servers without parameters understand.
/// </summary>
internal sealed class ClickHouseDataSource(int port) : DbDataSource
{
    public override string ConnectionString { get; } = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");

    protected override DbConnection CreateDbConnection() => new Connection(ConnectionString);

    private sealed class Connection(string address) : DbConnection
    {
        [AllowNull]
        public override string ConnectionString { get; set; } = address;

        public override string Database => "default";

        public override string DataSource => ConnectionString;

        public override string ServerVersion => "";

        public override ConnectionState State => ConnectionState.Open;

        public override void ChangeDatabase(string databaseName)
        {
        }

        public override void Close()
        {
        }

        public override void Open()
        {
        }

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => new Command(ConnectionString);
    }

    private sealed class Command(string address) : DbCommand
    {
        private readonly Npgsql.NpgsqlCommand _parameters = new(); // for its collection of parameters
        private readonly CancellationTokenSource _canceled = new();

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => _parameters.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel() => _canceled.Cancel();

        public override int ExecuteNonQuery()
        {
            Send("");
            return 0;
        }

        public override object? ExecuteScalar() => throw new NotSupportedException();

        public override void Prepare()
        {
        }

        protected override DbParameter CreateDbParameter() => _parameters.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            string[] lines = Send("\nFORMAT TabSeparated").Split('\n', StringSplitOptions.None);
            string[][] rows = Array.ConvertAll(lines[..^1], line => line.Split('\t'));
            var table = new DataTable { Locale = CultureInfo.InvariantCulture };
            for (int i = 0; i < (rows.Length == 0 ? 0 : rows[0].Length); i++) table.Columns.Add(null, typeof(object));
            foreach (string[] row in rows) table.Rows.Add(Array.ConvertAll(row, object (field) => field == "\\N" ? DBNull.Value : Unescape(field)));
            return new TextReader(table.CreateDataReader());
        }

        private string Send(string format)
        {
            string sql = CommandText;
            foreach (DbParameter parameter in Parameters)
            {
                string literal = parameter.Value is string text ? SqlDialect.ClickHouse.Literal(text) : Convert.ToString(parameter.Value, CultureInfo.InvariantCulture)!;
                foreach (string type in (string[])["Int64", "String"]) sql = sql.Replace($"{{{parameter.ParameterName}:{type}}}", literal, StringComparison.Ordinal);
            }
            using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            using HttpResponseMessage response = client.PostAsync(new Uri(address), new StringContent(sql + format, Encoding.UTF8), _canceled.Token).GetAwaiter().GetResult();
            string result = response.Content.ReadAsStringAsync(_canceled.Token).GetAwaiter().GetResult();
            return response.IsSuccessStatusCode ? result : throw new InvalidOperationException($"{result}\n{sql}");
        }

        private static string Unescape(string field)
        {
            if (!field.Contains('\\')) return field;
            var text = new StringBuilder();
            for (int i = 0; i < field.Length; i++)
            {
                if (field[i] != '\\') text.Append(field[i]);
                else text.Append(field[++i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', 'b' => '\b', 'f' => '\f', char other => other });
            }
            return text.ToString();
        }
    }

    // All fields are texts, which Convert.ToInt64 reads as numbers.
    private sealed class TextReader(DataTableReader rows) : DbDataReader
    {
        public override int Depth => 0;

        public override int FieldCount => rows.FieldCount;

        public override bool HasRows => rows.HasRows;

        public override bool IsClosed => rows.IsClosed;

        public override int RecordsAffected => 0;

        public override object this[int ordinal] => rows[ordinal];

        public override object this[string name] => rows[name];

        public override bool GetBoolean(int ordinal) => throw new NotSupportedException();

        public override byte GetByte(int ordinal) => throw new NotSupportedException();

        public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

        public override char GetChar(int ordinal) => throw new NotSupportedException();

        public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

        public override string GetDataTypeName(int ordinal) => "String";

        public override DateTime GetDateTime(int ordinal) => throw new NotSupportedException();

        public override decimal GetDecimal(int ordinal) => throw new NotSupportedException();

        public override double GetDouble(int ordinal) => throw new NotSupportedException();

        public override IEnumerator GetEnumerator() => rows.GetEnumerator();

        [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
        public override Type GetFieldType(int ordinal) => typeof(string);

        public override float GetFloat(int ordinal) => throw new NotSupportedException();

        public override Guid GetGuid(int ordinal) => throw new NotSupportedException();

        public override short GetInt16(int ordinal) => throw new NotSupportedException();

        public override int GetInt32(int ordinal) => throw new NotSupportedException();

        public override long GetInt64(int ordinal) => throw new NotSupportedException();

        public override string GetName(int ordinal) => rows.GetName(ordinal);

        public override int GetOrdinal(string name) => rows.GetOrdinal(name);

        public override string GetString(int ordinal) => (string)rows.GetValue(ordinal);

        public override object GetValue(int ordinal) => rows.GetValue(ordinal);

        public override int GetValues(object[] values) => rows.GetValues(values);

        public override bool IsDBNull(int ordinal) => rows.IsDBNull(ordinal);

        public override bool NextResult() => false;

        public override bool Read() => rows.Read();

        protected override void Dispose(bool disposing)
        {
            rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
