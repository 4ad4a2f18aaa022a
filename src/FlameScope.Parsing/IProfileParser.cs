namespace FlameScope.Parsing;

/// <summary>Parses one input that is pushed block by block. It does no input or output, so every way of reading can drive it.</summary>
/// <remarks>
/// A format that does not stream consumes nothing until the last block; it then has the complete input as one span, which it may read in any order.
/// Such an input can have at most 2 GiB. The only exception that may leave a parser, apart from cancellation, is
/// <see cref="ProfileFormatException"/>.
/// </remarks>
public interface IProfileParser
{
    /// <summary>Parses a block.</summary>
    /// <param name="block">The block. It starts with the bytes that the previous call did not consume.</param>
    /// <param name="isFinal">Indicates whether the input ends with the block.</param>
    /// <returns>The number of bytes consumed. The rest is passed again, followed by more.</returns>
    /// <exception cref="ProfileFormatException">The input cannot be read.</exception>
    int Parse(ReadOnlySpan<byte> block, bool isFinal);

    /// <summary>Ends the input. It is called once, after the last block.</summary>
    /// <exception cref="ProfileFormatException">Nothing of the input can be read.</exception>
    void Complete();
}
