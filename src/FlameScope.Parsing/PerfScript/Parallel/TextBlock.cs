namespace FlameScope.Parsing;

/// <summary>A slice of the input between the producer and the parser.</summary>
internal sealed class TextBlock
{
    /// <summary>The text.</summary>
    public required ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>The buffer that contains the text and is reused; <c>null</c> if the input is in memory.</summary>
    public byte[]? Buffer { get; init; }

    /// <summary>Indicates whether the block ends at a <see cref="SampleBoundary"/>.</summary>
    public bool EndsAtBoundary { get; init; }

    /// <summary>Indicates whether the input ends with the block.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The result of scanning the block; <c>null</c> if it has not been scanned.</summary>
    public SampleScan? Scan { get; set; }
}
