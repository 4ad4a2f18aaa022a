using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The lines of one call chain, taken apart, leaf first. Used again for every sample.</summary>
internal sealed class CallchainScratch
{
    /// <summary>A line: where it starts in the text, and its frames.</summary>
    public readonly record struct Line(int Start, int FirstFrame, int EndFrame);

    public List<Line> Lines { get; } = [];

    public List<FrameId> Frames { get; } = [];

    /// <summary>Reads lines that each end in a line end.</summary>
    /// <returns>Whether each is a frame that starts with a tab.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, FrameLines frames)
    {
        Lines.Clear();
        Frames.Clear();
        if (!AllStartWithTab(text)) return false;
        for (int start = 0; start < text.Length;)
        {
            int length = text[start..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = PerfText.TrimEnd(text.Slice(start, length));
            int first = Frames.Count;
            if (line.IsEmpty || line[0] != '\t' || !frames.TryAppend(line, Frames)) return false;
            Lines.Add(new Line(start, first, Frames.Count));
            start += length + 1;
        }
        return true;
    }

    // Asked before anything is interned: a frame with a line for its source is another frame, and this one would be left over.
    private static bool AllStartWithTab(ReadOnlySpan<byte> text)
    {
        for (int start = 0; start < text.Length; start += text[start..].IndexOf((byte)'\n') + 1)
        {
            if (text[start] != '\t') return false;
        }
        return true;
    }
}
