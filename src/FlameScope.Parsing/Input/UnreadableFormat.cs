namespace FlameScope.Parsing;

/// <summary>Recognizes what people hand over in place of <c>perf script</c> text, to say what to do instead of failing on its first line.</summary>
internal static class UnreadableFormat
{
    /// <summary>How much of the input is looked at, in bytes.</summary>
    public const int StartLength = 16 * 1024;

    /// <summary>A sentence that says what the input looks like; <c>null</c> when it may be perf's.</summary>
    /// <param name="start">The first <see cref="StartLength"/> bytes, or all there are.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return "the input is empty";
        if (ContainsPerf(start, isWhole: true)) return null;
        return DescribeBinary(start) ?? DescribeText(start.StartsWith("\uFEFF"u8) ? start[3..] : start);
    }

    private static string? DescribeBinary(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PERFILE2"u8) || start.StartsWith("2ELIFREP"u8))
        {
            return "this is perf's binary recording (perf.data): run perf script on it first, as in perf script --header -i FILE > perf.txt";
        }
        if (start.StartsWith("SIMPLEPERF"u8)) return "this is simpleperf's binary recording: run report_sample.py or simpleperf report-sample on it first";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])) return Compressed("zstd", "zstd -d");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'])) return Compressed("xz", "xz -d");
        if (start.StartsWith("BZh"u8)) return Compressed("bzip2", "bzip2 -d");
        if (start.StartsWith("PK\u0003\u0004"u8)) return "this is a zip archive: unpack it first";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return "this is UTF-16 text, as some shells write when they redirect output: convert it to UTF-8 first, as in iconv -f UTF-16 -t UTF-8";
        }
        if (start.StartsWith("\u007FELF"u8)) return "this is an executable or library (ELF), not a profile";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "this is gzip inside gzip: decompress it once first";
        return start.Contains((byte)0) ? "this is a binary file of an unknown format, not perf script output" : null;
    }

    private static string Compressed(string format, string command) => $"this is compressed with {format}, which is not supported: decompress it first ({command})";

    private static string? DescribeText(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> text = start.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) return "the input has nothing but blank lines";
        if (text[0] == '<')
        {
            return text.IndexOf("<svg"u8) >= 0
                ? "this is an SVG picture, not perf script output"
                : "this is an HTML or XML page, not perf script output: was a page downloaded in place of the file?";
        }
        if (text[0] is (byte)'{' or (byte)'[') return "this looks like JSON (.cpuprofile, a Chrome trace, speedscope?), which is not supported: perf script output is needed";
        if (LooksLikePerfTrace(text)) return "this looks like the output of perf trace, which has system calls and no stacks: use perf record -g and perf script";
        if (text.IndexOf("# Samples: "u8) >= 0 && text.IndexOf("# Overhead"u8) >= 0)
        {
            return "this looks like the output of perf report: use perf script on the same recording";
        }
        return LooksFolded(text) ? "this looks like folded stacks, which have no times: perf script output is needed" : null;
    }

    // 0.000 ( 0.001 ms): sleep/1234 brk() = 0x55…
    private static bool LooksLikePerfTrace(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = FirstLine(text);
        return line.IndexOf(" ms): "u8) > 0 && line.IndexOf("("u8) > 0;
    }

    // a;b;c 12
    private static bool LooksFolded(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = PerfText.TrimEnd(FirstLine(text));
        return line.Contains((byte)';') && PerfText.IsAllDigits(line[PerfText.StartOfLastToken(line)..]);
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }

    /// <summary>Whether any line is perf's: then the input is, whatever else stands in it.</summary>
    /// <param name="start">The start of the input.</param>
    /// <param name="isWhole">Whether a last line without its end counts.</param>
    public static bool ContainsPerf(ReadOnlySpan<byte> start, bool isWhole)
    {
        var reader = new PerfScriptReader(start, isWhole, default);
        while (reader.Read())
        {
            if (reader.Kind is PerfLineKind.Event or PerfLineKind.Record) return true;
            if (reader.Kind == PerfLineKind.Header && reader.Line.SequenceEqual("# ========"u8)) return true;
        }
        return false;
    }
}
