namespace FlameScope.Columnar;

/// <summary>Reads the tables that samples refer to.</summary>
internal static class DictionaryReader
{
    public static async Task ReadAsync(
        IDatasetSource source, string table, string path, ProfileAssembler assembler, HashSet<long> stacks, CancellationToken cancellationToken)
    {
        await using ParquetTable file = await ParquetTable.OpenAsync(source, path, cancellationToken).ConfigureAwait(false);
        await file.ReadAsync(table switch
        {
            DatasetTables.Stacks => group => ReadStacksAsync(group, assembler, stacks),
            DatasetTables.Frames => group => ReadFramesAsync(group, assembler),
            DatasetTables.Contexts => group => ReadContextsAsync(group, assembler),
            _ => group => ReadLabelsAsync(group, assembler),
        }).ConfigureAwait(false);
    }

    public static async Task<IEnumerable<DatasetRecording>> ReadRecordingsAsync(ParquetTable.Group group, DatasetPath file)
    {
        string?[] ids = await group.ReadTextsAsync("recording_id").ConfigureAwait(false);
        string?[] formats = await group.ReadTextsAsync("format").ConfigureAwait(false), headers = await group.ReadTextsAsync("header").ConfigureAwait(false);
        bool[] exact = await group.ReadAsync<bool>("clock_exact").ConfigureAwait(false);
        long[] starts = await group.ReadAsync<long>("start_unix_nano").ConfigureAwait(false), ends = await group.ReadAsync<long>("end_unix_nano").ConfigureAwait(false);
        long[] samples = await group.ReadAsync<long>("samples").ConfigureAwait(false), idle = await group.ReadAsync<long>("idle").ConfigureAwait(false);
        long[] untimed = await group.ReadAsync<long>("untimed").ConfigureAwait(false), lost = await group.ReadAsync<long>("lost").ConfigureAwait(false);
        long[] unreadable = await group.ReadAsync<long>("unreadable").ConfigureAwait(false);
        return ids.Select((id, i) => new DatasetRecording
        {
            Id = id ?? "",
            Service = file.Service,
            Host = file.Host ?? "",
            Start = starts[i],
            End = ends[i],
            IsClockExact = exact[i],
            SampleCount = samples[i],
            IdleCount = idle[i],
            UntimedCount = untimed[i],
            LostCount = lost[i],
            UnreadableCount = unreadable[i],
            Format = formats[i] ?? "",
            Header = headers[i] ?? "{}",
        });
    }

    private static async Task ReadStacksAsync(ParquetTable.Group group, ProfileAssembler assembler, HashSet<long> wanted)
    {
        long[] ids = await group.ReadAsync<long>(DatasetTables.StackId).ConfigureAwait(false);
        NumberLists frames = await group.ReadListsAsync("frames").ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++)
        {
            if (wanted.Contains(ids[i])) assembler.AddStack(ids[i], frames[i].ToArray());
        }
    }

    /// <summary>Reads frames; those that a condition excludes are left out.</summary>
    public static async Task ReadFramesAsync(ParquetTable.Group group, ProfileAssembler assembler, Func<long, bool>? isWanted = null)
    {
        long[] ids = await group.ReadAsync<long>("frame_id").ConfigureAwait(false);
        string?[] functions = await group.ReadTextsAsync("function").ConfigureAwait(false), modules = await group.ReadTextsAsync("module").ConfigureAwait(false);
        string?[] kinds = await group.ReadTextsAsync("kind").ConfigureAwait(false), sources = await group.ReadTextsAsync("source").ConfigureAwait(false);
        int[] lines = await group.ReadAsync<int>("line_number").ConfigureAwait(false), columns = await group.ReadAsync<int>("column_number").ConfigureAwait(false);
        bool[] inlined = await group.ReadAsync<bool>("inlined").ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++)
        {
            if (isWanted?.Invoke(ids[i]) == false) continue;
            assembler.AddFrame(ids[i], kinds[i] ?? "", functions[i] ?? "", modules[i] ?? "", sources[i] ?? "", lines[i], columns[i], inlined[i]);
        }
    }

    /// <summary>Reads the columns of contexts that conditions and groups need.</summary>
    public static async Task ReadContextsAsync(ParquetTable.Group group, Action<CountedContext> add)
    {
        long[] ids = await group.ReadAsync<long>(DatasetTables.ContextId).ConfigureAwait(false);
        long?[] pids = await group.ReadNullableAsync<long>("pid").ConfigureAwait(false);
        string?[] comms = await group.ReadTextsAsync("comm").ConfigureAwait(false);
        string?[] events = await group.ReadTextsAsync("event").ConfigureAwait(false), types = await group.ReadTextsAsync("value_types").ConfigureAwait(false);
        int[] defaults = await group.ReadAsync<int>("default_value").ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++) add(new CountedContext(ids[i], pids[i], comms[i] ?? "", events[i] ?? "", types[i] ?? "[]", defaults[i]));
    }

    private static async Task ReadContextsAsync(ParquetTable.Group group, ProfileAssembler assembler)
    {
        long[] ids = await group.ReadAsync<long>(DatasetTables.ContextId).ConfigureAwait(false);
        long?[] pids = await group.ReadNullableAsync<long>("pid").ConfigureAwait(false), tids = await group.ReadNullableAsync<long>("tid").ConfigureAwait(false);
        string?[] comms = await group.ReadTextsAsync("comm").ConfigureAwait(false), processes = await group.ReadTextsAsync("process").ConfigureAwait(false);
        string?[] events = await group.ReadTextsAsync("event").ConfigureAwait(false), types = await group.ReadTextsAsync("value_types").ConfigureAwait(false);
        int[] defaults = await group.ReadAsync<int>("default_value").ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++)
        {
            assembler.AddContext(ids[i], pids[i], tids[i], comms[i] ?? "", processes[i], events[i] ?? "", types[i] ?? "[]", defaults[i]);
        }
    }

    private static async Task ReadLabelsAsync(ParquetTable.Group group, ProfileAssembler assembler)
    {
        long[] ids = await group.ReadAsync<long>(DatasetTables.ContextId).ConfigureAwait(false);
        string?[] keys = await group.ReadTextsAsync("key").ConfigureAwait(false), values = await group.ReadTextsAsync("value").ConfigureAwait(false);
        string?[] units = await group.ReadTextsAsync("unit").ConfigureAwait(false);
        bool[] numbers = await group.ReadAsync<bool>("is_number").ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++) assembler.AddLabel(ids[i], keys[i] ?? "", values[i] ?? "", numbers[i], units[i] ?? "");
    }
}

/// <summary>The columns of a context that conditions and groups need.</summary>
internal readonly record struct CountedContext(long Id, long? Pid, string Comm, string Event, string ValueTypes, int DefaultValue);
