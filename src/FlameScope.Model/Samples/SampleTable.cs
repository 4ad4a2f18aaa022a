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
    private readonly ThreadId[] _threads;
    private readonly int[] _cpus;
    private readonly SampleEventId[] _events;
    private readonly long[] _periods;

    internal SampleTable(long[] times, StackId[] stacks, ThreadId[] threads, int[] cpus, SampleEventId[] events, long[] periods)
    {
        _times = times;
        _stacks = stacks;
        _threads = threads;
        _cpus = cpus;
        _events = events;
        _periods = periods;
        UntimedCount = FirstAtOrAfter(NoTime + 1);
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
    public ReadOnlySpan<ThreadId> Threads => _threads;

    /// <summary>The processor of each sample; <see cref="NoCpu"/> for a sample without a processor.</summary>
    public ReadOnlySpan<int> Cpus => _cpus;

    /// <summary>The event of each sample.</summary>
    public ReadOnlySpan<SampleEventId> Events => _events;

    /// <summary>The period of each sample. A period is not negative, and the sum of all periods fits in a <see cref="long"/>.</summary>
    public ReadOnlySpan<long> Periods => _periods;

    internal long TotalPeriod
    {
        get
        {
            long sum = 0;
            foreach (long period in _periods) sum += period;
            return sum;
        }
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
                Period = _periods[index],
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
        new(_times, Array.ConvertAll(_stacks, s => stacks[s.Value]), _threads, _cpus, _events, _periods);

    /// <summary>Indicates whether equal indexes in both tables refer to the same sample.</summary>
    internal bool HasRowsOf(SampleTable other) => _times == other._times;

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
