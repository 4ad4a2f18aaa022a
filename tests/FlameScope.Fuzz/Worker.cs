using System.Diagnostics;

namespace FlameScope.Fuzz;

/// <summary>A thread that runs cases, and the case that it runs.</summary>
internal sealed class Worker(IFuzzCase target)
{
    private long _case = -1;
    private long _start;

    public void Run(long index)
    {
        Volatile.Write(ref _start, Stopwatch.GetTimestamp());
        Volatile.Write(ref _case, index);
        target.Run(index);
        Volatile.Write(ref _case, -1);
    }

    public byte[] Bytes => target.Bytes.ToArray();

    /// <summary>Returns the number of the case if it has been running for longer than a limit.</summary>
    public long? FindEndless(TimeSpan limit)
    {
        long index = Volatile.Read(ref _case);
        return index >= 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _start)) > limit ? index : null;
    }
}
