using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads the text of <c>sample</c>, the profiler of macOS that also Activity Monitor runs.</summary>
/// <remarks>Samples have no times. A function is one row, whose count is the number of samples in the function itself.</remarks>
public sealed class MacSampleReader : IProfileReader
{
    // Lines that sample prints to the terminal may precede its text.
    private const int MaximumPreamble = 16;

    /// <inheritdoc/>
    public string Name => "sample";

    /// <inheritdoc/>
    public string Description => "Text of sample and Activity Monitor on macOS";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> rest = probe.Start;
        if (rest.StartsWith("\uFEFF"u8)) rest = rest[3..];
        for (int i = 0; i < MaximumPreamble && !rest.IsEmpty; i++)
        {
            ReadOnlySpan<byte> line = StackTextLine.Take(ref rest);
            if (line.StartsWith("Analysis of sampling "u8)) return FormatMatch.Yes;
            if (!line.IsEmpty && !line.StartsWith("Sampling "u8) && !line.StartsWith("Sample analysis of process "u8)) return FormatMatch.No;
        }
        return FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new MacSampleParser(builder, context);
    }
}
