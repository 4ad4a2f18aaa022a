namespace FlameScope.Store;

internal sealed class PostgreSqlDialect : SqlDialect
{
    public override string Name => "postgresql";

    public override string Parameter(string name, bool isNumber) => "@" + name;

    // The setting standard_conforming_strings, which is on by default since 9.1, makes a backslash an ordinary character. The form with E does not depend on it.
    public override string Literal(string text)
    {
        if (text.Contains('\0')) throw new ArgumentException("A text in PostgreSQL cannot contain the character 0.", nameof(text));
        string quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return text.Contains('\\') ? $"E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'" : $"'{quoted}'";
    }

    public override string Divide(string dividend, string divisor) => $"({dividend} / {divisor})";

    public override string Matches(string text, string pattern) => $"{text} ~ {pattern}";

    public override string HasAny(string list, string column, string from) => $"{list} && array(select {column} {from})";

    public override string ListText(string list) => $"array_to_string({list}, ',')";

    public override string Folded(string counts, string stacks, string frames) => $"""
        select comm || coalesce(';' || path, '') || ' ' || samples as folded
        from (select replace(replace(comm, ';', ':'), chr(10), ' ') as comm, stack_id, samples from {counts} c) c
        left join (
          select k, string_agg(coalesce(replace(replace(name, ';', ':'), chr(10), ' '), '[missing frame]'), ';' order by i) as path
          from (
            select s.stack_id as k, e.frame_id, e.i from {stacks} s cross join lateral unnest(s.frames) with ordinality as e(frame_id, i)
          ) u left join {frames} f using (frame_id)
          group by k
        ) p on p.k = c.stack_id
        order by samples desc, folded
        """;

    public override string CreateTables(SqlTables tables) => StandardTables.Create(tables, "text", "bigint[]");
}
