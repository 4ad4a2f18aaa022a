namespace FlameScope.Parsing;

/// <summary>How <c>perf script</c> text is read. The limits bound what hostile input can cost; real recordings stay far below them.</summary>
/// <remarks>The values are checked when something is read with them.</remarks>
public sealed record ProfileReadOptions
{
    // Lines and blocks share one array, which grows by doubling and ends at 2 GiB.
    private const int MaximumBuffer = 1024 * 1024 * 1024;

    /// <summary>The defaults.</summary>
    public static ProfileReadOptions Default { get; } = new();

    /// <summary>
    /// Whether the first thing that cannot be read throws a <see cref="ProfileFormatException"/> with its position. By default it is counted in
    /// <see cref="Model.Profile.Diagnostics"/>, and reading goes on.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>
    /// How much text is read at a time at most, in bytes, up to 1 GiB; 1 MiB by default. It does not change what is read. Between threads smaller
    /// blocks are handed over.
    /// </summary>
    public int BlockSize { get; init; } = 1024 * 1024;

    /// <summary>The longest line, in bytes, from 1 KiB to 1 GiB; 1 MiB by default. A longer one throws.</summary>
    public int MaximumLineLength { get; init; } = 1024 * 1024;

    /// <summary>
    /// The most frames of one sample; 100,000 by default, above what a kernel can record (<c>perf_event_max_stack</c> ends at 81,920). More throw.
    /// </summary>
    public int MaximumFrames { get; init; } = 100_000;

    /// <summary>The longest symbol, in bytes; 256 KiB by default. A longer one throws.</summary>
    public int MaximumSymbolLength { get; init; } = 256 * 1024;

    /// <summary>The most distinct symbols; 20 million by default. More throw.</summary>
    public int MaximumSymbols { get; init; } = 20_000_000;

    /// <summary>
    /// The most bytes that one compressed byte may unfold to, measured once 64 MiB have unfolded; 400 by default, where perf's text reaches 10 to
    /// 50. More throw. 0 for no limit.
    /// </summary>
    public int MaximumCompressionRatio { get; init; } = 400;

    /// <summary>
    /// The most threads that read one text, up to 64, the calling one included; 0, the default, for two where the machine has two processors or
    /// more. 1 does everything on the calling thread. It does not change what is read.
    /// </summary>
    /// <remarks>
    /// The calling thread reads the input, decompresses it and reports progress; the second reads the text in order; whoever has nothing to do,
    /// and any further thread, reads parts of it ahead. Short text never leaves the calling thread.
    /// </remarks>
    public int MaximumThreads { get; init; }

    internal int ThreadCount => MaximumThreads == 0 ? Math.Min(Environment.ProcessorCount, 2) : MaximumThreads;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BlockSize, MaximumBuffer);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumLineLength, 1024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumLineLength, MaximumBuffer);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumFrames, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSymbolLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSymbols, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumCompressionRatio);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumThreads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumThreads, 64);
    }
}
