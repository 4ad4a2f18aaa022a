using System.Buffers;
using System.Text;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

/// <summary>A document that is rendered when it is written: to a stream, to a buffer writer, or as a string.</summary>
internal readonly struct Document
{
    private readonly Action<Utf8Output> _render;

    /// <summary>Creates a document.</summary>
    /// <param name="render">Writes the document's bytes.</param>
    public Document(Action<Utf8Output> render) => _render = render;

    /// <summary>Creates the document of a tree.</summary>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static Document Of(StackTree tree, Action<Utf8Output> render)
    {
        if (tree.Count == 0) throw new ArgumentException("The tree was returned to its builder and is empty.", nameof(tree));
        return new Document(render);
    }

    public void WriteTo(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Render(_render, output.Write);
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Render(_render, output.Write);
    }

    /// <summary>Renders the document into memory, then writes it. The stream is only written to asynchronously.</summary>
    public Task WriteToAsync(Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        return WriteAsync(_render, output, cancellationToken);
    }

    /// <summary>Returns the document as a string. Bytes that are not UTF-8 become U+FFFD.</summary>
    public string ToText()
    {
        using var buffer = new MemoryStream();
        WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Render(Action<Utf8Output> render, Utf8Output.Sink sink)
    {
        using var utf8 = new Utf8Output(sink);
        render(utf8);
        utf8.Flush();
    }

    private static async Task WriteAsync(Action<Utf8Output> render, Stream output, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var chunks = new List<(byte[] Buffer, int Length)>();
        Render(render, bytes =>
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
            bytes.CopyTo(buffer);
            chunks.Add((buffer, bytes.Length));
        });
        foreach ((byte[] buffer, int length) in chunks)
        {
            await output.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            // Only after the write succeeded: a stream that abandons a write on cancellation may still read the buffer.
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
