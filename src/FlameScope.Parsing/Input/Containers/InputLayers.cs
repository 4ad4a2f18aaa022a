using System.Runtime.CompilerServices;

namespace FlameScope.Parsing;

/// <summary>Removes the compression, the encoding and the archive around a profile.</summary>
internal sealed class InputLayers(InputState state, ArchiveSelection selection, bool isAsync, CancellationToken cancellationToken)
{
    /// <summary>The state that the layers of the input share.</summary>
    public InputState State => state;

    // Enough for the magic number of a tar archive, which is in its first header.
    public const int StartLength = 512;

    /// <summary>Indicates whether streams are read asynchronously.</summary>
    public bool IsAsync => isAsync;

    // A gzip file in a tar archive that is compressed has three layers.
    private const int MaximumDepth = 6;

    /// <summary>Returns the innermost content of a stream.</summary>
    /// <param name="stream">The stream, from its first byte. It is not closed.</param>
    /// <param name="seekable">The file that the stream reads; <c>null</c> if it cannot be read in any order.</param>
    /// <param name="depth">The number of layers around the stream.</param>
    public async ValueTask<Stream> OpenAsync(PrefixedStream stream, Stream? seekable = null, int depth = 0)
    {
        for (; ; depth++)
        {
            ContainerKind kind = ContainerMagic.Find(stream.Prefix.Span);
            if (kind == ContainerKind.None) return stream;
            Stream content = await OpenContentAsync(kind, stream, seekable, depth).ConfigureAwait(false);
            if (depth == MaximumDepth) throw new ProfileFormatException(ProfileReadError.LimitExceeded, "the input is compressed or archived too many times over");
            stream = await StartAsync(content).ConfigureAwait(false);
            seekable = null;
        }
    }

    /// <summary>Reads the start of a stream.</summary>
    /// <returns>The stream, from its first byte.</returns>
    public async ValueTask<PrefixedStream> StartAsync(Stream stream)
    {
        ReadOnlyMemory<byte> start = await ReadAsync(stream, StartLength).ConfigureAwait(false);
        // Fewer bytes mean that the stream has ended. Some pipes throw when they are read again then.
        return new PrefixedStream(start, start.Length < StartLength ? Stream.Null : stream);
    }

    /// <summary>Reads bytes; fewer than <paramref name="length"/> only at the end of the stream.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int length)
    {
        Memory<byte> buffer = new byte[length];
        int filled = 0;
        while (filled < length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = isAsync
                ? await stream.ReadAsync(buffer[filled..], cancellationToken).ConfigureAwait(false)
                : stream.Read(buffer.Span[filled..]);
            if (count == 0) break;
            filled += count;
        }
        return buffer[..filled];
    }

    // Apart from the caller, so that the assemblies of compression are loaded only where they are needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<Stream> OpenContentAsync(ContainerKind kind, PrefixedStream stream, Stream? seekable, int depth) => kind switch
    {
        ContainerKind.Gzip => new ValueTask<Stream>(OpenGzip(stream)),
        ContainerKind.Zstd => new ValueTask<Stream>(OpenZstd(stream)),
        ContainerKind.Tar => OpenTarAsync(stream, depth),
        ContainerKind.Zip => OpenZipAsync(stream, seekable, depth),
        _ => new ValueTask<Stream>(new Utf16Layer(stream, kind == ContainerKind.Utf16BigEndian, state)),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private GzipLayer OpenGzip(PrefixedStream stream) => new(stream, state);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ZstdLayer OpenZstd(PrefixedStream stream) => new(stream, state);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<Stream> OpenZipAsync(PrefixedStream stream, Stream? seekable, int depth) =>
        new ZipFile(stream, seekable, this, selection, depth).OpenAsync();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<Stream> OpenTarAsync(PrefixedStream stream, int depth)
    {
#pragma warning disable CA2000 // The content of the entry disposes the archive.
        return new TarArchive(stream, this, selection, depth).OpenAsync();
#pragma warning restore CA2000
    }
}
