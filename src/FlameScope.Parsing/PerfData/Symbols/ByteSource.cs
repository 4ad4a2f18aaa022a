using Microsoft.Win32.SafeHandles;

namespace FlameScope.Parsing;

/// <summary>Bytes that are read at offsets: a file, of which only the needed parts are read, or memory.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>The maximum length of a part that is read.</summary>
    public const int MaximumPart = 1024 * 1024 * 1024;

    public abstract long Length { get; }

    /// <summary>Reads a part.</summary>
    /// <returns>The bytes; <c>null</c> if the source does not have them, or they are too many.</returns>
    public byte[]? Read(ulong offset, ulong length)
    {
        if (length > MaximumPart || offset > (ulong)Length || length > (ulong)Length - offset) return null;
        byte[] bytes = new byte[length];
        return TryRead((long)offset, bytes) ? bytes : null;
    }

    /// <summary>Opens a file.</summary>
    /// <returns>The file; <c>null</c> if there is no file with content, or it must not be read.</returns>
    /// <remarks>A pipe or a device has no length, and opening it could wait without an end.</remarks>
    public static ByteSource? TryOpen(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists || info.Length == 0) return null;
            return new OpenFile(File.OpenHandle(path));
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Returns a source over an array.</summary>
    public static ByteSource Of(byte[] bytes) => new Memory(bytes);

    public virtual void Dispose()
    {
    }

    protected abstract bool TryRead(long offset, Span<byte> target);

    private sealed class OpenFile(SafeFileHandle handle) : ByteSource
    {
        public override long Length { get; } = RandomAccess.GetLength(handle);

        public override void Dispose()
        {
            handle.Dispose();
            base.Dispose();
        }

        protected override bool TryRead(long offset, Span<byte> target)
        {
            try
            {
                while (target.Length > 0)
                {
                    int count = RandomAccess.Read(handle, target, offset);
                    if (count <= 0) return false;
                    target = target[count..];
                    offset += count;
                }
                return true;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                return false;
            }
        }
    }

    private sealed class Memory(byte[] bytes) : ByteSource
    {
        public override long Length => bytes.Length;

        protected override bool TryRead(long offset, Span<byte> target)
        {
            bytes.AsSpan((int)offset, target.Length).CopyTo(target);
            return true;
        }
    }
}
