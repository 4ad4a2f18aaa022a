using System.Collections;

namespace FlameScope.Model;

/// <summary>
/// The distinct stacks of a profile as a tree: each row is a frame and the stack that called it.
/// </summary>
/// <remarks>
/// The id of a parent is always less than the ids of its children, so iterating ids in descending order propagates values from leaves to roots.
/// Row 0 is the empty stack, which is the only one without a frame and is its own parent.
/// </remarks>
public sealed class StackTable : IReadOnlyList<StackRow>
{
    private readonly StackId[] _parents;
    private readonly FrameId[] _frames;

    internal StackTable(StackId[] parents, FrameId[] frames)
    {
        _parents = parents;
        _frames = frames;
    }

    /// <summary>The number of stacks, including the empty one.</summary>
    public int Count => _parents.Length;

    /// <summary>The parent of each stack. Row 0, the empty stack, is its own parent.</summary>
    public ReadOnlySpan<StackId> Parents => _parents;

    /// <summary>The leaf frame of each stack. Row 0, the empty stack, has an id with the value -1, which is not a frame.</summary>
    public ReadOnlySpan<FrameId> Frames => _frames;

    /// <summary>Returns a stack.</summary>
    /// <param name="id">The id of a row of this table.</param>
    /// <returns>The stack's leaf frame and its parent.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This table has no row <paramref name="id"/>.</exception>
    public StackRow this[StackId id]
    {
        get
        {
            RowIndex.Check(id.Value, _parents.Length, nameof(id));
            return new StackRow { Parent = _parents[id.Value], Frame = id == StackId.Empty ? null : _frames[id.Value] };
        }
    }

    /// <summary>Returns the frames of a stack, leaf first.</summary>
    /// <param name="stack">The id of a row of this table.</param>
    /// <returns>A new array; empty for <see cref="StackId.Empty"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This table has no row <paramref name="stack"/>.</exception>
    public FrameId[] GetFrames(StackId stack)
    {
        RowIndex.Check(stack.Value, _parents.Length, nameof(stack));
        int depth = 0;
        for (StackId s = stack; s != StackId.Empty; s = _parents[s.Value]) depth++;
        var frames = new FrameId[depth];
        int i = 0;
        for (StackId s = stack; s != StackId.Empty; s = _parents[s.Value]) frames[i++] = _frames[s.Value];
        return frames;
    }

    /// <summary>Returns an enumerator over the stacks, in the order of their ids.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    StackRow IReadOnlyList<StackRow>.this[int index] => this[new StackId(index)];

    IEnumerator<StackRow> IEnumerable<StackRow>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the stack that a stack was called from; the empty stack for itself.</summary>
    internal StackId GetParent(StackId stack) => _parents[stack.Value];

    /// <summary>Enumerates the stacks of a table.</summary>
    public struct Enumerator : IEnumerator<StackRow>
    {
        private readonly StackTable _stacks;
        private int _index;

        internal Enumerator(StackTable stacks)
        {
            _stacks = stacks;
            _index = -1;
        }

        /// <summary>The current stack.</summary>
        public readonly StackRow Current => _stacks[new StackId(_index)];

        readonly object IEnumerator.Current => Current;

        /// <summary>Moves to the next stack.</summary>
        /// <returns><c>false</c> if there is no further stack.</returns>
        public bool MoveNext() => ++_index < _stacks.Count;

        /// <summary>Moves to the position before the first stack.</summary>
        public void Reset() => _index = -1;

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
