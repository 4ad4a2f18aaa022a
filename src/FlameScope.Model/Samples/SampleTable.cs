namespace FlameScope.Model;

/// <summary>
/// The samples of a profile as columns of equal length, in time order; samples of the same time keep the recording's order, and samples
/// without a time come first, in the recording's order.
/// </summary>
public sealed class SampleTable
{
    /// <summary>What <see cref="Times"/> holds for a sample without a time. It lies before every time there is.</summary>
    public const long NoTime = long.MinValue;

    /// <summary>What <see cref="Cpus"/> holds for a sample without a processor.</summary>
    public const int NoCpu = -1;

    private readonly long[] _times;
    private readonly StackId[] _stacks;
    private readonly ThreadId[] _threads;
    private readonly int[] _cpus;
    private readonly ushort[] _events;
    private readonly long[] _periods;

    internal SampleTable(long[] times, StackId[] stacks, ThreadId[] threads, int[] cpus, ushort[] events, long[] periods)
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

    /// <summary>Times in nanoseconds, never falling; <see cref="NoTime"/> where there is none.</summary>
    public ReadOnlySpan<long> Times => _times;

    /// <summary>The stack of each sample.</summary>
    public ReadOnlySpan<StackId> Stacks => _stacks;

    /// <summary>The thread of each sample.</summary>
    public ReadOnlySpan<ThreadId> Threads => _threads;

    /// <summary>The processor of each sample, or <see cref="NoCpu"/>.</summary>
    public ReadOnlySpan<int> Cpus => _cpus;

    /// <summary>The event of each sample: the value of an <see cref="SampleEventId"/>, held in two bytes.</summary>
    public ReadOnlySpan<ushort> Events => _events;

    /// <summary>The period of each sample, never negative. All of a profile's periods together fit a <see cref="long"/>.</summary>
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

    /// <summary>One sample.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public Sample this[int index] => new(
        _times[index] == NoTime ? null : _times[index],
        _stacks[index],
        _threads[index],
        _cpus[index] == NoCpu ? null : _cpus[index],
        new SampleEventId(_events[index]),
        _periods[index]);

    /// <summary>The index of the first sample whose time is <paramref name="time"/> or later; <see cref="Count"/> when there is none.</summary>
    /// <param name="time">Nanoseconds.</param>
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

    /// <summary>The same rows with other stacks: each what an array holds for the one it has now. All other columns are shared.</summary>
    internal SampleTable WithStacks(StackId[] stacks) =>
        new(_times, Array.ConvertAll(_stacks, s => stacks[s.Value]), _threads, _cpus, _events, _periods);

    /// <summary>Whether a row here and there is the same sample.</summary>
    internal bool HasRowsOf(SampleTable other) => _times == other._times;
}
