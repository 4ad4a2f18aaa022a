using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Remembers the last call chain of a thread as text, and the stack each of its lines stands for. The next one of the same thread usually
/// shares its root side: those lines are compared, not read.
/// </summary>
/// <remarks>
/// The text is kept at the end of its buffer and grows towards the front, as call chains do (the root is the last line). The next chain
/// overwrites only what differs.
/// </remarks>
internal sealed class CallchainMemo
{
    private const int MaximumLength = 128 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private Line[] _lines = new Line[16]; // root first
    private int _lineCount;

    /// <summary>A line: how far its start is from the text's end, and the stack it is the leaf of.</summary>
    private readonly record struct Line(int DistanceFromEnd, StackId Stack);

    /// <summary>The number of lines of the last chain.</summary>
    public int LineCount => _lineCount;

    /// <summary>Finds the stack of a call chain.</summary>
    /// <param name="text">Lines, each with its line end.</param>
    /// <param name="frames">What reads a line.</param>
    /// <param name="builder">What interns stacks.</param>
    /// <param name="scratch">Space for the frames of the lines that differ.</param>
    /// <param name="stack">The stack.</param>
    /// <returns>Whether every line is a frame that starts with a tab. If not, the chain has to be read line by line, which finds the same frames.</returns>
    public bool TryResolve(ReadOnlySpan<byte> text, FrameLines frames, ProfileBuilder builder, CallchainScratch scratch, out StackId stack)
    {
        stack = StackId.Empty;
        if (text.Length > MaximumLength || frames.MayBreakLimit(text.Length)) return false;
        int kept = CountSharedLines(text);
        int keptLength = kept == 0 ? 0 : _lines[kept - 1].DistanceFromEnd;
        if (kept > 0) stack = _lines[kept - 1].Stack;

        if (!scratch.TryRead(text[..^keptLength], frames)) return false;
        scratch.AddStacks(builder, stack);
        _lineCount = kept + scratch.LineCount;
        if (_lineCount > _lines.Length) Array.Resize(ref _lines, _lineCount * 2);
        for (int i = kept, line = scratch.LineCount - 1; line >= 0; i++, line--)
        {
            stack = scratch.GetStack(line);
            _lines[i] = new Line(text.Length - scratch.GetStart(line), stack);
        }
        Keep(text, keptLength);
        return true;
    }

    // The lines on the root side that both texts have. In the kept text they end where lines start; the new one must start a line there, too.
    private int CountSharedLines(ReadOnlySpan<byte> text)
    {
        int shared = CommonSuffix.Length(text, _buffer.AsSpan(_buffer.Length - _length));
        int low = 0, high = _lineCount;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_lines[middle].DistanceFromEnd <= shared) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return 0;
        int start = text.Length - _lines[low - 1].DistanceFromEnd;
        return start == 0 || text[start - 1] == '\n' ? low : low - 1;
    }

    private void Keep(ReadOnlySpan<byte> text, int keptLength)
    {
        if (text.Length > _buffer.Length)
        {
            var buffer = new byte[Math.Max(text.Length, Math.Min(_buffer.Length * 2, MaximumLength))];
            _buffer.AsSpan(_buffer.Length - keptLength).CopyTo(buffer.AsSpan(buffer.Length - keptLength));
            _buffer = buffer;
        }
        text[..^keptLength].CopyTo(_buffer.AsSpan(_buffer.Length - text.Length));
        _length = text.Length;
    }
}
