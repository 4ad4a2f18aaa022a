namespace FlameScope.Model;

/// <summary>The distinct frames of a profile, a row each.</summary>
public sealed class FrameTable
{
    private readonly Frame[] _frames;

    internal FrameTable(Frame[] frames) => _frames = frames;

    /// <summary>The number of frames.</summary>
    public int Count => _frames.Length;

    /// <summary>One frame.</summary>
    /// <param name="id">A row of this table.</param>
    /// <exception cref="IndexOutOfRangeException">The id is not of this table.</exception>
    public Frame this[FrameId id] => _frames[id.Value];

    /// <summary>All frames; a frame's index is its <see cref="FrameId"/>.</summary>
    public ReadOnlySpan<Frame> Rows => _frames;
}
