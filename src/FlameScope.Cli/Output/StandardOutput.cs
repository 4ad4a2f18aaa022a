namespace FlameScope.Cli.Output;

/// <summary>Writes bytes to standard output.</summary>
internal static class StandardOutput
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Writes a result. After the reader has closed the pipe (<c>| head</c>), the remainder is discarded without an error.</summary>
    public static void Write(Action<Stream> write)
    {
        try
        {
            using var buffer = new BufferedStream(Console.OpenStandardOutput(), BufferSize);
            write(buffer);
            buffer.Flush();
        }
        catch (IOException failure)
        {
            throw new InputException("standard output", failure.Message, failure);
        }
    }
}
