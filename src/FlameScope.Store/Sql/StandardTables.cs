namespace FlameScope.Store;

/// <summary>The tables of a dataset in standard SQL.</summary>
internal static class StandardTables
{
    public static string Create(SqlTables tables, string text, string list) => $"""
        create table {tables.Samples} (date {text} not null, hour {text} not null, service {text} not null, host {text} not null, time_unix_nano bigint not null, stack_id bigint not null, context_id bigint not null, cpu integer not null, count bigint not null, value bigint not null, value_2 bigint not null, value_3 bigint not null, value_4 bigint not null);
        create table {tables.Stacks} (date {text} not null, service {text} not null, stack_id bigint not null, frames {list} not null);
        create table {tables.Frames} (date {text} not null, service {text} not null, frame_id bigint not null, name {text} not null, function {text} not null, module {text} not null, kind {text} not null, source {text} not null, line_number integer not null, column_number integer not null, inlined boolean not null);
        create table {tables.Contexts} (date {text} not null, service {text} not null, context_id bigint not null, pid bigint, tid bigint, comm {text} not null, process {text}, event {text} not null, value_types {text} not null, default_value integer not null);
        create table {tables.Labels} (date {text} not null, service {text} not null, context_id bigint not null, key {text} not null, value {text} not null, is_number boolean not null, unit {text} not null);
        create table {tables.Recordings} (date {text} not null, service {text} not null, host {text} not null, recording_id {text} not null, start_unix_nano bigint not null, end_unix_nano bigint not null, clock_exact boolean not null, samples bigint not null, idle bigint not null, untimed bigint not null, lost bigint not null, unreadable bigint not null, format {text} not null, header {text} not null);

        """;
}
