using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The frames of a path. They come leaf first, as perf prints them, and are wanted callers first: so they are laid down from the end of the
/// array towards its front.
/// </summary>
internal sealed class FramePath
{
    private FrameId[] _frames = new FrameId[64];
    private int _start = 64;

    public int Count => _frames.Length - _start;

    public ReadOnlySpan<FrameId> CallersFirst => _frames.AsSpan(_start);

    public void Clear() => _start = _frames.Length;

    /// <summary>Adds the caller of the frames so far.</summary>
    public void Add(FrameId frame)
    {
        if (_start == 0) Grow();
        _frames[--_start] = frame;
    }

    private void Grow()
    {
        var frames = new FrameId[_frames.Length * 2];
        _start = frames.Length - _frames.Length;
        _frames.CopyTo(frames.AsSpan(_start));
        _frames = frames;
    }
}
