namespace FlameScope.Parsing;

/// <summary>The options of FlameGraph's <c>stackcollapse-perf.pl</c>, under its names.</summary>
public sealed record StackCollapseOptions
{
    /// <summary><c>--pid</c>: the process id stands behind the comm, as in <c>java-1234</c>; <c>?</c> where the text has the thread's id only.</summary>
    public bool Pid { get; init; }

    /// <summary><c>--tid</c>: process and thread id stand behind the comm, as in <c>java-1234/1235</c>. Wins over <see cref="Pid"/>.</summary>
    public bool Tid { get; init; }

    /// <summary><c>--kernel</c>: kernel functions end in <c>_[k]</c>.</summary>
    public bool Kernel { get; init; }

    /// <summary><c>--jit</c>: functions of <c>/tmp/perf-PID.map</c> end in <c>_[j]</c>.</summary>
    public bool Jit { get; init; }

    /// <summary><c>--addrs</c>: unknown functions carry their address, as in <c>[libc.so &lt;7f12ab&gt;]</c>.</summary>
    public bool Addresses { get; init; }

    /// <summary><c>--event-filter</c>: only samples of this event; <c>null</c> or empty for the event that comes first.</summary>
    public string? EventFilter { get; init; }

    /// <summary>
    /// <c>--inline</c>: asked for the functions inlined at an address; <c>null</c> for none. <see cref="Addr2Line"/> asks the binaries, as the
    /// script does.
    /// </summary>
    public IInlineResolver? InlineResolver { get; init; }
}
