namespace FlameScope.Model;

/// <summary>
/// The distinct stacks of a profile as a tree: each is a frame and the stack that called it.
/// </summary>
/// <remarks>
/// A parent's id is always less than its children's, so one loop downward over the ids carries values from leaves to roots. Row 0 is the
/// empty stack, the only one without a frame; it is its own parent.
/// </remarks>
public sealed class StackTable
{
    private readonly StackId[] _parents;
    private readonly FrameId[] _frames;

    internal StackTable(StackId[] parents, FrameId[] frames)
    {
        _parents = parents;
        _frames = frames;
    }

    /// <summary>The number of stacks, the empty one included.</summary>
    public int Count => _parents.Length;

    /// <summary>For each stack the one it was called from. Row 0, the empty stack, holds itself.</summary>
    public ReadOnlySpan<StackId> Parents => _parents;

    /// <summary>For each stack its leaf frame. Row 0, the empty stack, holds an id of value -1 that is no frame.</summary>
    public ReadOnlySpan<FrameId> Frames => _frames;

    /// <summary>The stack that a stack was called from; the empty stack's is itself.</summary>
    /// <param name="stack">A row of this table.</param>
    /// <exception cref="IndexOutOfRangeException">The id is not of this table.</exception>
    public StackId GetParent(StackId stack) => _parents[stack.Value];

    /// <summary>The frames of a stack, leaf first.</summary>
    /// <param name="stack">A row of this table.</param>
    /// <returns>A new array; empty for <see cref="StackId.Empty"/>.</returns>
    /// <exception cref="IndexOutOfRangeException">The id is not of this table.</exception>
    public FrameId[] GetFrames(StackId stack)
    {
        int depth = 0;
        for (StackId s = stack; s != StackId.Empty; s = _parents[s.Value]) depth++;
        var frames = new FrameId[depth];
        int i = 0;
        for (StackId s = stack; s != StackId.Empty; s = _parents[s.Value]) frames[i++] = _frames[s.Value];
        return frames;
    }
}
