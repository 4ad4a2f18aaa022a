using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the stacks that the BPF tools <c>profile</c>, <c>offcputime</c> and <c>stackcount</c> of bcc print. With the option <c>-f</c> they print folded
/// stacks, which <see cref="FoldedReader"/> reads.
/// </summary>
/// <remarks>The tools count in the kernel, so samples have no times.</remarks>
public sealed class BccReader : IProfileReader
{
    private const int MaximumPreamble = 16;

    /// <inheritdoc/>
    public string Name => "bcc";

    /// <inheritdoc/>
    public string Description => "Stacks of the BPF tools profile, offcputime and stackcount of bcc";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> rest = probe.Start;
        if (rest.StartsWith("\uFEFF"u8)) rest = rest[3..];
        for (int i = 0; i < MaximumPreamble && !rest.IsEmpty; i++)
        {
            ReadOnlySpan<byte> line = StackTextLine.Take(ref rest);
            if (BccParser.IsHeader(line)) return FormatMatch.Yes;
            if (!line.IsEmpty && line[0] != ' ') return FormatMatch.No;
            if (line.IsEmpty) continue;
            if (!probe.IsWhole && rest.IsEmpty) return FormatMatch.No;
            return StartsWithStack(probe.Start) ? FormatMatch.Yes : FormatMatch.No;
        }
        return FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new BccParser(builder, context);
    }

    // Without the line at the start: a stack of indented names, its thread, and a number.
    private static bool StartsWithStack(ReadOnlySpan<byte> rest)
    {
        bool hasThread = false;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> line = StackTextLine.Take(ref rest);
            if (line.IsEmpty) continue;
            if (hasThread) return BccParser.TryReadCount(line, out _);
            if (line[0] != ' ') return false;
            hasThread = BccParser.TryReadThread(line, out _, out _);
        }
        return false;
    }
}
