namespace FlameScope.Parsing;

/// <summary>A piece of text on its way from the input to the profile.</summary>
internal sealed class TextBlock
{
    /// <summary>The text.</summary>
    public required ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>The buffer that holds it, to be used again; <c>null</c> where the text is in memory as a whole.</summary>
    public byte[]? Buffer { get; init; }

    /// <summary>Whether it ends at a <see cref="SampleBoundary"/>.</summary>
    public bool EndsAtBorder { get; init; }

    /// <summary>Whether the text ends with it.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What a scan of it found, if it has been scanned.</summary>
    public SampleScan? Scan { get; set; }
}
