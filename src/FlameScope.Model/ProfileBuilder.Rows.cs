using System.Runtime.InteropServices;

namespace FlameScope.Model;

public sealed partial class ProfileBuilder
{
    /// <summary>
    /// Allocates memory for the samples if their number is known before the first is added. They are then not copied when the profile is built. More or
    /// fewer samples can be added.
    /// </summary>
    internal void ReserveSamples(int count) => _samples.Reserve(count);

    /// <summary>Loads what <see cref="AddStack"/> reads for a stack that may follow, while other work is done.</summary>
    internal void PrefetchStack(StackId parent, FrameId frame)
    {
        Check(parent.Value, _stacks.Count, nameof(parent));
        _stacks.PrefetchEntry(parent, frame);
    }

    /// <summary>Adds samples, which takes less time per sample than adding them one at a time.</summary>
    /// <returns><c>false</c>, and no sample is added, if a value is negative or a sum does not fit in a <see cref="long"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is not from this builder, or a time is the maximum <see cref="long"/>.</exception>
    /// <exception cref="ArgumentException">The columns have different lengths.</exception>
    /// <exception cref="InvalidOperationException">The profile has already been built.</exception>
    internal bool TryAddSamples(in SampleRows rows)
    {
        if (_isSpent) throw Spent();
        int count = rows.Times.Length;
        bool hasValues = HasRows(rows.Values.Length, count) && HasRows(rows.Counts.Length, count) && HasRows(rows.Idle.Length, count);
        bool hasReferences = HasRows(rows.Labels.Length, count) && HasRows(rows.Threads.Length, count) && HasRows(rows.Events.Length, count);
        if (rows.Stacks.Length != count || !hasValues || !hasReferences)
        {
            throw new ArgumentException("The columns have different lengths.", nameof(rows));
        }
        if (rows.Threads.IsEmpty) Check(rows.Thread.Value, _threads.Count, nameof(rows));
        if (rows.Events.IsEmpty) Check(rows.Event.Value, _events.Count, nameof(rows));
        CheckAll(MemoryMarshal.Cast<StackId, int>(rows.Stacks), _stacks.Count);
        CheckAll(MemoryMarshal.Cast<ThreadId, int>(rows.Threads), _threads.Count);
        foreach (SampleEventId id in rows.Events) Check(id.Value, _events.Count, nameof(rows));
        CheckAll(MemoryMarshal.Cast<LabelSetId, int>(rows.Labels), _labels.SetCount);
        if (rows.Times.Contains(long.MaxValue)) throw new ArgumentOutOfRangeException(nameof(rows), "A time is the maximum.");

        if (!TryAddUp(rows.Values, count, _totalPeriod, out long period) || !TryAddUp(rows.Counts, count, _totalCount, out long total)) return false;
        _totalPeriod = period;
        _totalCount = total;
        _samples.Add(rows);
        return true;
    }

    private static void CheckAll(ReadOnlySpan<int> indexes, int count)
    {
        int foreign = indexes.IndexOfAnyExceptInRange(0, count - 1);
        if (foreign >= 0) Check(indexes[foreign], count, "rows");
    }

    private static bool HasRows(int length, int count) => length == 0 || length == count;

    // A column that is empty has ones.
    private static bool TryAddUp(ReadOnlySpan<long> values, int count, long total, out long sum)
    {
        sum = total;
        if (values.IsEmpty)
        {
            if (!Fits(count, total)) return false;
            sum += count;
        }
        foreach (long value in values)
        {
            if (!Fits(value, sum)) return false;
            sum += value;
        }
        return true;
    }

    /// <summary>
    /// Makes columns those of this builder, which has no samples yet. A reader uses it if the ids of stacks are known at the end of the input only:
    /// samples that are added to the builder then would be stored twice.
    /// </summary>
    /// <param name="columns">The columns. Their ids are those of this builder, and their sums fit in a <see cref="long"/>.</param>
    /// <param name="total">The sum of the values.</param>
    internal void TakeSamples(SampleColumns columns, long total)
    {
        if (_isSpent) throw Spent();
        if (_samples.Count > 0) throw new InvalidOperationException("Samples were added to the builder.");
        _samples = columns;
        _totalPeriod = total;
        _totalCount = columns.Count;
    }
}
