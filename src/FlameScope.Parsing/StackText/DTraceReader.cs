using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads aggregations of DTrace that have stacks as keys, as in <c>@[execname, pid, stack(), ustack()] = count()</c>.</summary>
/// <remarks>Aggregations have no times.</remarks>
public sealed class DTraceReader : IProfileReader
{
    private const int MaximumPreamble = 64;

    /// <inheritdoc/>
    public string Name => "dtrace";

    /// <inheritdoc/>
    public string Description => "Aggregations of DTrace with stacks as keys";

    /// <inheritdoc/>
    public FormatMatch Match(FormatProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ReadOnlySpan<byte> rest = probe.Start;
        if (rest.StartsWith("\uFEFF"u8)) rest = rest[3..];
        int frames = 0;
        bool hasModule = false;
        for (int i = 0; i < MaximumPreamble + frames && !rest.IsEmpty; i++)
        {
            ReadOnlySpan<byte> line = StackTextLine.Take(ref rest);
            if (rest.IsEmpty && !probe.IsWhole) return hasModule ? FormatMatch.NeedMoreData : FormatMatch.No;
            if (line.IsEmpty) continue;
            ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
            if (StackTextLine.IndentOf(line) < DTraceParser.MinimumIndent)
            {
                if (frames > 0) return FormatMatch.No;
                continue;
            }
            if (StackTextLine.TryReadNumber(text, out _)) return hasModule ? FormatMatch.Yes : FormatMatch.No;
            int mark = text.IndexOf((byte)'`');
            hasModule |= mark > 0 && text[..mark].IndexOfAny((byte)' ', (byte)'"') < 0;
            if (!hasModule && !StackTextLine.IsHex(text)) return FormatMatch.No;
            frames++;
        }
        return FormatMatch.No;
    }

    /// <inheritdoc/>
    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return new DTraceParser(builder, context);
    }
}
