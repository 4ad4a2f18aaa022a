namespace FlameScope.PowerShell;

/// <summary>The samples of a thread.</summary>
public sealed class ThreadShare
{
    /// <summary>The id of the process, if it is known.</summary>
    public long? ProcessId { get; init; }

    /// <summary>The id of the thread, if it is known.</summary>
    public long? ThreadId { get; init; }

    /// <summary>The number of samples of the thread.</summary>
    public long SampleCount { get; init; }

    /// <summary><see cref="SampleCount"/> in percent.</summary>
    public double Percent { get; init; }

    /// <summary>The name of the thread, without control characters.</summary>
    public string Name { get; init; } = "";
}
