using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The line that a script of bpftrace prints before the stacks of an event, in the form of perf: <c>bash 77 [001] 136087.100000001: cpu:</c>.
/// </summary>
internal ref struct BpftraceEventLine
{
    private const int NanosecondDigits = 9;

    public ReadOnlySpan<byte> Comm { get; private set; }

    public long ThreadId { get; private set; }

    public int? Cpu { get; private set; }

    public long Time { get; private set; }

    /// <summary>The name of the event; may be empty.</summary>
    public ReadOnlySpan<byte> Event { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <returns><c>false</c> if it is not of this form.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out BpftraceEventLine read)
    {
        read = default;
        int open = line.IndexOf(" ["u8);
        int close = open < 0 ? -1 : line[open..].IndexOf("] "u8);
        if (open <= 0 || close < 0 || !StackTextLine.TryReadNumber(line.Slice(open + 2, close - 2), out long cpu)) return false;
        ReadOnlySpan<byte> before = line[..open].TrimEnd((byte)' ');
        int blank = before.LastIndexOf((byte)' ');
        if (blank <= 0 || !StackTextLine.TryReadNumber(before[(blank + 1)..], out long thread)) return false;
        ReadOnlySpan<byte> after = line[(open + close + 2)..].TrimStart((byte)' ');
        int end = after.IndexOf((byte)':');
        int point = end < 0 ? -1 : after[..end].IndexOf((byte)'.');
        if (point <= 0 || end - point - 1 > NanosecondDigits || !StackTextLine.TryReadNumber(after[..point], out _)) return false;
        if (!StackTextLine.TryReadNumber(after[(point + 1)..end], out _) || !DecimalNumber.TryScale(after[..end], NanosecondDigits, out long time)) return false;
        read = new BpftraceEventLine
        {
            Comm = before[..blank].TrimEnd((byte)' '),
            ThreadId = thread,
            Cpu = cpu <= int.MaxValue ? (int)cpu : null,
            Time = time,
            Event = after[(end + 1)..].Trim(" :"u8),
        };
        return time < long.MaxValue;
    }
}
