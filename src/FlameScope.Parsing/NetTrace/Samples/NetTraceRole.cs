namespace FlameScope.Parsing;

/// <summary>The use of the events of a type. Events with call stacks are samples as well.</summary>
internal enum NetTraceRole : byte
{
    /// <summary>Nothing else.</summary>
    Other,

    /// <summary>A sample of the thread-time profiler.</summary>
    ThreadSample,

    /// <summary>Code was compiled or loaded.</summary>
    MethodLoad,

    /// <summary>Code existed when the recording started or ended.</summary>
    MethodRundown,

    /// <summary>Code was removed.</summary>
    MethodUnload,

    /// <summary>An assembly file was loaded.</summary>
    Module,

    /// <summary>An assembly file was loaded into an application domain.</summary>
    DomainModule,

    /// <summary>Memory was allocated: one event per about 100 KB.</summary>
    AllocationTick,

    /// <summary>Memory was allocated: a random sample of the allocations.</summary>
    AllocationSample,

    /// <summary>A thread begins to wait for a lock.</summary>
    ContentionStart,

    /// <summary>A thread got a lock for which it had waited.</summary>
    ContentionStop,

    /// <summary>An exception was thrown.</summary>
    Exception,

    /// <summary>The command line of the process and its system.</summary>
    ProcessInfo,

    /// <summary>A processor sample of a machine-wide recording.</summary>
    ProcessorSample,

    /// <summary>A thread got a processor after it had waited.</summary>
    ContextSwitch,

    /// <summary>A process of a machine-wide recording.</summary>
    Process,

    /// <summary>A file or memory that is mapped into a process.</summary>
    Mapping,

    /// <summary>The name of a range of addresses.</summary>
    Symbol,
}
