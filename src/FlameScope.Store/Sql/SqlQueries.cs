using System.Globalization;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Store;

/// <summary>
/// The queries. They use what all engines have: plain subqueries and no common table expressions, which ClickHouse evaluates where they are named, so that a
/// limit in one can give different rows each time.
/// </summary>
internal sealed class SqlQueries(ProfileQuery query, SqlTables tables, SqlText text)
{
    private const long Hour = 3600 * TimeRange.NanosecondsPerSecond;

    // The context of the samples, once per id although each recording has its own rows.
    private string Contexts => $"(select distinct context_id, comm, event, value_types, default_value, 1 as known from {tables.Contexts} where {Dates})";

    /// <summary>The columns map_column, map_row and samples of each cell that is not empty.</summary>
    public string Heatmap(long origin, HeatmapOptions options, string value) => $"""
        select map_column, map_row, {text.Dialect.Sum("weight")} as samples from (
          select {Column(origin, options)} as map_column, {Row(origin, options)} as map_row, {value} as weight
          from {tables.Samples} where {Samples()}
        ) cells group by map_column, map_row
        """;

    /// <summary>The columns host, map_column and samples of each column of a host that is not empty.</summary>
    public string Hosts(long origin, long length) => $"""
        select host, map_column, {text.Dialect.Sum("weight")} as samples from (
          select host, {text.Dialect.Divide($"(time_unix_nano - {Number(origin)})", Number(length))} as map_column, count as weight
          from {tables.Samples} where {Samples()}
        ) cells group by host, map_column
        """;

    /// <summary>The columns time_unix_nano, the start of each cell that is not empty, and samples.</summary>
    public string HeatmapCells(long origin, HeatmapOptions options, string value)
    {
        string length = Number(options.ColumnLength.Ticks * 100), rows = Number(options.Rows);
        string rowStart = text.Dialect.Divide($"(map_row * {length} + {Number(options.Rows - 1)})", rows);
        return $"""
            select {Number(origin)} + map_column * {length} + {rowStart} as time_unix_nano, samples from (
            {Heatmap(origin, options, value)}
            ) c order by time_unix_nano
            """;
    }

    /// <summary>The counts of the stacks with the most samples. The order is total, so that the same rows are returned each time.</summary>
    public string Stacks(int maximum) => $"{StackGroups()} order by samples desc, stack_id, comm, event, value_types limit {Number(maximum)}";

    public string StackGroups()
    {
        const string Keys = "comm, event, value_types, default_value, known, stack_id";
        return $"""
            select {Keys}, {Sums}
            from {tables.Samples} left join {Contexts} c using (context_id)
            where {Samples()}
            group by {Keys}
            """;
    }

    public string StackGroupCount() => $"select count(*) from ({StackGroups()}) g";

    /// <summary>
    /// What <see cref="Stacks"/> counts, with the number of a group of contexts instead of its names, and a file that has the stack if the tables are files. An
    /// engine groups by numbers in less time than by texts. The group of missing contexts is null or 0.
    /// </summary>
    public string NumberedStacks(int maximum)
    {
        string file = tables.FileName is { } name ? $", min({name}) as file" : "";
        string groups = $"(select context_id, min(group_id) as group_id from {tables.Contexts} join ({ContextGroups()}) g using ({ContextNames}) where {Dates} group by context_id)";
        return $"""
            select group_id, stack_id, {Sums}{file}
            from {tables.Samples} left join {groups} c using (context_id)
            where {Samples()}
            group by group_id, stack_id
            order by samples desc, stack_id, group_id limit {Number(maximum)}
            """;
    }

    /// <summary>The contexts with one thread name and event, and the number of this group: the smallest id.</summary>
    public string ContextGroups() => $"select {ContextNames}, min(context_id) as group_id from {tables.Contexts} where {Dates} group by {ContextNames}";

    /// <summary>The number of rows and of samples.</summary>
    public string Totals() => $"select count(*), {text.Dialect.Sum("count")} from {tables.Samples} where {Samples()}";

    public string Rows() =>
        $"select host, time_unix_nano, stack_id, context_id, cpu, {string.Join(", ", SampleColumns)}, {tables.FileName ?? "''"} from {tables.Samples} where {Samples()}";

    /// <summary>The stacks with their frames.</summary>
    /// <param name="ids">Their ids; <c>null</c> for those of all samples, or for all of some files.</param>
    /// <param name="files">The names of files; <c>null</c> for all.</param>
    public string StackRows(IReadOnlyCollection<long>? ids, IReadOnlyCollection<string>? files)
    {
        // Rows of one file are distinct.
        string distinct = files?.Count == 1 ? "" : "distinct ";
        return $"select {distinct}stack_id, {text.Dialect.ListValue("frames")} as frame_ids from {tables.Stacks} where {Dates}{Wanted("stack_id", ids, files)}";
    }

    /// <summary>The frames.</summary>
    /// <param name="frames">Their ids; <c>null</c> for all: finding those of many stacks again would read the stacks twice, which takes longer.</param>
    /// <param name="files">The names of files; <c>null</c> for all.</param>
    public string FrameRows(IReadOnlyCollection<long>? frames, IReadOnlyCollection<string>? files) =>
        "select distinct frame_id, kind, function, module, source, line_number, column_number, inlined"
        + $" from {tables.Frames} where {Dates}{InFiles(files)}{(frames is null ? "" : $" and {text.Dialect.IsAny("frame_id", Numbers(frames))}")}";

    public string ContextRows(IReadOnlyCollection<long>? ids, IReadOnlyCollection<string>? files) =>
        "select distinct context_id, pid, tid, comm, process, event, value_types, default_value"
        + $" from {tables.Contexts} where {Dates}{Wanted("context_id", ids, files)}";

    public string LabelRows(IReadOnlyCollection<long>? ids, IReadOnlyCollection<string>? files) =>
        $"select distinct context_id, key, value, is_number, unit from {tables.Labels} where {Dates}{Wanted("context_id", ids, files)}";

    public string Recordings()
    {
        // A recording is listed on the date on which it starts, and may last for longer than the range.
        string conditions = $"start_unix_nano < {text.Value(query.Range.End)} and end_unix_nano >= {text.Value(query.Range.Start)} and date <= {text.Value(LastDate)}";
        return "select distinct recording_id, service, host, start_unix_nano, end_unix_nano, clock_exact, samples, lost"
            + $" from {tables.Recordings} where {conditions}{Equal("service", query.Service)}{Equal("host", query.Host)}"
            + " order by start_unix_nano, service, host, recording_id";
    }

    public string Folded(int maximum)
    {
        string counts = $"(select comm, stack_id, {text.Dialect.Sum("samples")} as samples from (select coalesce(comm, '[missing context]') as comm, stack_id, samples"
            + $" from ({Stacks(maximum)}) g) h group by comm, stack_id)";
        string ids = $"select stack_id from {tables.Samples} where {Samples()}";
        return text.Dialect.Folded(
            counts,
            $"(select distinct stack_id, frames from {tables.Stacks} where {Dates} and stack_id in ({ids}))",
            $"(select distinct frame_id, name from {tables.Frames} where {Dates})");
    }

    private const string ContextNames = "comm, event, value_types, default_value";

    private string Sums => string.Join(", ", SampleColumns.Select(column => $"{text.Dialect.Sum(column)} as {(column == "count" ? "samples" : $"sum_{column}")}"));

    /// <summary>The columns of counts and values of samples.</summary>
    public static string[] SampleColumns { get; } = ["count", "value", "value_2", "value_3", "value_4"];

    private string FirstDate => DateOf(query.Range.Start);

    // The end of the range is excluded.
    private string LastDate => DateOf(query.Range.IsEmpty ? query.Range.End : query.Range.End - 1);

    // The partitions of dictionaries.
    private string Dates => (FirstDate == LastDate ? $"date = {text.Value(FirstDate)}" : $"date >= {text.Value(FirstDate)} and date <= {text.Value(LastDate)}")
        + Equal("service", query.Service);

    // Without conditions on partitions, an engine opens all files of the dataset.
    private string Samples()
    {
        string conditions = Dates;
        if (FirstDate == LastDate)
        {
            string first = HourOf(query.Range.Start), last = HourOf(query.Range.IsEmpty ? query.Range.End : query.Range.End - 1);
            conditions += first == last ? $" and hour = {text.Value(first)}" : $" and hour >= {text.Value(first)} and hour <= {text.Value(last)}";
        }
        conditions += Equal("host", query.Host);
        conditions += $" and time_unix_nano >= {text.Value(query.Range.Start)} and time_unix_nano < {text.Value(query.Range.End)}";
        if (query.HasContext)
        {
            string pid = query.Pid is { } number ? $" and pid = {text.Value(number)}" : "";
            conditions += $" and context_id in (select context_id from {tables.Contexts} where {Dates}{Equal("comm", query.Comm)}{Equal("event", query.Event)}{pid})";
        }
        foreach ((string key, string value) in query.Labels)
        {
            conditions += $" and context_id in (select context_id from {tables.Labels} where {Dates} and key = {text.Value(key)} and value = {text.Value(value)})";
        }
        if (query.Match is not null)
        {
            string frames = $"from {tables.Frames} where {Dates} and {text.Dialect.Matches("name", text.Value(query.Match))}";
            conditions += $" and stack_id in (select stack_id from {tables.Stacks} where {Dates} and {text.Dialect.HasAny("frames", "frame_id", frames)})";
        }
        return conditions;
    }

    private string IsAny(string column, IReadOnlyCollection<long>? ids) =>
        ids is null ? $"{column} in (select {column} from {tables.Samples} where {Samples()})" : text.Dialect.IsAny(column, Numbers(ids));

    // Without ids, the reader takes those that it needs of the rows of files.
    private string Wanted(string column, IReadOnlyCollection<long>? ids, IReadOnlyCollection<string>? files) =>
        InFiles(files) + (ids is null && files is not null ? "" : $" and {IsAny(column, ids)}");

    private string InFiles(IReadOnlyCollection<string>? files) =>
        files is null ? "" : $" and {tables.FileName} in ({string.Join(", ", files.Select(text.Value))})";

    private string Equal(string column, string? value) => value is null ? "" : $" and {column} = {text.Value(value)}";

    private string Column(long origin, HeatmapOptions options) =>
        text.Dialect.Divide($"(time_unix_nano - {Number(origin)})", Number(options.ColumnLength.Ticks * 100));

    private string Row(long origin, HeatmapOptions options) => text.Dialect.Divide(
        $"((time_unix_nano - {Number(origin)}) % {Number(options.ColumnLength.Ticks * 100)} * {Number(options.Rows)})", Number(options.ColumnLength.Ticks * 100));

    // A row with no id is never found; an empty list is not allowed.
    private static string Numbers(IReadOnlyCollection<long> ids) => ids.Count == 0 ? "0" : string.Join(',', ids.Select(Number));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string DateOf(long time) => DateTime.UnixEpoch.AddTicks(time / 100).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string HourOf(long time) => DateTime.UnixEpoch.AddTicks(time % (24 * Hour) / 100).ToString("HH", CultureInfo.InvariantCulture);
}
