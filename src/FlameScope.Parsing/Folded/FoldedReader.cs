using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads folded stacks, also called collapsed stacks: lines of <c>root;…;leaf count</c>, the text that FlameGraph's scripts, inferno, async-profiler, py-spy,
/// bpftrace scripts and many others write.
/// </summary>
/// <remarks>
/// Samples have no times. A line is one row whose count is that of the line. The endings <c>_[k]</c>, <c>_[j]</c>, <c>_[i]</c>, <c>_[0]</c> and <c>_[1]</c> of
/// names set the kind of the frame and stay in the name.
/// </remarks>
public sealed class FoldedReader : IProfileReader
{
    // Of the lines at the start of the input, at most one in this many may have no count.
    private const int BadLineShare = 10;

    /// <inheritdoc/>
    public string Name => "folded";

    /// <inheritdoc/>
    public string Description => "Folded stacks of FlameGraph, inferno, async-profiler, py-spy and others (.folded, .collapsed)";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> rest = probe.Start;
        if (rest.StartsWith("\uFEFF"u8)) rest = rest[3..];
        if (rest.IsEmpty || rest.Contains((byte)0)) return FormatMatch.No;
        int good = 0;
        int bad = 0;
        bool hasSeparator = false;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            if (end < 0 && !probe.IsWhole) break;
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (FoldedLine.IsBlank(line)) continue;
            if (FoldedLine.TryRead(line, out FoldedLine read))
            {
                good++;
                hasSeparator |= read.Stack.Contains((byte)';');
            }
            else
            {
                bad++;
            }
        }
        // One line can be longer than the start.
        if (good + bad == 0) return rest.Contains((byte)';') && probe.Json is null ? FormatMatch.NeedMoreData : FormatMatch.No;
        return hasSeparator && bad <= good / BadLineShare ? FormatMatch.Yes : FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new FoldedParser(builder, context);
    }
}
