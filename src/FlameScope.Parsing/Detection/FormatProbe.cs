namespace FlameScope.Parsing;

/// <summary>The start of an input, by which formats are recognized.</summary>
public sealed class FormatProbe
{
    /// <summary>
    /// The factor by which the start of an input grows, from 16 KiB on, while it does not decide the format: in JSON, the keys that decide may come late.
    /// </summary>
    internal const int StartGrowth = 16;

    /// <summary>The length from which on the start of an input does not grow. Of an input in memory, all of it decides then.</summary>
    internal const int MaximumStart = 64 * 1024 * 1024;

    private readonly ReadOnlyMemory<byte> _start;
    private bool _isJsonRead;

    /// <summary>Initializes a probe.</summary>
    /// <param name="start">The first bytes of the input, decompressed.</param>
    /// <param name="isWhole">Indicates whether the input ends with them.</param>
    public FormatProbe(ReadOnlyMemory<byte> start, bool isWhole)
    {
        _start = start;
        IsWhole = isWhole;
    }

    /// <summary>The first bytes of the input. There are at least 16 KiB if the input is not shorter; more if a format needs more.</summary>
    public ReadOnlySpan<byte> Start => _start.Span;

    /// <summary>Indicates whether <see cref="Start"/> is the complete input.</summary>
    public bool IsWhole { get; }

    /// <summary>The keys of the input if it is JSON; otherwise <c>null</c>. They are read once for all formats.</summary>
    public JsonProbe? Json
    {
        get
        {
            if (!_isJsonRead) field = JsonProbe.TryRead(Start, IsWhole);
            _isJsonRead = true;
            return field;
        }
    }
}
