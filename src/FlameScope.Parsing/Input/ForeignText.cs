namespace FlameScope.Parsing;

/// <summary>
/// Recognizes the output of other commands of perf and of other tracers. Some of their lines look like samples, so they are recognized first, by lines
/// that <c>perf script</c> does not print.
/// </summary>
internal static class ForeignText
{
    private const int TraceLines = 20; // of perf trace, whose first lines may be messages
    private const string PerfScript = ": use perf script on the same recording";

    /// <summary>Returns a sentence that describes the text; <c>null</c> if it is not known to be that of another command.</summary>
    /// <param name="start">The start of the input.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        ReadOnlySpan<byte> first = PerfText.TrimEnd(FirstLine(text));
        if (first.IsEmpty) return null;
        if (IsAnnotate(first)) return "this looks like the output of perf annotate" + PerfScript;
        if (IsTraceCmd(text, first))
        {
            return "this looks like the output of trace-cmd report, which has events and no call chains: use perf record -g and perf script";
        }
        if (first.StartsWith("# tracer: "u8)) return "this looks like the trace file of the kernel's ftrace: use perf record -g and perf script";
        if (first.StartsWith("Performance counter stats for"u8) || first.StartsWith("# started on "u8))
        {
            return "this looks like the output of perf stat, which has totals and no samples: use perf record -g and perf script";
        }
        if (first.StartsWith("CPU   THREAD "u8)) return "this looks like perf script on a recording of perf stat, which has no samples";
        return DescribeLines(text);
    }

    private static string? DescribeLines(ReadOnlySpan<byte> text)
    {
        for (int i = 0; !text.IsEmpty; i++)
        {
            ReadOnlySpan<byte> line = FirstLine(text);
            text = text[Math.Min(text.Length, line.Length + 1)..];
            line = PerfText.TrimEnd(line);
            if (i < TraceLines && IsTrace(line))
            {
                return "this looks like the output of perf trace, which has system calls and no stacks: use perf record -g and perf script";
            }
            if (line.Length > 0 && line[0] == '#' && IsReport(line)) return "this looks like the output of perf report" + PerfScript;
        }
        return null;
    }

    // "# Samples: 2K of event 'cpu-clock'", "# Total Lost Samples: 0", "# Overhead  Command", "# Children      Self", "# Baseline  Delta Abs"
    private static bool IsReport(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("# Total Lost Samples: "u8)) return true;
        if (line.StartsWith("# Samples: "u8)) return line.IndexOf(" of event"u8) > 0;
        bool isColumns = line.StartsWith("# Overhead "u8) || line.StartsWith("# Children "u8) || line.StartsWith("# Baseline "u8);
        return isColumns && line.IndexOf(":"u8) < 0;
    }

    // " Percent |  Source code & Disassembly of app for cycles (12 samples)"; --stdio2: "Samples: 213  of event 'cycles', 4000 Hz, Event count …"
    private static bool IsAnnotate(ReadOnlySpan<byte> first) =>
        (first.StartsWith("Percent"u8) && first.IndexOf("Source code & Disassembly"u8) > 0)
        || (first.StartsWith("Samples: "u8) && first.IndexOf(" of event"u8) > 0);

    // "cpus=8", after "version = 7" in some versions
    private static bool IsTraceCmd(ReadOnlySpan<byte> text, ReadOnlySpan<byte> first)
    {
        if (first.StartsWith("version = "u8)) first = PerfText.TrimEnd(FirstLine(text[Math.Min(text.Length, FirstLine(text).Length + 1)..]));
        return first.StartsWith("cpus="u8) && PerfText.IsAllDigits(first[5..]);
    }

    // "     0.021 ( 0.002 ms): ls/11321 brk()", "         ? (         ): ls/11321  ... [continued]: execve())"
    private static bool IsTrace(ReadOnlySpan<byte> line)
    {
        line = PerfText.TrimStart(line);
        int time = PerfText.EndOfFirstToken(line);
        ReadOnlySpan<byte> duration = line[time..];
        if (!duration.StartsWith(" ("u8)) return false;
        ReadOnlySpan<byte> word = line[..time];
        int point = word.IndexOf((byte)'.');
        bool isTime = word.SequenceEqual("?"u8) || (point > 0 && PerfText.IsAllDigits(word[..point]) && PerfText.IsAllDigits(word[(point + 1)..]));
        int close = duration.IndexOf("): "u8);
        if (!isTime || close < 0) return false;
        ReadOnlySpan<byte> milliseconds = PerfText.Trim(duration[2..close]);
        return milliseconds.IsEmpty || milliseconds.EndsWith(" ms"u8);
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }
}
