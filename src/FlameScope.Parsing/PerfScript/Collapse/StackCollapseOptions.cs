namespace FlameScope.Parsing;

/// <summary>The options of <c>stackcollapse-perf.pl</c> of FlameGraph, with its names.</summary>
public sealed record StackCollapseOptions
{
    /// <summary>
    /// <c>--pid</c>: append the process id to the name of the thread, as in <c>java-1234</c>; <c>?</c> if the text has only the thread id. The
    /// default is <c>false</c>.
    /// </summary>
    public bool Pid { get; init; }

    /// <summary>
    /// <c>--tid</c>: append process and thread id to the name of the thread, as in <c>java-1234/1235</c>. Takes precedence over <see cref="Pid"/>.
    /// The default is <c>false</c>.
    /// </summary>
    public bool Tid { get; init; }

    /// <summary><c>--kernel</c>: append <c>_[k]</c> to kernel functions. The default is <c>false</c>.</summary>
    public bool Kernel { get; init; }

    /// <summary><c>--jit</c>: append <c>_[j]</c> to functions of <c>/tmp/perf-PID.map</c>. The default is <c>false</c>.</summary>
    public bool Jit { get; init; }

    /// <summary><c>--addrs</c>: add the address to unknown functions, as in <c>[libc.so &lt;7f12ab&gt;]</c>. The default is <c>false</c>.</summary>
    public bool Addresses { get; init; }

    /// <summary>
    /// <c>--event-filter</c>: count only samples of this event. The default is <c>null</c>, which like the empty string selects the first event of
    /// the text.
    /// </summary>
    public string? EventFilter { get; init; }

    /// <summary>
    /// <c>--inline</c>: the resolver of inlined functions. The default is <c>null</c>, for none. <see cref="Addr2Line"/> resolves them from the
    /// binaries, as the script does.
    /// </summary>
    public IInlineResolver? InlineResolver { get; init; }
}
