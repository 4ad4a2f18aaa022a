using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>Returns the text of queries, for the own client of an engine. Values are literals, escaped for the dialect.</summary>
public static class ProfileSql
{
    /// <summary>Returns the query for a heat map, whose result <c>flamescope heatmap --cells -</c> and <see cref="HeatmapCellReader"/> read.</summary>
    /// <param name="query">The samples.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="options">The options of the map; <c>null</c> for the defaults.</param>
    /// <param name="tables">The tables; <c>null</c> for the default names.</param>
    /// <returns>A query with the columns <c>time_unix_nano</c>, the start of each cell that is not empty, and <c>samples</c>.</returns>
    /// <exception cref="ArgumentException">A text of the query has no literal in the dialect.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The columns are too long for 64-bit arithmetic.</exception>
    public static string Heatmap(ProfileQuery query, SqlDialect dialect, HeatmapOptions? options = null, SqlTables? tables = null)
    {
        options ??= new HeatmapOptions();
        StoreCells.CheckColumns(options);
        return Of(query, dialect, tables).HeatmapCells(StoreCells.OriginOf(query), options, ValueOf(options.Weight));
    }

    /// <summary>Returns the query for folded stacks, whose result <c>flamescope flamegraph --folded -</c> reads.</summary>
    /// <param name="query">The samples.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="maximumStacks">The maximum number of stacks, those with the most samples.</param>
    /// <param name="tables">The tables; <c>null</c> for the default names.</param>
    /// <returns>A query with one column, <c>folded</c>: the thread's name and the names of the frames with semicolons, a space and the number of samples.</returns>
    /// <exception cref="ArgumentException">A text of the query has no literal in the dialect.</exception>
    public static string Stacks(ProfileQuery query, SqlDialect dialect, int maximumStacks = 100_000, SqlTables? tables = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumStacks, 1);
        return Of(query, dialect, tables).Folded(maximumStacks);
    }

    /// <summary>Returns statements that create empty tables for engines that do not read the files of a dataset.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="tables">The tables; <c>null</c> for the default names.</param>
    /// <returns>The statements, each of which ends with a semicolon and a line feed.</returns>
    public static string CreateTables(SqlDialect dialect, SqlTables? tables = null)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return dialect.CreateTables(tables ?? SqlTables.Default);
    }

    internal static string ValueOf(SampleWeight weight) => StoreCells.IsOfPeriods(weight) ? "value" : "count";

    private static SqlQueries Of(ProfileQuery query, SqlDialect dialect, SqlTables? tables)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(dialect);
        return new SqlQueries(query, tables ?? SqlTables.Default, new SqlText(dialect, hasParameters: false));
    }
}
