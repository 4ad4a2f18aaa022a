namespace FlameScope.Parsing;

/// <summary>Parses one input that is pushed block by block. It does no input or output, so every way of reading can drive it.</summary>
internal interface IBlockParser
{
    /// <summary>Parses a block.</summary>
    /// <param name="block">The block. It starts with the bytes that the previous call did not consume.</param>
    /// <param name="isFinal">Indicates whether the input ends with the block.</param>
    /// <returns>The number of bytes consumed. The rest is passed again, followed by more.</returns>
    int Parse(ReadOnlySpan<byte> block, bool isFinal);
}
