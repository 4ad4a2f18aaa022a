namespace FlameScope.Parsing;

/// <summary>
/// The first line of a sample, or of a record that is not one, as <c>perf script</c> prints it. The spans point into the line.
/// </summary>
/// <remarks>
/// The line is <c>[VM:N VCPU:N] comm tid|pid/tid [cpu] misc date time-of-day time: period event: tail</c>, of which every field may be absent
/// (<c>perf_sample__fprintf_start</c> and <c>process_event</c> in perf's <c>builtin-script.c</c>).
/// </remarks>
public readonly ref struct PerfEventLine
{
    /// <summary>The thread's name, without the blanks around it; empty when absent.</summary>
    public ReadOnlySpan<byte> Comm { get; internal init; }

    /// <summary>The process id; <c>null</c> when absent. A single id on the line is the thread's.</summary>
    public int? Pid { get; internal init; }

    /// <summary>The thread id; <c>null</c> when absent.</summary>
    public int? Tid { get; internal init; }

    /// <summary>The processor; <c>null</c> when absent.</summary>
    public int? Cpu { get; internal init; }

    /// <summary>Nanoseconds on the recorder's clock; <c>null</c> when absent or beyond 64 bits.</summary>
    public long? Time { get; internal init; }

    /// <summary>Whether the line has a time that does not fit 64 bits of nanoseconds.</summary>
    public bool IsTimeOutOfRange { get; internal init; }

    /// <summary>The digits of the period; empty when absent.</summary>
    public ReadOnlySpan<byte> Period { get; internal init; }

    /// <summary>The event's name; empty when absent. For a record the record's type, such as <c>PERF_RECORD_LOST</c>.</summary>
    public ReadOnlySpan<byte> Name { get; internal init; }

    /// <summary>Whether this is a record that is not a sample.</summary>
    public bool IsRecord { get; internal init; }

    /// <summary>
    /// What stands behind the event's name, without the blanks around it: the frame of a sample without a call chain, a tracepoint's payload,
    /// flags of a branch, or nothing.
    /// </summary>
    public ReadOnlySpan<byte> Tail { get; internal init; }

    /// <summary>The column the tail starts in, counted from the end of the event's name; perf aligns an address to the right.</summary>
    internal int TailIndent { get; init; }

    /// <summary>Reads a line that has a time, which is what perf prints unless told otherwise.</summary>
    /// <param name="line">The line, with or without its line end.</param>
    /// <param name="result">The line's fields, when it is one.</param>
    internal static bool TryParse(ReadOnlySpan<byte> line, out PerfEventLine result) =>
        PerfEventParser.TryParseTimed(PerfText.TrimEnd(line.TrimEnd((byte)'\n')), out result);

    /// <summary>The frame on the line itself, which a sample without a call chain has.</summary>
    /// <param name="frame">The frame, when there is one.</param>
    /// <returns>Whether the tail is a frame. A tracepoint's payload is not, even where its first word has only hexadecimal digits.</returns>
    public bool TryGetFrame(out PerfFrameLine frame)
    {
        frame = default;
        if (Tail.IsEmpty || !PerfFrameLine.TryParse(Tail, out frame)) return false;
        if (Tail.IndexOf(" => "u8) >= 0 && Tail[^1] == ')') return false; // a branch: from => to
        return IsInAddressColumn(frame) || !IsTracepoint(Name) || !frame.Module.IsEmpty || frame.IsInlined;
    }

    /// <summary>Whether the tail's address stands where perf prints one: a blank, then 16 columns.</summary>
    internal bool IsInAddressColumn(PerfFrameLine frame) => TailIndent + frame.Address.Length >= 17;

    // sched:sched_switch is a tracepoint; cycles:u and cpu-clock:pppH are events with modifiers.
    private static bool IsTracepoint(ReadOnlySpan<byte> name)
    {
        int colon = name.LastIndexOf((byte)':');
        return colon > 0 && !PerfText.IsAllModifiers(name[(colon + 1)..]);
    }
}
