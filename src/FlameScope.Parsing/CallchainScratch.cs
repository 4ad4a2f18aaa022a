using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The lines of one call chain, taken apart. Used again for every sample.</summary>
/// <remarks>
/// Nearly all the time of reading a known line is waiting for memory: for its entry in the cache, its text to compare with, its stack. So each
/// step is done for all lines of the chain before the next, and asks ahead for what the next will need.
/// </remarks>
internal sealed class CallchainScratch
{
    private readonly List<Line> _lines = []; // leaf first, as in the text
    private readonly List<FrameId> _frames = []; // leaf first
    private FrameId[] _path = new FrameId[64]; // the same, root first
    private StackId[] _stacks = new StackId[64];

    private struct Line
    {
        public int Start;
        public int Length;
        public uint Hash;
        public int EndFrame;
    }

    /// <summary>The number of lines.</summary>
    public int LineCount => _lines.Count;

    /// <summary>Reads lines that each end in a line end.</summary>
    /// <returns>Whether each is a frame that starts with a tab.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, FrameLines frames)
    {
        // Before anything is interned: a frame with a line for its source is another frame, and this one would be left over.
        if (!TrySplit(text, frames)) return false;
        Span<Line> lines = CollectionsMarshal.AsSpan(_lines);
        foreach (ref Line line in lines) frames.PrefetchText(line.Hash);
        _frames.Clear();
        foreach (ref Line line in lines)
        {
            if (!frames.TryAppend(text.Slice(line.Start, line.Length), line.Hash, _frames)) return false;
            line.EndFrame = _frames.Count;
        }
        return true;
    }

    /// <summary>Interns the stacks of the lines that were read, on top of another.</summary>
    public void AddStacks(ProfileBuilder builder, StackId parent)
    {
        int count = _frames.Count;
        if (count > _path.Length)
        {
            _path = new FrameId[count * 2];
            _stacks = new StackId[count * 2];
        }
        Span<FrameId> path = _path.AsSpan(0, count);
        CollectionsMarshal.AsSpan(_frames).CopyTo(path);
        path.Reverse();
        builder.AddStacks(parent, path, _stacks);
    }

    /// <summary>A line: where it starts in the text.</summary>
    public int GetStart(int line) => _lines[line].Start;

    /// <summary>The stack that a line is the leaf of.</summary>
    public StackId GetStack(int line)
    {
        // Of the line's frames the first is the leaf: it comes last in the path.
        int firstFrame = line == 0 ? 0 : _lines[line - 1].EndFrame;
        return _stacks[_frames.Count - 1 - firstFrame];
    }

    private bool TrySplit(ReadOnlySpan<byte> text, FrameLines frames)
    {
        _lines.Clear();
        for (int start = 0; start < text.Length;)
        {
            int length = text[start..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = text.Slice(start, length);
            if (length == 0 || line[0] != '\t') return false;
            if (line[^1] <= ' ') line = PerfText.TrimEnd(line);
            _lines.Add(new Line { Start = start, Length = line.Length, Hash = frames.PrefetchLine(line) });
            start += length + 1;
        }
        return true;
    }
}
