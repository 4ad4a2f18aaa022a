namespace FlameScope.Parsing;

/// <summary>
/// Recognizes formats that are often passed by mistake, so that the message says what the input is and what to do, instead of failing on its first
/// line.
/// </summary>
internal static class UnreadableFormat
{
    /// <summary>The number of bytes of the input that are examined.</summary>
    public const int StartLength = 16 * 1024;

    private const int CheckedForZeros = 1024;
    private const string Binary = "this is a binary file of none of the formats that are read";

    /// <summary>Throws if the input is known to be of a format that cannot be read.</summary>
    /// <param name="start">The first <see cref="StartLength"/> bytes of the input, or all if there are fewer.</param>
    /// <exception cref="ProfileFormatException">The input is of such a format.</exception>
    public static void ThrowIfKnown(ReadOnlySpan<byte> start)
    {
        if (Describe(start) is { } description) throw new ProfileFormatException(ProfileReadError.UnknownFormat, description);
    }

    /// <summary>Returns a sentence that describes the input; <c>null</c> if it may be readable.</summary>
    /// <param name="start">The first <see cref="StartLength"/> bytes of the input, or all if there are fewer.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return "the input is empty";
        if (DescribeCertain(start) is { } certain) return certain;
        if (ContainsPerf(start)) return null;
        if (start.Contains((byte)0)) return Binary;
        return DescribeText(start.StartsWith("\uFEFF"u8) ? start[3..] : start);
    }

    /// <summary>Returns a sentence that describes an input that is not the text of perf script, whatever its lines look like; otherwise <c>null</c>.</summary>
    public static string? DescribeCertain(ReadOnlySpan<byte> start) => DescribeMagic(start) ?? ForeignText.Describe(start);

    private static string? DescribeMagic(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PERFILE2"u8) || start.StartsWith("2ELIFREP"u8)) return "this is perf.data, not the text of perf script";
        if (start.StartsWith("SIMPLEPERF"u8))
        {
            return "this is simpleperf's binary recording: run report_sample.py on it first, as in report_sample.py -i FILE > perf.txt";
        }
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'])) return Compressed("xz", "xz -d");
        if (start.StartsWith("BZh"u8)) return Compressed("bzip2", "bzip2 -d");
        if (start.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4D, 0x18])) return Compressed("lz4", "lz4 -d");
        if (start.StartsWith("\u007FELF"u8)) return "this is an executable or library (ELF), not a profile";
        if (ForeignBinary.Describe(start) is { } recording) return recording;
        // The text of perf has no such byte: a thread name ends before the first.
        return start[..Math.Min(start.Length, CheckedForZeros)].Contains((byte)0) ? Binary : null;
    }

    private static string Compressed(string format, string command) =>
        $"this is compressed with {format}, which is not supported: decompress it first ({command})";

    private static string? DescribeText(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> text = start.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) return "the input has nothing but blank lines";
        if (text[0] == '<')
        {
            return text.IndexOf("<svg"u8) >= 0
                ? "this is an SVG picture, not a profile"
                : "this is an HTML or XML page, not a profile: was a page downloaded in place of the file?";
        }
        if (text[0] is (byte)'{' or (byte)'[')
        {
            return "this is JSON, but of none of the formats that are read";
        }
        return null;
    }

    // One line of perf is enough, whatever else the input contains.
    private static bool ContainsPerf(ReadOnlySpan<byte> start)
    {
        var reader = new PerfScriptReader(start);
        while (reader.Read())
        {
            if (PerfScript.IsCertain(reader)) return true;
            if (reader.Kind == PerfLineKind.Header && reader.Line.SequenceEqual("# ========"u8)) return true;
        }
        return false;
    }
}
