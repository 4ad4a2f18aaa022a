namespace FlameScope.Parsing;

/// <summary>
/// Options for reading a profile. The limits bound the time and the memory that malicious input can take; real recordings stay far below them.
/// </summary>
/// <remarks>Each value is checked when it is set: one that is out of its range throws <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed record ProfileReadOptions
{
    // A buffer grows by doubling and ends at 2 GiB, and it holds a line and a block.
    private const int MaximumBuffer = 1024 * 1024 * 1024;
    private const int MinimumLine = 1024;
    private const int ThreadLimit = 64;

    /// <summary>
    /// Indicates whether the first part of the input that cannot be read throws a <see cref="ProfileFormatException"/> with its position. The
    /// default is <c>false</c>: such parts are counted in <see cref="Model.Profile.Diagnostics"/>, and reading continues.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>
    /// The name of the format of the input (<see cref="IProfileReader.Name"/>); <c>null</c> or empty, the default, to detect it from the content.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The formats that are read; <c>null</c>, the default, for <see cref="ProfileFormats.Default"/>.</summary>
    public ProfileFormats? Formats { get; init; }

    /// <summary>
    /// The path or the file name of the profile in an archive; <c>null</c> or empty, the default, for the only entry that is a profile. It is ignored
    /// if the input is not an archive.
    /// </summary>
    public string? ArchiveEntry { get; init; }

    /// <summary>
    /// The length in nanoseconds, at least 1, at whose multiples spans with a beginning and an end are cut into samples. The default is 1 ms. Totals
    /// are exact for any length; a heat map is exact to this length. A longer one is used, with a diagnostic, if there would be more than
    /// <see cref="MaximumSpanSamples"/> samples.
    /// </summary>
    public long SpanGrid
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(SpanGrid));
            field = value;
        }
    } = 1_000_000;

    /// <summary>The maximum number of samples that spans are cut into, at least 1. The default is 8 million. See <see cref="SpanGrid"/>.</summary>
    /// <remarks>
    /// If the stacks change fewer than 80,000 times, spans are cut into at most 100 samples per change or a million samples, whichever is more, so that the
    /// memory depends on the size of the input.
    /// </remarks>
    public int MaximumSpanSamples
    {
        get;
        init => field = Check(value, 1, int.MaxValue, nameof(MaximumSpanSamples));
    } = 8_000_000;

    /// <summary>
    /// The maximum number of bytes that are read at a time, from 1 to 1 GiB. The default is 1 MiB. The profile does not depend on it. Several
    /// threads use blocks of at most 256 KiB.
    /// </summary>
    public int BlockSize
    {
        get;
        init => field = Check(value, 1, MaximumBuffer, nameof(BlockSize));
    } = 1024 * 1024;

    /// <summary>The maximum length of a line in bytes, from 1 KiB to 1 GiB. The default is 1 MiB. A longer line throws.</summary>
    public int MaximumLineLength
    {
        get;
        init => field = Check(value, MinimumLine, MaximumBuffer, nameof(MaximumLineLength));
    } = 1024 * 1024;

    /// <summary>
    /// The maximum number of frames of a sample, at least 1. The default is 100,000, more than a kernel can record
    /// (<c>perf_event_max_stack</c> is at most 81,920). A sample with more frames throws.
    /// </summary>
    public int MaximumFrames
    {
        get;
        init => field = Check(value, 1, int.MaxValue, nameof(MaximumFrames));
    } = 100_000;

    /// <summary>The maximum length of a symbol in bytes, at least 1. The default is 256 KiB. A longer symbol throws.</summary>
    public int MaximumSymbolLength
    {
        get;
        init => field = Check(value, 1, int.MaxValue, nameof(MaximumSymbolLength));
    } = 256 * 1024;

    /// <summary>The maximum number of distinct symbols, at least 1. The default is 20 million. More symbols throw.</summary>
    public int MaximumSymbols
    {
        get;
        init => field = Check(value, 1, int.MaxValue, nameof(MaximumSymbols));
    } = 20_000_000;

    /// <summary>
    /// The maximum ratio of decompressed to compressed bytes; 0 for no limit. The default is 400; the text of perf reaches 10 to 50. The ratio is
    /// checked once 64 MiB have been decompressed. A higher ratio throws.
    /// </summary>
    public int MaximumCompressionRatio
    {
        get;
        init => field = Check(value, 0, int.MaxValue, nameof(MaximumCompressionRatio));
    } = 400;

    /// <summary>
    /// The maximum number of threads that read an input, including the calling thread, from 1 to 64. The default, 0, selects two threads where the
    /// machine has at least two processors. The profile does not depend on it.
    /// </summary>
    /// <remarks>
    /// The calling thread reads and decompresses the input and reports progress. A second thread parses the blocks in order. Idle threads and any
    /// further thread scan blocks ahead. Short input is read by the calling thread alone.
    /// </remarks>
    public int MaximumThreads
    {
        get;
        init => field = Check(value, 0, ThreadLimit, nameof(MaximumThreads));
    }

    internal int ThreadCount => MaximumThreads == 0 ? Math.Min(Environment.ProcessorCount, 2) : MaximumThreads;

    private static int Check(int value, int minimum, int maximum, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, minimum, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, maximum, name);
        return value;
    }
}
