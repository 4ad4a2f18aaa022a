using System.Collections;

namespace FlameScope.Model;

/// <summary>The distinct frames of a profile.</summary>
public sealed class FrameTable : IReadOnlyList<Frame>
{
    private readonly Frame[] _frames;

    internal FrameTable(Frame[] frames) => _frames = frames;

    /// <summary>The number of frames.</summary>
    public int Count => _frames.Length;

    /// <summary>All frames. The index of a frame is its <see cref="FrameId"/>.</summary>
    public ReadOnlySpan<Frame> Rows => _frames;

    /// <summary>Returns a frame.</summary>
    /// <param name="id">The id of a row of this table.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This table has no row <paramref name="id"/>.</exception>
    public Frame this[FrameId id]
    {
        get
        {
            RowIndex.Check(id.Value, _frames.Length, nameof(id));
            return _frames[id.Value];
        }
    }

    /// <summary>Returns an enumerator over the frames, in the order of their ids.</summary>
    /// <returns>The enumerator.</returns>
    public ArraySegment<Frame>.Enumerator GetEnumerator() => new ArraySegment<Frame>(_frames).GetEnumerator();

    Frame IReadOnlyList<Frame>.this[int index] => this[new FrameId(index)];

    IEnumerator<Frame> IEnumerable<Frame>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
