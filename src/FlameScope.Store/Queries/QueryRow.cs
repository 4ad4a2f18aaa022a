using System.Data.Common;
using System.Globalization;

namespace FlameScope.Store;

/// <summary>A row of a result. Engines return numbers and flags with different types.</summary>
internal sealed class QueryRow(DbDataReader reader)
{
    private readonly bool[] _areLong = [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetFieldType(column) == typeof(long))];

    public bool IsNull(int column) => reader.IsDBNull(column);

    public long Number(int column) => _areLong[column] ? reader.GetInt64(column) : reader.GetValue(column) switch
    {
        long number => number,
        int number => number,
        object other => Convert.ToInt64(other, CultureInfo.InvariantCulture),
    };

    public string Text(int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);

    /// <summary>Returns the numbers of a list or of a text with commas (<see cref="SqlDialect.ListValue"/>).</summary>
    public long[] Numbers(int column)
    {
        object value = reader.GetValue(column);
        if (value is List<long> list) return [.. list];
        if (value is IEnumerable<long> other) return [.. other];
        ReadOnlySpan<char> text = value as string;
        if (text.IsEmpty) return [];
        long[] numbers = new long[text.Count(',') + 1];
        for (int i = 0; i < numbers.Length; i++)
        {
            int length = text.IndexOf(',');
            numbers[i] = long.Parse(length < 0 ? text : text[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[(length + 1)..];
        }
        return numbers;
    }

    public bool Flag(int column) => reader.GetValue(column) switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out bool flag) => flag,
        object other => Convert.ToInt64(other, CultureInfo.InvariantCulture) != 0,
    };
}
