using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>The samples of a row group that are in a range.</summary>
internal sealed class SampleBatch
{
    private readonly long[] _times;
    private readonly int[] _cpus;
    private readonly long[] _counts;
    private readonly long[]?[] _values;

    private SampleBatch(long[] times, long[] stacks, long[] contexts, int[] cpus, long[] counts, long[]?[] values)
    {
        _times = times;
        Stacks = stacks;
        Contexts = contexts;
        _cpus = cpus;
        _counts = counts;
        _values = values;
    }

    public int Count => _times.Length;

    public long[] Stacks { get; }

    public long[] Contexts { get; }

    public static async Task<SampleBatch> ReadAsync(ParquetTable.Group group, TimeRange range, RowFilter? filter)
    {
        if (range != TimeRange.All) await group.NarrowAsync(range).ConfigureAwait(false);
        long[] times = await group.ReadAsync<long>(DatasetTables.Time).ConfigureAwait(false);
        long[] stacks = await group.ReadAsync<long>(DatasetTables.StackId).ConfigureAwait(false);
        long[] contexts = await group.ReadAsync<long>(DatasetTables.ContextId).ConfigureAwait(false);
        int[] cpus = await group.ReadAsync<int>("cpu").ConfigureAwait(false);
        long[] counts = await group.ReadAsync<long>("count").ConfigureAwait(false);
        var values = new long[]?[DatasetTables.MaximumValues];
        for (int i = 0; i < values.Length; i++) values[i] = await group.TryReadAsync<long>(DatasetTables.ValueColumns[i]).ConfigureAwait(false);
        if (filter is null && (range == TimeRange.All || Array.TrueForAll(times, range.Contains))) return new(times, stacks, contexts, cpus, counts, values);

        // Rows may be in any order after a compaction by another tool.
        int[] rows = [.. Enumerable.Range(0, times.Length).Where(i => range.Contains(times[i]) && (filter is null || filter.Allows(contexts[i], stacks[i])))];
        return new(Take(times, rows), Take(stacks, rows), Take(contexts, rows), Take(cpus, rows), Take(counts, rows), Array.ConvertAll(values, v => v is null ? null : Take(v, rows)));
    }

    public void AddTo(ProfileAssembler assembler)
    {
        Span<long> values = stackalloc long[DatasetTables.MaximumValues];
        for (int i = 0; i < _times.Length; i++)
        {
            for (int type = 0; type < values.Length; type++) values[type] = _values[type] is { } column ? column[i] : type == 0 ? 1 : 0;
            assembler.AddSample(_times[i], Stacks[i], Contexts[i], _cpus[i], _counts[i], values);
        }
    }

    private static T[] Take<T>(T[] column, int[] rows) => Array.ConvertAll(rows, row => column[row]);
}
