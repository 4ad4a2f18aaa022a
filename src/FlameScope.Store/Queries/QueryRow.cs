using System.Data.Common;
using System.Globalization;

namespace FlameScope.Store;

/// <summary>A row of a result. Engines return numbers and flags with different types.</summary>
internal readonly struct QueryRow(DbDataReader reader)
{
    public bool IsNull(int column) => reader.IsDBNull(column);

    public long Number(int column) => reader.GetValue(column) switch
    {
        long number => number,
        int number => number,
        object other => Convert.ToInt64(other, CultureInfo.InvariantCulture),
    };

    public string Text(int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);

    public bool Flag(int column) => reader.GetValue(column) switch
    {
        bool flag => flag,
        object other => Convert.ToInt64(other, CultureInfo.InvariantCulture) != 0,
    };
}
