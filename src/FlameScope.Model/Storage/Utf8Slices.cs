namespace FlameScope.Model;

/// <summary>
/// Byte strings in chunks of contiguous memory. A string is never split between chunks and a chunk never moves, so a returned span stays valid while
/// strings are added, and growing copies no text.
/// </summary>
internal sealed class Utf8Slices
{
    private static readonly int FirstChunk = BufferSize.Choose(1024, small: 64);
    private static readonly int LastChunk = BufferSize.Choose(64 * 1024, small: 64);

    private readonly List<byte[]> _chunks = [];
    private Slice[] _slices = new Slice[16];
    private byte[] _chunk = [];
    private int _used;

    private readonly record struct Slice(int Chunk, int Start, int Length);

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            Slice slice = _slices[index];
            return _chunks[slice.Chunk].AsSpan(slice.Start, slice.Length);
        }
    }

    public int Add(ReadOnlySpan<byte> text)
    {
        if (_chunks.Count == 0 || text.Length > _chunk.Length - _used)
        {
            _chunk = new byte[Math.Max(Math.Min(FirstChunk << Math.Min(_chunks.Count, 16), LastChunk), text.Length)];
            _chunks.Add(_chunk);
            _used = 0;
        }
        if (Count == _slices.Length) Array.Resize(ref _slices, Count * 2);
        text.CopyTo(_chunk.AsSpan(_used));
        _slices[Count] = new Slice(_chunks.Count - 1, _used, text.Length);
        _used += text.Length;
        return Count++;
    }
}
