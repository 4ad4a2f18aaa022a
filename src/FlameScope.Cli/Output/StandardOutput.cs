namespace FlameScope.Cli.Output;

/// <summary>Standard output as bytes.</summary>
internal static class StandardOutput
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Writes a result. Where nobody reads on (<c>| head</c>), the stream swallows the rest and says nothing.</summary>
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
