using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>Decompresses xz data with the system's liblzma, which all Linux systems whose files contain such data have.</summary>
internal static class XzData
{
    private const int MaximumLength = 256 * 1024 * 1024;
    private const int MinimumLimit = 1024 * 1024;
    private const long MaximumRatio = 256; // symbol tables have 3 to 10, while the format can do 7,000
    private const ulong MaximumMemory = 256 * 1024 * 1024;
    private const int Ok = 0; // LZMA_OK
    private const int OutputIsFull = 10; // LZMA_BUF_ERROR

    /// <summary>Decompresses a file.</summary>
    /// <param name="compressed">The bytes of the file.</param>
    /// <returns>The content; <c>null</c> if it is too long or damaged, or there is no liblzma.</returns>
    public static byte[]? Decompress(byte[] compressed)
    {
        try
        {
            long maximum = Math.Clamp(compressed.Length * MaximumRatio, MinimumLimit, MaximumLength);
            for (long length = Math.Max(64 * 1024, compressed.Length * 4L); ; length *= 4)
            {
                byte[] content = new byte[Math.Min(length, maximum)];
                ulong memory = MaximumMemory;
                nuint read = 0, written = 0;
                int result = Decode(ref memory, 0, 0, compressed, ref read, (nuint)compressed.Length, content, ref written, (nuint)content.Length);
                if (result == Ok) return content[..(int)written];
                if (result != OutputIsFull || length >= maximum) return null;
            }
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("liblzma.so.5", EntryPoint = "lzma_stream_buffer_decode", ExactSpelling = true)]
    private static extern int Decode(
        ref ulong memoryLimit, uint flags, nint allocator, byte[] input, ref nuint inputPosition, nuint inputLength, byte[] output, ref nuint outputPosition, nuint outputLength);
}
