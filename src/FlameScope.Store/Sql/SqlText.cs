using System.Data.Common;
using System.Globalization;

namespace FlameScope.Store;

/// <summary>Takes the values of a query: as parameters for a driver, or as literals for the client of an engine.</summary>
internal sealed class SqlText(SqlDialect dialect, bool hasParameters)
{
    private readonly List<(string Name, object Value)> _values = [];

    public SqlDialect Dialect => dialect;

    public string Value(string text) => hasParameters ? Add(text, isNumber: false) : dialect.Literal(text);

    public string Value(long number) => hasParameters ? Add(number, isNumber: true) : number.ToString(CultureInfo.InvariantCulture);

    public void AddTo(DbCommand command)
    {
        foreach ((string name, object value) in _values)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    // A value that occurs several times is one parameter, so that engines see equal expressions.
    private string Add(object value, bool isNumber)
    {
        int index = _values.FindIndex(known => known.Value.Equals(value));
        if (index < 0)
        {
            index = _values.Count;
            _values.Add((string.Create(CultureInfo.InvariantCulture, $"p{index}"), value));
        }
        return dialect.Parameter(_values[index].Name, isNumber);
    }
}
