using System.Collections;

namespace FlameScope.Model;

/// <summary>
/// The samples of a profile as columns of equal length, in time order. Samples without a time come first, and samples with equal times keep the
/// order of the recording.
/// </summary>
/// <example>
/// The columns are spans, which are the fastest way to read many samples:
/// <code>
/// ReadOnlySpan&lt;long&gt; times = profile.Samples.Times;
/// ReadOnlySpan&lt;StackId&gt; stacks = profile.Samples.Stacks;
/// for (int i = profile.Samples.UntimedCount; i &lt; times.Length; i++) Console.WriteLine($"{times[i]} {stacks[i]}");
/// </code>
/// The rows are values:
/// <code>
/// foreach (Sample sample in profile.Samples) Console.WriteLine(string.Join(';', profile.GetStackNames(sample.Stack)));
/// </code>
/// </example>
public sealed class SampleTable : IReadOnlyList<Sample>
{
    /// <summary>The value in <see cref="Times"/> of a sample without a time. It is less than every time.</summary>
    public const long NoTime = long.MinValue;

    /// <summary>The value in <see cref="Cpus"/> of a sample without a processor.</summary>
    public const int NoCpu = -1;

    private readonly long[] _times;
    private readonly StackId[] _stacks;
    private readonly LazyColumn<ThreadId> _threads;
    private readonly LazyColumn<int> _cpus;
    private readonly LazyColumn<SampleEventId> _events;
    private readonly Columns _columns;
    private long[]? _periods;

    internal SampleTable(Columns columns)
    {
        _columns = columns;
        _times = columns.Times;
        _stacks = columns.Stacks;
        _threads = columns.Threads;
        _cpus = columns.Cpus;
        _events = columns.Events;
        _periods = columns.Values[0].Length > 0 || _times.Length == 0 ? columns.Values[0] : null;
        UntimedCount = FirstAtOrAfter(NoTime + 1);
    }

    /// <summary>The columns. An optional column is empty if all rows have its usual value.</summary>
    internal sealed record Columns
    {
        public required long[] Times { get; init; }

        public required StackId[] Stacks { get; init; }

        public required LazyColumn<ThreadId> Threads { get; init; }

        public required LazyColumn<int> Cpus { get; init; }

        public required LazyColumn<SampleEventId> Events { get; init; }

        /// <summary>One column per value type, at least one. Rows that have no value have 1 in the first and 0 in the others.</summary>
        public required long[][] Values { get; init; }

        /// <summary>The number of samples that each row represents; empty if each represents one.</summary>
        public required long[] Counts { get; init; }

        /// <summary>The labels of each row; empty if no row has labels.</summary>
        public required LabelSetId[] LabelSets { get; init; }

        /// <summary>One bit per row that is set if the row is idle; empty if no row is.</summary>
        public required ulong[] Idle { get; init; }
    }

    /// <summary>The number of samples.</summary>
    public int Count => _times.Length;

    /// <summary>The number of samples without a time. They are the first rows.</summary>
    public int UntimedCount { get; }

    /// <summary>The time of each sample in nanoseconds, in ascending order; <see cref="NoTime"/> for a sample without a time.</summary>
    public ReadOnlySpan<long> Times => _times;

    /// <summary>The stack of each sample.</summary>
    public ReadOnlySpan<StackId> Stacks => _stacks;

    /// <summary>The thread of each sample.</summary>
    public ReadOnlySpan<ThreadId> Threads => _threads.Rows;

    /// <summary>The processor of each sample; <see cref="NoCpu"/> for a sample without a processor.</summary>
    public ReadOnlySpan<int> Cpus => _cpus.Rows;

    /// <summary>The event of each sample.</summary>
    public ReadOnlySpan<SampleEventId> Events => _events.Rows;

    /// <summary>
    /// The value of each sample for the first value type of its event, such as the period of perf. A value is not negative, and the sum of all values
    /// fits in a <see cref="long"/>.
    /// </summary>
    /// <remarks>The column is created when it is first requested if each value is 1. <see cref="GetValues"/> does not create it.</remarks>
    public ReadOnlySpan<long> Periods => _periods ??= AllOnes(_times.Length);

    /// <summary>The number of samples that each row represents; empty if each row represents one sample.</summary>
    public ReadOnlySpan<long> Counts => _columns.Counts;

    /// <summary>The labels of each sample; empty if no sample has labels.</summary>
    public ReadOnlySpan<LabelSetId> LabelSets => _columns.LabelSets;

    /// <summary>The maximum number of value types that an event of the profile has in its samples, at least 1.</summary>
    public int ValueColumnCount => _columns.Values.Length;

    /// <summary>One bit per sample that the reader of the format determined to be idle; empty if there is none.</summary>
    internal ReadOnlySpan<ulong> IdleMask => _columns.Idle;

    internal long[] CountColumn => _columns.Counts;

    /// <summary>The sum of <see cref="Counts"/>.</summary>
    internal long TotalCount => _columns.Counts.Length == 0 ? Count : Sum(_columns.Counts);

    /// <summary>Returns the values of all samples for a value type of their events.</summary>
    /// <param name="valueType">The index of the value type in the value types of each event.</param>
    /// <returns>
    /// The values. For index 0 the span is empty if each value is 1. For another index it is empty if no sample has a value, and 0 is the value of a
    /// sample whose event has fewer value types.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="valueType"/> is negative.</exception>
    public ReadOnlySpan<long> GetValues(int valueType)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(valueType);
        return valueType < _columns.Values.Length ? _columns.Values[valueType] : default;
    }

    internal long[] GetValueColumn(int valueType) => _columns.Values[valueType];

    /// <summary>Returns a value of a sample; 1 for the first value type and 0 for another if the column is not stored.</summary>
    internal long ValueAt(int valueType, int sample)
    {
        long[] values = _columns.Values[valueType];
        return values.Length > 0 ? values[sample] : valueType == 0 ? 1 : 0;
    }

    internal long CountAt(int sample) => _columns.Counts.Length == 0 ? 1 : _columns.Counts[sample];

    /// <summary>Returns the sum of the values of a value type.</summary>
    internal long TotalOf(int valueType)
    {
        ReadOnlySpan<long> values = GetValues(valueType);
        return values.IsEmpty && valueType == 0 ? Count : Sum(values);
    }

    /// <summary>Returns a sample.</summary>
    /// <param name="index">The index of the sample, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public Sample this[int index]
    {
        get
        {
            RowIndex.Check(index, _times.Length, nameof(index));
            return new Sample
            {
                Time = _times[index] == NoTime ? null : _times[index],
                Stack = _stacks[index],
                Thread = _threads[index],
                Cpu = _cpus[index] == NoCpu ? null : _cpus[index],
                Event = _events[index],
                Period = _columns.Values[0].Length == 0 ? 1 : _columns.Values[0][index],
                Count = _columns.Counts.Length == 0 ? 1 : _columns.Counts[index],
                Labels = _columns.LabelSets.Length == 0 ? LabelSetId.None : _columns.LabelSets[index],
            };
        }
    }

    /// <summary>Returns the index of the first sample whose time is <paramref name="time"/> or later.</summary>
    /// <param name="time">The time in nanoseconds.</param>
    /// <returns>The index; <see cref="Count"/> if there is no such sample.</returns>
    public int FirstAtOrAfter(long time)
    {
        int low = 0, high = _times.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if (_times[middle] < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Returns an enumerator over the samples.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Sample> IEnumerable<Sample>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns a table with other stacks. All other columns are shared.</summary>
    /// <param name="stacks">The new stack for each stack.</param>
    internal SampleTable WithStacks(StackId[] stacks) =>
        new(_columns with { Stacks = Array.ConvertAll(_stacks, s => stacks[s.Value]) });

    /// <summary>Indicates whether equal indexes in both tables refer to the same sample.</summary>
    internal bool HasRowsOf(SampleTable other) => _times == other._times;

    private static long[] AllOnes(int count)
    {
        var ones = new long[count];
        ones.AsSpan().Fill(1);
        return ones;
    }

    private static long Sum(ReadOnlySpan<long> values)
    {
        long sum = 0;
        foreach (long value in values) sum += value;
        return sum;
    }

    /// <summary>Enumerates the samples of a table.</summary>
    public struct Enumerator : IEnumerator<Sample>
    {
        private readonly SampleTable _samples;
        private int _index;

        internal Enumerator(SampleTable samples)
        {
            _samples = samples;
            _index = -1;
        }

        /// <summary>The current sample.</summary>
        public readonly Sample Current => _samples[_index];

        readonly object IEnumerator.Current => Current;

        /// <summary>Moves to the next sample.</summary>
        /// <returns><c>false</c> if there is no further sample.</returns>
        public bool MoveNext() => ++_index < _samples.Count;

        /// <summary>Moves to the position before the first sample.</summary>
        public void Reset() => _index = -1;

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
