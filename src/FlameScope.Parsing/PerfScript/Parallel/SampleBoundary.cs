namespace FlameScope.Parsing;

/// <summary>
/// The positions where a text can be split so that the text after the position is parsed independently of the text before it: after a blank line,
/// and before a line that starts a sample in every state of the reader.
/// </summary>
/// <remarks>
/// A blank line is blank in every state of the reader and ends the current sample. A line with a time that starts neither with a tab nor with
/// <c>#</c> is an event in every state (the order of the checks in <see cref="PerfScriptReader"/>) and also ends the current sample; the previous
/// line depends on it only in that it is not a frame. The only other state, whether a sample had a time, is passed from block to block.
/// </remarks>
internal static class SampleBoundary
{
    // Without blank lines, a boundary is rarely further away than one call chain. Text without a boundary is parsed in order.
    private const int MaximumSearch = 256 * 1024;

    /// <summary>Finds the last boundary in a text.</summary>
    /// <returns>The position of the boundary; 0 if there is none.</returns>
    public static int FindLast(ReadOnlySpan<byte> text)
    {
        int blank = text.LastIndexOf("\n\n"u8);
        if (blank >= 0) return blank + 2;

        int end = text.LastIndexOf((byte)'\n') + 1; // the last line may be incomplete
        int minimum = Math.Max(0, end - MaximumSearch);
        while (end > minimum)
        {
            int start = text[..(end - 1)].LastIndexOf((byte)'\n') + 1;
            if (start == 0) return 0; // the text may begin within a line, and a blank line be the end of that
            ReadOnlySpan<byte> line = PerfText.TrimEnd(text[start..(end - 1)]);
            if (line.IsEmpty) return end;
            if (StartsSample(line)) return start;
            end = start;
        }
        return 0;
    }

    private static bool StartsSample(ReadOnlySpan<byte> line) =>
        line[0] is not ((byte)'\t' or (byte)'#') && PerfEventParser.TryParseTimed(line, out PerfEventLine e) && !e.IsRecord;
}
