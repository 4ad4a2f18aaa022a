using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The last call chain of a thread as text, and the stack that each of its lines is the leaf of. The next one of the same thread usually
/// shares its root side: those lines are compared, not read.
/// </summary>
/// <remarks>
/// The text starts and ends with a line end, so a line whose line ends on both sides are shared is a line of both chains. It is kept at the end
/// of its buffer and grows towards the front, as call chains do (the root is the last line): the next chain overwrites only what differs.
/// </remarks>
internal sealed class CallchainMemo
{
    private byte[] _buffer = [];
    private int _length;
    private StackId[] _stacks = []; // root first

    /// <summary>The lines on the root side that a text has, too.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lineEnds">Where its lines end, the end before the first included.</param>
    public int CountShared(ReadOnlySpan<byte> text, ReadOnlySpan<int> lineEnds)
    {
        int shared = text.Length - CommonSuffix.Length(text, _buffer.AsSpan(_buffer.Length - _length));
        int line = lineEnds.Length - 1;
        while (line > 0 && lineEnds[line - 1] >= shared) line--;
        return lineEnds.Length - 1 - line;
    }

    /// <summary>The stack that a line of the chain is the leaf of.</summary>
    /// <param name="line">The line, counted from the root.</param>
    public StackId GetStack(int line) => _stacks[line];

    /// <summary>Remembers a chain.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="keptLength">How much of it, at its end, is remembered already.</param>
    /// <param name="keptLines">How many lines, on the root side, are remembered already.</param>
    /// <param name="lines">The number of its other lines.</param>
    /// <returns>For each of the other lines the stack that it is the leaf of, to be filled in; from the root to the leaf.</returns>
    public Span<StackId> Keep(ReadOnlySpan<byte> text, int keptLength, int keptLines, int lines)
    {
        if (text.Length > _buffer.Length)
        {
            byte[] buffer = GC.AllocateUninitializedArray<byte>(Math.Min(Math.Max(text.Length * 2, 1024), LineEnds.MaximumLength));
            _buffer.AsSpan(_buffer.Length - keptLength).CopyTo(buffer.AsSpan(buffer.Length - keptLength));
            _buffer = buffer;
        }
        text[..^keptLength].CopyTo(_buffer.AsSpan(_buffer.Length - text.Length));
        _length = text.Length;
        if (keptLines + lines > _stacks.Length) Array.Resize(ref _stacks, Math.Max(16, (keptLines + lines) * 2));
        return _stacks.AsSpan(keptLines, lines);
    }
}
