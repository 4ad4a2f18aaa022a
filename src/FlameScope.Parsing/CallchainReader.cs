using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Turns the text of a call chain into a stack: what it shares with the thread's last chain is compared, the other lines are looked up.</summary>
/// <remarks>
/// Nearly all the time of looking a line up is waiting for memory: for its entry in the cache, then for its text to compare with. So each step is
/// done for all lines of the chain before the next, and asks ahead for what the next will need.
/// </remarks>
internal sealed class CallchainReader(ProfileBuilder builder, FrameLines frameLines)
{
    private readonly LineEnds _lineEnds = new();
    private Line[] _lines = new Line[64]; // leaf first, as in the text
    private readonly FramePath _path = new();
    private StackId[] _stacks = new StackId[64];

    private struct Line
    {
        public int Start;
        public int Length;
        public uint Hash;
        public int FrameCount; // of the line and those before it
    }

    /// <summary>The number of bytes that were looked at: the text has no blank line before, or the blank line ends there.</summary>
    public int Length { get; private set; }

    /// <summary>The number of lines, the blank one included.</summary>
    public int LineCount => _lineEnds.Found.Length - 1;

    /// <summary>Reads the lines up to a blank one.</summary>
    /// <param name="text">It starts with the end of the line before the chain.</param>
    /// <param name="last">The last chain of the same thread. It is replaced by this one.</param>
    /// <param name="stack">The stack.</param>
    /// <returns>
    /// Whether there is a blank line, and every line before it is a frame that starts with a tab. If not, the chain has to be read line by line,
    /// which finds the same frames.
    /// </returns>
    public bool TryRead(ReadOnlySpan<byte> text, CallchainMemo last, out StackId stack)
    {
        stack = StackId.Empty;
        bool hasEnd = _lineEnds.TryFind(text);
        ReadOnlySpan<int> lineEnds = _lineEnds.Found;
        Length = hasEnd ? lineEnds[^1] + 1 : Math.Min(text.Length, LineEnds.MaximumLength);
        if (!hasEnd || frameLines.MayBreakLimit(Length)) return false;

        lineEnds = lineEnds[..^1];
        text = text[..(Length - 1)];
        int shared = last.CountShared(text, lineEnds);
        int count = lineEnds.Length - 1 - shared;
        int sharedLength = shared == 0 ? 0 : text.Length - lineEnds[count];
        if (shared > 0) stack = last.GetStack(shared - 1);
        if (count == 0) return true;

        if (count > _lines.Length) _lines = new Line[count * 2];
        Span<Line> lines = _lines.AsSpan(0, count);
        // Before anything is interned: a frame with a line for its source is another frame, and this one would be left over.
        if (!TrySplit(text, lineEnds, lines)) return false;
        if (!TryFindFrames(text, lines)) return false;
        AddStacks(stack, lines, last.Keep(text, sharedLength, shared, count));
        stack = last.GetStack(shared + count - 1);
        return true;
    }

    private bool TrySplit(ReadOnlySpan<byte> text, ReadOnlySpan<int> lineEnds, Span<Line> lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            int start = lineEnds[i] + 1;
            ReadOnlySpan<byte> line = text[start..lineEnds[i + 1]];
            if (line[0] != '\t') return false;
            if (line[^1] <= ' ') line = PerfText.TrimEnd(line);
            lines[i] = new Line { Start = start, Length = line.Length, Hash = frameLines.PrefetchLine(line) };
        }
        return true;
    }

    private bool TryFindFrames(ReadOnlySpan<byte> text, Span<Line> lines)
    {
        foreach (ref Line line in lines) frameLines.PrefetchText(line.Hash);
        _path.Clear();
        foreach (ref Line line in lines)
        {
            if (!frameLines.TryAppend(text.Slice(line.Start, line.Length), line.Hash, _path)) return false;
            line.FrameCount = _path.Count;
        }
        return true;
    }

    // A line's stack is that of its leaf, the first of its frames.
    private void AddStacks(StackId parent, ReadOnlySpan<Line> lines, Span<StackId> result)
    {
        ReadOnlySpan<FrameId> path = _path.CallersFirst;
        if (path.Length > _stacks.Length) _stacks = new StackId[path.Length * 2];
        builder.AddStacks(parent, path, _stacks);
        for (int i = 0; i < lines.Length; i++)
        {
            int before = i == 0 ? 0 : lines[i - 1].FrameCount;
            result[lines.Length - 1 - i] = _stacks[path.Length - 1 - before];
        }
    }
}
