using ZstdSharp;

namespace FlameScope.Columnar;

/// <summary>The memory for one page at a time, which is used again for the next page.</summary>
internal sealed class PageBuffers : IDisposable
{
    private byte[] _file = [], _content = [];
    private int[] _indexes = [];
    private long[] _numbers = [];
    private Decompressor? _decompressor;

    /// <summary>Returns memory for a page as it is in the file.</summary>
    public Memory<byte> File(int length) => Sized(ref _file, length).AsMemory(0, length);

    /// <summary>Returns an array for a page, which may be longer.</summary>
    public byte[] Content(int length) => Sized(ref _content, length);

    /// <summary>Returns memory for the indexes of a dictionary.</summary>
    public Span<int> Indexes(int count) => Sized(ref _indexes, count).AsSpan(0, count);

    /// <summary>Returns memory for numbers.</summary>
    public Memory<long> Numbers(int count) => Sized(ref _numbers, count).AsMemory(0, count);

    /// <summary>Decompresses a page.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="ZstdException">The page is damaged or longer than the target.</exception>
    public int Decompress(ReadOnlySpan<byte> compressed, Span<byte> target) => (_decompressor ??= new Decompressor()).Unwrap(compressed, target);

    public void Dispose() => _decompressor?.Dispose();

    private static T[] Sized<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[length];
        return array;
    }
}
