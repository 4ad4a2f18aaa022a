using System.Runtime.ExceptionServices;

namespace FlameScope.Parsing;

/// <summary>Distributes independent work items over several threads.</summary>
/// <remarks>Much less code than <see cref="Parallel"/>, whose loops the runtime would have to compile in each process that reads one recording.</remarks>
internal static class WorkItems
{
    /// <summary>Does the work of all items. An item that fails ends the work, and its exception is thrown.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="work">Does the work of the item with an index.</param>
    public static void Run(int count, int threads, Action<int> work)
    {
        int next = -1;
        ExceptionDispatchInfo? fault = null;
        var others = new Task[Math.Clamp(Math.Min(threads, count) - 1, 0, 63)];
        for (int i = 0; i < others.Length; i++) others[i] = Task.Run(WorkOff);
        WorkOff();
        Task.WaitAll(others);
        fault?.Throw();

        void WorkOff()
        {
            try
            {
                for (int item; (item = Interlocked.Increment(ref next)) < count;) work(item);
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref fault, ExceptionDispatchInfo.Capture(failure), null);
                Interlocked.Exchange(ref next, count);
            }
        }
    }
}
