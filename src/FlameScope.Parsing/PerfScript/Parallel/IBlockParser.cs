namespace FlameScope.Parsing;

/// <summary>Parses blocks of text, in order, that another thread may have scanned.</summary>
internal interface IBlockParser
{
    /// <summary>Parses a block.</summary>
    /// <param name="block">The block. It starts with the bytes that the previous call did not consume.</param>
    /// <param name="isFinal">Indicates whether the block ends with the input or at a <see cref="SampleBoundary"/>.</param>
    /// <param name="scan">The result of scanning the block; <c>null</c> if it has not been scanned.</param>
    /// <returns>The number of bytes consumed. The rest is passed again, followed by more.</returns>
    int Parse(ReadOnlySpan<byte> block, bool isFinal, SampleScan? scan);
}
