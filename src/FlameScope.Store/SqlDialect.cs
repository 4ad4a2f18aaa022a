using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>The words in which SQL engines differ. A class for another engine derives from this one.</summary>
public abstract class SqlDialect
{
    /// <summary>DuckDB, which reads the files of a dataset as they are.</summary>
    public static SqlDialect DuckDb { get; } = new DuckDbDialect();

    /// <summary>ClickHouse.</summary>
    public static SqlDialect ClickHouse { get; } = new ClickHouseDialect();

    /// <summary>PostgreSQL.</summary>
    public static SqlDialect PostgreSql { get; } = new PostgreSqlDialect();

    /// <summary>The dialects of this library.</summary>
    public static IReadOnlyList<SqlDialect> All { get; } = [DuckDb, ClickHouse, PostgreSql];

    /// <summary>The name in lower case, such as <c>duckdb</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Returns the dialect of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The dialect; <c>null</c> if this library has none of that name.</returns>
    public static SqlDialect? Find(string name) => All.FirstOrDefault(dialect => dialect.Name == name);

    /// <summary>Returns how a parameter is written in a query.</summary>
    /// <param name="name">The name: a letter and a number.</param>
    /// <param name="isNumber">Indicates whether the value is a 64-bit number and not a text.</param>
    /// <returns>The text in the query.</returns>
    public abstract string Parameter(string name, bool isNumber);

    /// <summary>Returns a text as a literal.</summary>
    /// <param name="text">The text, which may contain anything.</param>
    /// <returns>The literal.</returns>
    /// <exception cref="ArgumentException">The engine has no literal for the text.</exception>
    public abstract string Literal(string text);

    /// <summary>Returns a division of integers, none of which is negative.</summary>
    /// <param name="dividend">An expression.</param>
    /// <param name="divisor">An expression.</param>
    /// <returns>The quotient, rounded down.</returns>
    public abstract string Divide(string dividend, string divisor);

    /// <summary>Returns a sum of 64-bit numbers as a 64-bit number.</summary>
    /// <param name="column">An expression.</param>
    /// <returns>The sum.</returns>
    public virtual string Sum(string column) => $"cast(sum({column}) as bigint)";

    /// <summary>Returns a condition: a regular expression matches a part of a text.</summary>
    /// <param name="text">An expression.</param>
    /// <param name="pattern">The parameter with the regular expression.</param>
    /// <returns>The condition.</returns>
    public abstract string Matches(string text, string pattern);

    /// <summary>Returns a condition: a list has at least one of the numbers that a query returns.</summary>
    /// <param name="list">A column of lists of numbers.</param>
    /// <param name="column">The column of the query.</param>
    /// <param name="from">The query, from the word <c>from</c>.</param>
    /// <returns>The condition.</returns>
    public abstract string HasAny(string list, string column, string from);

    /// <summary>Returns the numbers of a list as a text with commas.</summary>
    /// <param name="list">A column of lists of numbers.</param>
    /// <returns>The expression.</returns>
    public abstract string ListText(string list);

    // What the store reads: a list if the driver returns one, since a text of numbers takes longer.
    internal virtual string ListValue(string list) => ListText(list);

    // A condition: a column is one of many numbers, whose decimal text has commas between them.
    internal virtual string IsAny(string column, string numbers) => $"{column} in ({numbers})";

    /// <summary>
    /// Returns a query of folded stacks in one column: thread name, frame names with semicolons, a space and the number of samples. Semicolons and line feeds
    /// in names are replaced.
    /// </summary>
    /// <param name="counts">A query with the columns <c>comm</c>, <c>stack_id</c> and <c>samples</c>, in parentheses.</param>
    /// <param name="stacks">A query of the stacks with the columns <c>stack_id</c> and <c>frames</c>, in parentheses.</param>
    /// <param name="frames">A query of the frames with the columns <c>frame_id</c> and <c>name</c>, in parentheses.</param>
    /// <returns>The query.</returns>
    public abstract string Folded(string counts, string stacks, string frames);

    /// <summary>Returns statements that create empty tables.</summary>
    /// <param name="tables">The names of the tables.</param>
    /// <returns>The statements, each of which ends with a semicolon and a line feed.</returns>
    public abstract string CreateTables(SqlTables tables);
}
