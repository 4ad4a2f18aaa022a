using System.Buffers;

namespace FlameScope.Parsing;

/// <summary>Text that the caller has pinned, as memory whose slices can be passed to other threads.</summary>
internal sealed unsafe class PinnedText(byte* start, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
