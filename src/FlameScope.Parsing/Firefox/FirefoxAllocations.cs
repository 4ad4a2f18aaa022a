using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the allocations of threads: objects of scripts, memory that native code allocated, and memory that it freed, whose weight is negative.</summary>
internal sealed class FirefoxAllocations(ProfileBuilder builder, ReadContext context)
{
    private readonly Dictionary<string, FirefoxRowWriter> _writers = [];

    /// <summary>The number of allocations.</summary>
    public int Count { get; private set; }

    /// <summary>The event of the first allocation.</summary>
    public SampleEventId? FirstEvent { get; private set; }

    /// <summary>Adds the allocations of a thread.</summary>
    public void Add(FirefoxThread thread, ThreadId threadId, ProcessedStacks stacks)
    {
        _writers.Clear();
        Add(thread, threadId, stacks, FirefoxColumnId.JsAllocationStack, "jsAllocations", "jsDeallocations");
        Add(thread, threadId, stacks, FirefoxColumnId.NativeAllocationStack, "nativeAllocations", "nativeDeallocations");
        foreach (FirefoxRowWriter writer in _writers.Values) writer.Flush();
    }

    // The columns of time and weight follow that of the stack.
    private void Add(FirefoxThread thread, ThreadId threadId, ProcessedStacks stacks, FirefoxColumnId stack, string allocated, string freed)
    {
        FirefoxColumn stackColumn = thread.Tables[stack];
        FirefoxColumn times = thread.Tables[stack + 1];
        FirefoxColumn weights = thread.Tables[stack + 2];
        int count = Math.Min(stackColumn.Count, Math.Min(times.Count, weights.Count));
        int longest = Math.Max(stackColumn.Count, Math.Max(times.Count, weights.Count));
        if (longest > count) context.Report("columns of allocations of unequal length", count: longest - count);
        for (int i = 0; i < count; i++)
        {
            if (weights[i] == FirefoxColumn.None)
            {
                context.Report("allocation without a size");
                continue;
            }
            long? time = times[i] is FirefoxColumn.None or long.MaxValue ? null : times[i];
            if (time is null) context.Report("sample without a time");
            long row = stackColumn[i] == -1 ? FirefoxColumn.None : stackColumn[i];
            Writer(threadId, weights[i] < 0 ? freed : allocated).Add(time, stacks.Resolve(row), Math.Abs(weights[i]), isIdle: false);
            Count++;
        }
    }

    private FirefoxRowWriter Writer(ThreadId thread, string eventName)
    {
        if (_writers.TryGetValue(eventName, out FirefoxRowWriter? writer)) return writer;
        _writers[eventName] = writer = FirefoxRowWriter.ForAllocations(builder, context, thread, eventName);
        FirstEvent ??= writer.Event;
        return writer;
    }
}
