namespace FlameScope.Parsing;

/// <summary>Counts of the samples of threads, for the progress of a recording.</summary>
internal sealed class NetTraceCounts
{
    private readonly HashSet<ulong> _busyThreads = [];

    /// <summary>The number of samples.</summary>
    public long SampleCount { get; private set; }

    /// <summary>The number of samples of threads in managed code.</summary>
    public long ManagedCount { get; private set; }

    /// <summary>Counts a sample.</summary>
    public void Add(ulong thread, bool isManaged)
    {
        SampleCount++;
        if (!isManaged) return;
        ManagedCount++;
        _busyThreads.Add(thread);
    }

    /// <summary>Returns the number of threads that were in managed code since the previous call.</summary>
    public int TakeBusyThreadCount()
    {
        int count = _busyThreads.Count;
        _busyThreads.Clear();
        return count;
    }
}
