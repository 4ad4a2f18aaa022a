namespace FlameScope.Parsing;

/// <summary>A piece of text on its way from the input to the profile.</summary>
internal sealed class TextBlock
{
    /// <summary>The text.</summary>
    public required ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>The buffer that holds it, to be used again; <c>null</c> where the text is in memory as a whole.</summary>
    public byte[]? Buffer { get; init; }

    /// <summary>The number of bytes before it.</summary>
    public required long Start { get; init; }

    /// <summary>Whether it starts at a <see cref="SampleBorder"/>.</summary>
    public bool StartsAtBorder { get; init; }

    /// <summary>Whether it ends at one.</summary>
    public bool EndsAtBorder { get; init; }

    /// <summary>Whether the text ends with it.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Whether it can be read without what stands before it. The last one is not: it may have to tell what the whole text is not.</summary>
    public bool IsIndependent => StartsAtBorder && EndsAtBorder && !IsFinal;

    /// <summary>What a helper made of it, once that is done; <c>null</c> when it has to be read in order.</summary>
    public PerfScriptPart? Part { get; set; }
}
