using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the maps of bpftrace that have stacks as keys, as in <c>@[kstack, ustack, comm] = count()</c>. A map is an event.
/// </summary>
/// <remarks>
/// The maps have no times. Events that a script prints in the form of perf, each followed by its stacks, have times; they are recognized if the message
/// of bpftrace about its probes precedes them.
/// </remarks>
public sealed class BpftraceReader : IProfileReader
{
    private const int MaximumPreamble = 16;

    /// <inheritdoc/>
    public string Name => "bpftrace";

    /// <inheritdoc/>
    public string Description => "Maps of bpftrace with stacks as keys";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> rest = probe.Start;
        if (rest.StartsWith("\uFEFF"u8)) rest = rest[3..];
        bool isAttached = false;
        for (int i = 0; i < MaximumPreamble && !rest.IsEmpty; i++)
        {
            ReadOnlySpan<byte> line = StackTextLine.Take(ref rest);
            isAttached |= BpftraceParser.IsAttached(line);
            if (BpftraceParser.IsMessage(line)) continue;
            if (isAttached && BpftraceEventLine.TryRead(line, out _)) return FormatMatch.Yes;
            if (!BpftraceParser.IsStart(line)) return FormatMatch.No;

            // A map without stacks has its key and value on one line. Stacks follow.
            if (BpftraceParser.IsOpen(line)) return EndsEntry(rest, out bool isCut) ? FormatMatch.Yes : isCut && !probe.IsWhole ? FormatMatch.NeedMoreData : FormatMatch.No;
            i = 0;
        }
        return FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new BpftraceParser(builder, context);
    }

    private static bool EndsEntry(ReadOnlySpan<byte> rest, out bool isCut)
    {
        isCut = true;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> line = StackTextLine.Take(ref rest);
            if (BpftraceParser.TryReadEnd(line, out _, out _)) return true;
            if (line.IsEmpty || line[0] is (byte)' ' or (byte)'\t' or (byte)',') continue;
            isCut = false;
            return false;
        }
        return false;
    }
}
