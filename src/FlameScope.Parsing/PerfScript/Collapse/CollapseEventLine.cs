using System.Buffers.Text;

namespace FlameScope.Parsing;

/// <summary>
/// A line that the script matches as the start of a sample: <c>^(\S.+?)\s+(\d+)\/*(\d+)*\s+</c>, with its event and period if it also matches
/// <c>:\s*(\d+)*\s+(\S+):\s*$</c>. As in <c>inferno-collapse-perf</c>, the name of the thread may have one byte only.
/// </summary>
internal readonly ref struct CollapseEventLine
{
    /// <summary>The text before the first number.</summary>
    public ReadOnlySpan<byte> Comm { get; private init; }

    public ReadOnlySpan<byte> FirstId { get; private init; }

    public ReadOnlySpan<byte> SecondId { get; private init; }

    /// <summary>Indicates whether there are two ids. The script ignores a second id of 0.</summary>
    public bool HasTid => !SecondId.IsEmpty && !SecondId.SequenceEqual("0"u8);

    /// <summary>The offset after the ids.</summary>
    public int IdsEnd { get; private init; }

    /// <summary>The event; empty if the line does not end in one.</summary>
    public ReadOnlySpan<byte> Event { get; private init; }

    /// <summary>The offset of the event.</summary>
    public int EventStart { get; private init; }

    /// <summary>The period, at least 1.</summary>
    public long Period { get; private init; }

    /// <summary>Returns the line with the event and the period of a sample whose frame follows them.</summary>
    public CollapseEventLine With(scoped in PerfEventLine sample)
    {
        bool hasPeriod = Utf8Parser.TryParse(sample.Period, out long period, out _) && period > 0;
        return new CollapseEventLine { Comm = Comm, FirstId = FirstId, SecondId = SecondId, Event = sample.Name, Period = hasPeriod ? period : 1 };
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out CollapseEventLine result)
    {
        result = default;
        if (PerfText.IsBlank(line[0])) return false;
        for (int end = 1; end < line.Length; end++)
        {
            if (!PerfText.IsBlank(line[end])) continue;
            int first = SkipBlanks(line, end);
            int firstEnd = SkipDigits(line, first);
            int commEnd = end;
            end = first - 1; // without a number, every other blank of the run would fail too: skip it, so that the time stays linear
            if (firstEnd == first) continue;
            int second = firstEnd;
            while (second < line.Length && line[second] == '/') second++;
            int secondEnd = SkipDigits(line, second);
            // A blank must follow. Trailing blanks have been removed, and perf prints one after the last field.
            if (secondEnd < line.Length && !PerfText.IsBlank(line[secondEnd])) continue;
            ReadOnlySpan<byte> eventName = FindEvent(line, out int eventStart, out long period);
            result = new CollapseEventLine
            {
                Comm = line[..commEnd],
                FirstId = line[first..firstEnd],
                SecondId = second > firstEnd ? line[second..secondEnd] : default,
                IdsEnd = secondEnd,
                Event = eventName,
                EventStart = eventStart,
                Period = period,
            };
            return true;
        }
        return false;
    }

    // The last word, if it ends in a colon and follows a colon, or a colon and a number.
    private static ReadOnlySpan<byte> FindEvent(ReadOnlySpan<byte> line, out int start, out long period)
    {
        period = 1;
        start = PerfText.StartOfLastToken(line);
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
