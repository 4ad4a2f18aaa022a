using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses aggregations of DTrace: the keys that are not stacks on a line, the frames from the leaf on, each indented, a blank line between two stacks,
/// and the count.
/// </summary>
internal sealed class DTraceParser(ProfileBuilder builder, ReadContext context) : StackTextParser(builder, context)
{
    /// <summary>The column from which on a line is a frame or a count. Frames are at column 14.</summary>
    public const int MinimumIndent = 8;

    private readonly SampleEventId _event = builder.AddEvent("samples", []);
    private ThreadId? _thread;

    public override void Complete() => DropStack();

    protected override void ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return;
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        if (StackTextLine.IndentOf(line) < MinimumIndent)
        {
            DropStack();
            _thread = ReadKeys(line, text);
        }
        else if (TryReadNumber(text, out long count))
        {
            AddRow(new SampleRow { Stack = TakeStack(), Thread = _thread ?? Builder.AddThread(null, null, ""), Event = _event, Count = count });
            _thread = null;
        }
        else
        {
            AddFrame(StackTextFrame.ParseDTrace(text));
        }
    }

    // The name of the process and its number, in any order. Lines at the start of the line and lines about probes are messages.
    private ThreadId? ReadKeys(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text)
    {
        if (line[0] != ' ' || text.Contains((byte)':')) return null;
        int start = text.IndexOf((byte)' ');
        int end = text.LastIndexOf((byte)' ');
        Context.CheckSymbol(text.Length, Builder.SymbolCount, Position);
        if (end > 0 && TryReadNumber(text[(end + 1)..], out long id)) return Builder.AddThread(id, null, text[..end].TrimEnd((byte)' '));
        if (start > 0 && TryReadNumber(text[..start], out id)) return Builder.AddThread(id, null, text[start..].TrimStart((byte)' '));
        return TryReadNumber(text, out id) ? Builder.AddThread(id, null, "") : Builder.AddThread(null, null, text);
    }
}
