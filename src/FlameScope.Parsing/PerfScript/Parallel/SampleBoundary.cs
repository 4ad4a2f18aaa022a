namespace FlameScope.Parsing;

/// <summary>
/// Where a text can be cut so that what stands behind the cut is read without what stands before it: behind a blank line, and before a line that
/// starts a sample whatever stands before it.
/// </summary>
/// <remarks>
/// A blank line is one in any state of the reader, and ends the open sample. A line with a time that starts neither with a tab nor with <c>#</c> is
/// an event in any state (the order of questions in <c>PerfScriptReader.Classify</c>), and ends the open sample, too; nor does the line before it
/// want to know more of it than that it is no frame. What a reader knows besides, whether any sample had a time, goes on from block to block.
/// </remarks>
internal static class SampleBoundary
{
    // Without blank lines a border is rarely more than a call chain away. Text that has none is read in order.
    private const int MaximumSearch = 256 * 1024;

    /// <summary>The last border within a text.</summary>
    /// <returns>The position behind the border; 0 where none was found.</returns>
    public static int FindLast(ReadOnlySpan<byte> text)
    {
        int blank = text.LastIndexOf("\n\n"u8);
        if (blank >= 0) return blank + 2;

        int end = text.LastIndexOf((byte)'\n') + 1; // what is behind may go on
        int least = Math.Max(0, end - MaximumSearch);
        while (end > least)
        {
            int start = text[..(end - 1)].LastIndexOf((byte)'\n') + 1;
            if (start == 0) return 0; // the text may begin within a line: what looks blank may be its end
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
