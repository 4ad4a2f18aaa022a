namespace FlameScope.Parsing;

/// <summary>
/// Determines which samples of the thread-time profiler are idle: those of threads that only wait. The profiler samples each managed thread, whether
/// it works or not.
/// </summary>
/// <remarks>
/// The innermost method decides. Stubs and the poll in which a thread stops for the profiler itself are skipped. Waiting for a lock is not idle: it
/// is a property of the program, and it is not in the event <c>cpu</c>.
/// </remarks>
internal static class WaitRule
{
    /// <summary>Indicates whether a method says nothing about what the thread does, so that its caller decides.</summary>
    /// <param name="method">The name of the method with its type and arguments.</param>
    public static bool IsTransparent(ReadOnlySpan<byte> method) =>
        method.StartsWith("System.Threading.Thread.PollGC("u8)
        || method.StartsWith("System.Threading.Thread.<PollGC>"u8)
        || method.StartsWith("dynamicClass.IL_STUB_PInvoke("u8)
        || method.StartsWith("Interop+Sys.<"u8);

    /// <summary>Indicates whether a method is one in which a thread waits, or looks for work.</summary>
    /// <param name="method">The name of the method with its type and arguments.</param>
    public static bool IsWait(ReadOnlySpan<byte> method)
    {
        int end = method.IndexOf((byte)'(');
        ReadOnlySpan<byte> name = end < 0 ? method : method[..end];
        if (name.StartsWith("System.Threading."u8)) return IsThreadingWait(name["System.Threading."u8.Length..]);
        if (name.StartsWith("Interop+"u8)) return IsSystemWait(name["Interop+"u8.Length..]);
        return name.SequenceEqual("System.Net.Sockets.SocketAsyncEngine.EventLoop"u8)
            || name.StartsWith("System.IO.FileSystemWatcher+RunningInstance."u8)
            || name.StartsWith("System.IO.FileSystemWatcher+INotify."u8)
            || name.SequenceEqual("System.ConsolePal+UnixConsoleStream.Read"u8)
            || name.SequenceEqual("System.IO.StdInReader.ReadKey"u8);
    }

    private static bool IsThreadingWait(ReadOnlySpan<byte> name) =>
        name.StartsWith("Thread.Sleep"u8)
        || name.StartsWith("Thread.Join"u8)
        || name.StartsWith("Thread.UninterruptibleSleep"u8)
        || name.StartsWith("Monitor.Wait"u8)
        || name.StartsWith("Monitor.ObjWait"u8)
        || name.StartsWith("Condition.Wait"u8)
        || name.StartsWith("WaitHandle.Wait"u8)
        || name.StartsWith("WaitHandle.SignalAndWait"u8)
        || name.StartsWith("WaitSubsystem"u8)
        || name.StartsWith("LowLevelLifoSemaphore."u8)
        || name.StartsWith("LowLevelLifoAsyncWaitSemaphore."u8)
        || name.StartsWith("LowLevelSpinWaiter."u8)
        || name.StartsWith("LowLevelMonitor."u8)
        || name.SequenceEqual("ManualResetEventSlim.Wait"u8)
        || name.StartsWith("SemaphoreSlim.Wait"u8)
        || name.SequenceEqual("CountdownEvent.Wait"u8)
        || name.SequenceEqual("Barrier.SignalAndWait"u8)
        || name.StartsWith("PortableThreadPool+WorkerThread.WorkerThreadStart"u8)
        || name.StartsWith("PortableThreadPool+GateThread."u8)
        || name.StartsWith("PortableThreadPool+WaitThread."u8)
        || name.StartsWith("PortableThreadPool+IOCompletionPoller."u8)
        || name.SequenceEqual("TimerQueue.TimerThread"u8);

    private static bool IsSystemWait(ReadOnlySpan<byte> name) =>
        name.StartsWith("Sys.LowLevelMonitor_"u8)
        || name.StartsWith("Sys.LowLevelFutex_Wait"u8)
        || name.StartsWith("Sys.WaitForSocketEvents"u8)
        || name.StartsWith("Sys.Poll"u8)
        || name.StartsWith("Sys.Select"u8)
        || name.StartsWith("Kernel32.Sleep"u8)
        || name.StartsWith("Kernel32.WaitFor"u8)
        || name.StartsWith("Kernel32.GetQueuedCompletionStatus"u8);
}
