namespace FlameScope.Parsing;

/// <summary>The content of a compressed or converted stream. Damage of the outer data ends the content.</summary>
/// <remarks>
/// The number of decompressed bytes is compared with the number of compressed bytes of the complete input while they are read, also of content that is
/// skipped: a small file must not take hours.
/// </remarks>
internal abstract class InputLayer(PrefixedStream outer, Stream content, InputState state) : ReadOnlyStream
{
    private bool _isEnded;

    /// <summary>The compressed data.</summary>
    protected PrefixedStream Outer => outer;

    /// <summary>The decompressed data.</summary>
    protected Stream Content => content;

    /// <summary>The name of the compression in messages, such as <c>gzip</c>.</summary>
    protected abstract string Name { get; }

    public sealed override int Read(Span<byte> buffer)
    {
        if (_isEnded || buffer.IsEmpty) return 0;
        try
        {
            return Take(content.Read(buffer));
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            return Fail(fault);
        }
    }

    public sealed override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnded || buffer.IsEmpty) return 0;
        try
        {
            return Take(await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            return Fail(fault);
        }
    }

    /// <summary>Indicates whether an exception of the decompressor reports damage of the data.</summary>
    protected abstract bool IsDamage(Exception fault);

    /// <summary>Indicates whether an exception of the decompressor reports that the data ends too early.</summary>
    protected virtual bool IsCut(Exception fault) => false;

    /// <summary>Indicates whether the data is complete. It is called once, at the end of the content.</summary>
    protected virtual bool IsComplete() => true;

    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }

    private int Take(int count)
    {
        state.AddDecompressed(count);
        if (count > 0) return count;
        _isEnded = true;
        if (!IsComplete()) state.Damage ??= $"{Name} data that ends before its end";
        return 0;
    }

    private int Fail(Exception fault)
    {
        _isEnded = true;
        state.Damage ??= IsCut(fault) ? $"{Name} data that ends before its end" : $"{Name} data that is damaged";
        return 0;
    }
}
