using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FlameScope.Columnar;

/// <summary>The samples of one host and one hour, as columns.</summary>
internal sealed class SampleColumns(int capacity)
{
    private readonly long[] _times = new long[capacity];
    private readonly long[] _stacks = new long[capacity];
    private readonly long[] _contexts = new long[capacity];
    private readonly int[] _cpus = new int[capacity];
    private readonly long[] _counts = new long[capacity];
    private readonly long[][] _values = [.. DatasetTables.ValueColumns.Select(_ => new long[capacity])];

    public int Count { get; private set; }

    public void Add(long time, long stack, long context, int cpu, long count, ReadOnlySpan<long> values)
    {
        int row = Count++;
        _times[row] = time;
        _stacks[row] = stack;
        _contexts[row] = context;
        _cpus[row] = cpu;
        _counts[row] = count;
        for (int i = 0; i < values.Length; i++) _values[i][row] = values[i];
    }

    public HashSet<long> FindStacks() => [.. _stacks.AsSpan(0, Count)];

    public HashSet<long> FindContexts() => [.. _contexts.AsSpan(0, Count)];

    public long FirstTime => _times[0];

    public long LastTime => _times[Count - 1];

    public void AddTo(IncrementalHash hash)
    {
        Add(hash, _times);
        Add(hash, _stacks);
        Add(hash, _contexts);
        hash.AppendData(MemoryMarshal.AsBytes(_cpus.AsSpan(0, Count)));
        Add(hash, _counts);
        foreach (long[] values in _values) Add(hash, values);
    }

    public async Task WriteAsync(IntegerFile file, int rowGroupSize)
    {
        for (int start = 0; start < Count; start += rowGroupSize)
        {
            int count = Math.Min(rowGroupSize, Count - start);
            await file.WriteGroupAsync(
            [
                new(DatasetTables.Time, _times.AsMemory(start, count)) { IsAscending = true },
                new(DatasetTables.StackId, _stacks.AsMemory(start, count)),
                new(DatasetTables.ContextId, _contexts.AsMemory(start, count)),
                new("cpu", Array.ConvertAll(_cpus[start..(start + count)], cpu => (long)cpu)) { IsInt32 = true },
                new("count", _counts.AsMemory(start, count)),
                .. _values.Select((values, i) => new IntegerColumn(DatasetTables.ValueColumns[i], values.AsMemory(start, count))),
            ]).ConfigureAwait(false);
        }
    }

    private void Add(IncrementalHash hash, long[] column) => hash.AppendData(MemoryMarshal.AsBytes(column.AsSpan(0, Count)));
}
