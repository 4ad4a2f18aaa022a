using System.Runtime.CompilerServices;

namespace FlameScope.Store;

internal sealed class DuckDbDialect : SqlDialect
{
    public override string Name => "duckdb";

    public override string Parameter(string name, bool isNumber) => "$" + name;

    public override string Literal(string text) => text.Contains('\0')
        ? throw new ArgumentException("A text in a DuckDB query cannot contain the character 0.", nameof(text))
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public override string Divide(string dividend, string divisor) => $"({dividend} // {divisor})";

    public override string Matches(string text, string pattern) => $"regexp_matches({text}, {pattern})";

    public override string HasAny(string list, string column, string from) => $"list_has_any({list}, (select list({column}) {from}))";

    public override string ListText(string list) => $"array_to_string({list}, ',')";

    // The driver of DuckDB returns lists, but not in a native program, since it makes their types when they are read.
    internal override string ListValue(string list) => RuntimeFeature.IsDynamicCodeSupported ? list : ListText(list);

    // The parser takes 10 µs per number.
    internal override string IsAny(string column, string numbers) => $"{column} in (select unnest(cast(string_split('{numbers}', ',') as bigint[])))";

    public override string Folded(string counts, string stacks, string frames) => $"""
        select comm || coalesce(';' || path, '') || ' ' || samples as folded
        from (select row_number() over () as k, replace(replace(comm, ';', ':'), chr(10), ' ') as comm, stack_id, samples from {counts} c) c
        left join (
          select k, string_agg(coalesce(replace(replace(name, ';', ':'), chr(10), ' '), '[missing frame]'), ';' order by i) as path
          from (
            select stack_id as k, unnest(frames) as frame_id, generate_subscripts(frames, 1) as i from {stacks} s
          ) u left join {frames} f using (frame_id)
          group by k
        ) p on p.k = c.stack_id
        order by samples desc, folded
        """;

    public override string CreateTables(SqlTables tables) => StandardTables.Create(tables, "varchar", "bigint[]");
}
