namespace FlameScope.Parsing;

/// <summary>
/// The first line of a sample, or of a record that is not a sample, as <c>perf script</c> prints it. The spans are slices of the line.
/// </summary>
/// <remarks>
/// The line is <c>[VM:N VCPU:N] comm tid|pid/tid [cpu] misc date time-of-day time: period event: tail</c>. Every field may be absent
/// (<c>perf_sample__fprintf_start</c> and <c>process_event</c> in <c>builtin-script.c</c> of perf).
/// </remarks>
public readonly ref struct PerfEventLine
{
    /// <summary>The name of the thread, without the blanks around it; empty if absent.</summary>
    public ReadOnlySpan<byte> Comm { get; internal init; }

    /// <summary>The process id; <c>null</c> if absent. A single id on the line is that of the thread.</summary>
    public int? Pid { get; internal init; }

    /// <summary>The thread id; <c>null</c> if absent.</summary>
    public int? Tid { get; internal init; }

    /// <summary>The processor; <c>null</c> if absent.</summary>
    public int? Cpu { get; internal init; }

    /// <summary>The time in nanoseconds of the recording's clock; <c>null</c> if absent or beyond 64 bits.</summary>
    public long? Time { get; internal init; }

    /// <summary>Indicates whether the line has a time that does not fit in 64 bits of nanoseconds.</summary>
    public bool IsTimeOutOfRange { get; internal init; }

    /// <summary>Indicates whether the time is a time of day, from <c>-F tod</c> without <c>time</c>.</summary>
    internal bool IsTimeOfDay { get; init; }

    /// <summary>Indicates whether the ids are in a column of their own, which distinguishes them from a number at the end of a name.</summary>
    internal bool HasPaddedId { get; init; }

    /// <summary>The digits of the period; empty if absent.</summary>
    public ReadOnlySpan<byte> Period { get; internal init; }

    /// <summary>The name of the event; empty if absent. For a record, the type of the record, such as <c>PERF_RECORD_LOST</c>.</summary>
    public ReadOnlySpan<byte> Name { get; internal init; }

    /// <summary>Indicates whether the line is a record that is not a sample.</summary>
    public bool IsRecord { get; internal init; }

    /// <summary>
    /// The text after the name of the event, without the blanks around it: the frame of a sample without a call chain, the payload of a
    /// tracepoint, the flags of a branch, or nothing.
    /// </summary>
    public ReadOnlySpan<byte> Tail { get; internal init; }

    /// <summary>The column of the tail, counted from the end of the name of the event. perf aligns an address to the right.</summary>
    internal int TailIndent { get; init; }

    /// <summary>Parses a line that has a time, as perf prints by default.</summary>
    /// <param name="line">The line, with or without its line end.</param>
    /// <param name="result">The fields of the line.</param>
    internal static bool TryParse(ReadOnlySpan<byte> line, out PerfEventLine result) =>
        PerfEventParser.TryParseTimed(PerfText.TrimEnd(line.TrimEnd((byte)'\n')), out result);

    /// <summary>Parses the frame on the line itself, which a sample without a call chain has.</summary>
    /// <param name="frame">The frame, if there is one.</param>
    /// <returns>
    /// <c>true</c> if the tail contains a frame. Other fields in the tail are not part of it: of a branch, the source is the frame; the payload of a
    /// tracepoint is not a frame, even if it contains hexadecimal words.
    /// </returns>
    public bool TryGetFrame(out PerfFrameLine frame) => TryGetFrame(out frame, out _);

    /// <inheritdoc cref="TryGetFrame(out PerfFrameLine)"/>
    /// <param name="frame">The frame, if there is one.</param>
    /// <param name="isInColumn">Indicates whether its address is in the column where perf prints one.</param>
    internal bool TryGetFrame(out PerfFrameLine frame, out bool isInColumn)
    {
        frame = default;
        isInColumn = false;
        return !Tail.IsEmpty && !IsRecord && PerfTail.TryFindFrame(Tail, TailIndent, IsTracepoint(Name), out frame, out isInColumn);
    }

    /// <summary>The name of the record with the user part of call chains, which its samples refer to by the cookie.</summary>
    internal static ReadOnlySpan<byte> DeferredCallchain => "DEFERRED CALLCHAIN"u8;

    // sched:sched_switch is a tracepoint; cycles:u and cpu-clock:pppH are events with modifiers.
    private static bool IsTracepoint(ReadOnlySpan<byte> name)
    {
        int colon = name.LastIndexOf((byte)':');
        return colon > 0 && !PerfText.IsAllModifiers(name[(colon + 1)..]);
    }
}
