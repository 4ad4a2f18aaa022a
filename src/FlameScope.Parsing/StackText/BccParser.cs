using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses the stacks of bcc's tools: names from the leaf on, the thread after a dash, and the count, each indented, and a blank line. With the option
/// <c>-d</c> two dashes divide the frames of the kernel from those of the program.
/// </summary>
internal sealed class BccParser : StackTextParser
{
    private BpfValue _value;
    private ThreadId? _thread;

    public BccParser(ProfileBuilder builder, ReadContext context)
        : base(builder, context)
    {
        _value = BpfValue.Count(builder, "samples");
    }

    /// <summary>Indicates whether a line is what a tool prints when it starts.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) =>
        (line.StartsWith("Sampling at "u8) && line.IndexOf(" stack"u8) > 0)
        || line.StartsWith("Tracing off-CPU time "u8)
        || (line.StartsWith("Tracing "u8) && line.IndexOf(" functions for \""u8) > 0);

    /// <summary>Reads the line of a thread: <c>-                bash (9657)</c>.</summary>
    public static bool TryReadThread(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out long id)
    {
        name = default;
        id = 0;
        ReadOnlySpan<byte> text = line.TrimStart((byte)' ');
        return text.StartsWith("-  "u8) && StackTextLine.TryReadThread(text[1..].TrimStart((byte)' '), (byte)'(', (byte)')', out name, out id);
    }

    /// <summary>Reads the line of a count.</summary>
    public static bool TryReadCount(ReadOnlySpan<byte> line, out long count)
    {
        count = 0;
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        return text.Length < line.Length && StackTextLine.TryReadNumber(text, out count);
    }

    public override void Complete() => DropStack();

    protected override void ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return;
        if (line[0] is not ((byte)' ' or (byte)'\t'))
        {
            ReadHeader(line);
            return;
        }
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        if (TryReadCount(line, out long count))
        {
            AddStack(count);
        }
        else if (TryReadThread(line, out ReadOnlySpan<byte> name, out long id)
            || (FrameCount > 0 && StackTextLine.TryReadThread(text, (byte)'[', (byte)']', out name, out id)))
        {
            // stackcount -P prints the process without a dash, and its number in square brackets.
            _thread = Builder.AddThread(id, null, name);
        }
        else if (text.SequenceEqual("--"u8))
        {
            MarkKernelFrames();
        }
        else
        {
            AddFrame(StackTextFrame.ParseBpf(text));
        }
    }

    private void AddStack(long count)
    {
        StackId stack = TakeStack();
        if (_value.TryCreateRow(count, stack, _thread ?? Builder.AddThread(null, null, ""), out SampleRow row)) AddRow(row);
        else Context.Report(SumOverflow, Position);
        _thread = null;
    }

    // Other lines at the start of the line are messages, such as those about lost stacks and the interval.
    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        DropStack();
        if (line.StartsWith("Tracing off-CPU time (us)"u8)) _value = BpfValue.Duration(Builder, "off-cpu", 1_000);
        if (!line.StartsWith("Tracing "u8)) return;
        int start = line.IndexOf((byte)'"');
        int end = line.LastIndexOf((byte)'"');
        if (start > 0 && end > start + 1) _value = BpfValue.Count(Builder, CheckEvent(line[(start + 1)..end]));
    }
}
