using System.Text;

namespace FlameScope.Store;

internal sealed class ClickHouseDialect : SqlDialect
{
    public override string Name => "clickhouse";

    public override string Parameter(string name, bool isNumber) => $"{{{name}:{(isNumber ? "Int64" : "String")}}}";

    public override string Literal(string text)
    {
        var literal = new StringBuilder("'");
        foreach (char c in text) literal.Append(c switch { '\'' => "\\'", '\\' => "\\\\", '\0' => "\\0", '\n' => "\\n", '\t' => "\\t", '\r' => "\\r", _ => c.ToString() });
        return literal.Append('\'').ToString();
    }

    public override string Divide(string dividend, string divisor) => $"intDiv({dividend}, {divisor})";

    public override string Sum(string column) => $"sum({column})";

    public override string Matches(string text, string pattern) => $"match({text}, {pattern})";

    public override string HasAny(string list, string column, string from) => $"hasAny({list}, (select groupUniqArray({column}) {from}))";

    public override string ListText(string list) => $"arrayStringConcat(arrayMap(x -> toString(x), {list}), ',')";

    public override string Folded(string counts, string stacks, string frames) => $"""
        select concat(comm, if(path = '', '', concat(';', path)), ' ', toString(samples)) as folded
        from (select replaceAll(replaceAll(comm, ';', ':'), '\n', ' ') as comm, stack_id, samples from {counts} as c) as c
        left join (
          select stack_id, arrayStringConcat(arrayMap(t -> tupleElement(t, 2), arraySort(t -> tupleElement(t, 1), groupArray((i, name)))), ';') as path
          from (
            select stack_id, i, if(name = '', '[missing frame]', replaceAll(replaceAll(name, ';', ':'), '\n', ' ')) as name
            from (select stack_id, tupleElement(t, 1) as i, tupleElement(t, 2) as frame_id from (
              select stack_id, arrayJoin(arrayMap((x, n) -> (n, x), frames, arrayEnumerate(frames))) as t from {stacks} as s) as v) as u
            left join {frames} as f using (frame_id)
          ) as w
          group by stack_id
        ) as p using (stack_id)
        order by samples desc, folded
        """;

    public override string CreateTables(SqlTables tables)
    {
        const string Names = "date String, service String";
        return $"""
            create table {tables.Samples} (date String, hour String, service String, host String, time_unix_nano Int64, stack_id Int64, context_id Int64, cpu Int32, count Int64, value Int64, value_2 Int64, value_3 Int64, value_4 Int64) engine = MergeTree partition by date order by (service, hour, host, time_unix_nano);
            create table {tables.Stacks} ({Names}, stack_id Int64, frames Array(Int64)) engine = MergeTree partition by date order by (service, stack_id);
            create table {tables.Frames} ({Names}, frame_id Int64, name String, function String, module String, kind String, source String, line_number Int32, column_number Int32, inlined UInt8) engine = MergeTree partition by date order by (service, frame_id);
            create table {tables.Contexts} ({Names}, context_id Int64, pid Nullable(Int64), tid Nullable(Int64), comm String, process Nullable(String), event String, value_types String, default_value Int32) engine = MergeTree partition by date order by (service, context_id);
            create table {tables.Labels} ({Names}, context_id Int64, key String, value String, is_number UInt8, unit String) engine = MergeTree partition by date order by (service, key, value);
            create table {tables.Recordings} ({Names}, host String, recording_id String, start_unix_nano Int64, end_unix_nano Int64, clock_exact UInt8, samples Int64, idle Int64, untimed Int64, lost Int64, unreadable Int64, format String, header String) engine = MergeTree partition by date order by (service, host, start_unix_nano);

            """;
    }
}
