using System.Buffers.Text;

namespace FlameScope.Parsing;

/// <summary>
/// A line that the script takes for the start of a sample: <c>^(\S.+?)\s+(\d+)\/*(\d+)*\s+</c>, and in it, where it ends so,
/// <c>:\s*(\d+)*\s+(\S+):\s*$</c>.
/// </summary>
internal readonly ref struct CollapseEventLine
{
    /// <summary>What stands before the first number.</summary>
    public ReadOnlySpan<byte> Comm { get; private init; }

    public ReadOnlySpan<byte> FirstId { get; private init; }

    public ReadOnlySpan<byte> SecondId { get; private init; }

    /// <summary>Whether there are two ids. The script takes a second one of 0 for none.</summary>
    public bool HasTid => !SecondId.IsEmpty && !SecondId.SequenceEqual("0"u8);

    /// <summary>The event; empty where the line does not end in one.</summary>
    public ReadOnlySpan<byte> Event { get; private init; }

    /// <summary>The period, at least 1.</summary>
    public long Period { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> line, out CollapseEventLine result)
    {
        result = default;
        if (PerfText.IsBlank(line[0])) return false;
        for (int end = 2; end < line.Length; end++)
        {
            if (!PerfText.IsBlank(line[end])) continue;
            int first = SkipBlanks(line, end);
            int firstEnd = SkipDigits(line, first);
            int commEnd = end;
            end = first - 1; // Where the number fails, it does so behind every blank of the run: a long one must not be walked again for each.
            if (firstEnd == first) continue;
            int second = firstEnd;
            while (second < line.Length && line[second] == '/') second++;
            int secondEnd = SkipDigits(line, second);
            // A blank must follow. The reader has cut those at the line's end, where perf prints one behind the last field.
            if (secondEnd < line.Length && !PerfText.IsBlank(line[secondEnd])) continue;
            ReadOnlySpan<byte> eventName = FindEvent(line, out long period);
            result = new CollapseEventLine
            {
                Comm = line[..commEnd],
                FirstId = line[first..firstEnd],
                SecondId = second > firstEnd ? line[second..secondEnd] : default,
                Event = eventName,
                Period = period,
            };
            return true;
        }
        return false;
    }

    // The last word, if it ends in a colon and follows a colon, or a colon and a number.
    private static ReadOnlySpan<byte> FindEvent(ReadOnlySpan<byte> line, out long period)
    {
        period = 1;
        int start = PerfText.StartOfLastToken(line);
        if (line.Length - start < 2 || line[^1] != ':' || start == 0) return default;
        ReadOnlySpan<byte> before = PerfText.TrimEnd(line[..start]);
        int digits = before.Length;
        while (digits > 0 && PerfText.IsDigit(before[digits - 1])) digits--;
        ReadOnlySpan<byte> number = before[digits..];
        before = PerfText.TrimEnd(before[..digits]);
        if (before.IsEmpty || before[^1] != ':') return default;
        if (!number.IsEmpty && (!Utf8Parser.TryParse(number, out period, out _) || period == 0)) period = 1;
        return line[start..^1];
    }

    private static int SkipBlanks(ReadOnlySpan<byte> line, int i)
    {
        while (i < line.Length && PerfText.IsBlank(line[i])) i++;
        return i;
    }

    private static int SkipDigits(ReadOnlySpan<byte> line, int i)
    {
        while (i < line.Length && PerfText.IsDigit(line[i])) i++;
        return i;
    }
}
