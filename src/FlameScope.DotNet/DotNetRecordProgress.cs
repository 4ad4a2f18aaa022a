namespace FlameScope.DotNet;

/// <summary>The progress of a recording.</summary>
public readonly record struct DotNetRecordProgress
{
    /// <summary>The time since the start of the recording.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The number of bytes that the process has sent.</summary>
    public long BytesReceived { get; init; }

    /// <summary>The number of samples of threads.</summary>
    public long SampleCount { get; init; }

    /// <summary>The number of samples of threads in managed code.</summary>
    public long ManagedSampleCount { get; init; }

    /// <summary>The number of threads that were in managed code since the previous report.</summary>
    public int BusyThreadCount { get; init; }

    /// <summary>The number of events that were lost because the buffer in the process was full.</summary>
    public long LostCount { get; init; }

    /// <summary>Indicates whether the recording is being ended: the process sends the names of its methods.</summary>
    public bool IsStopping { get; init; }
}
