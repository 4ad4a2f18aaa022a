using System.Runtime.InteropServices;

namespace FlameScope.Model;

/// <summary>The order of the rows of a table that was not built in the order of its times: slices of rows, or rows if there are many slices.</summary>
internal sealed class RowOrder
{
    private readonly List<RowSlice>? _slices;
    private readonly int[] _rows = [];

    /// <summary>Finds the order.</summary>
    /// <param name="times">The times of the rows, whose memory becomes <see cref="Scratch"/>.</param>
    /// <param name="sorted">Receives the times in order.</param>
    public RowOrder(long[] times, out long[] sorted)
    {
        _slices = SliceOrder.Of(times);
        if (_slices is null) _rows = StableOrder.Of(times);
        sorted = GC.AllocateUninitializedArray<long>(times.Length);
        Apply(times, sorted);
        Scratch = times;
    }

    /// <summary>Memory for the rows of one column, as many as there are. All columns use it one after the other.</summary>
    public long[] Scratch { get; private set; }

    /// <summary>Copies rows in order.</summary>
    /// <param name="rows">All rows of a column.</param>
    /// <param name="result">Receives the rows in order; other memory than that of the rows.</param>
    public void Apply<T>(ReadOnlySpan<T> rows, Span<T> result)
    {
        if (_slices is null)
        {
            int[] sources = _rows;
            result = result[..sources.Length];
            for (int i = 0; i < sources.Length; i++) result[i] = rows[sources[i]];
            return;
        }
        foreach (RowSlice slice in CollectionsMarshal.AsSpan(_slices))
        {
            ReadOnlySpan<T> source = rows[slice.Start..slice.End];
            source.CopyTo(result);
            result = result[source.Length..];
        }
    }

    /// <summary>Copies rows in order to <see cref="Scratch"/>, whose place their memory takes.</summary>
    public long[] Exchange(long[] rows)
    {
        long[] result = Scratch;
        Apply<long>(rows, result);
        Scratch = rows;
        return result;
    }
}
