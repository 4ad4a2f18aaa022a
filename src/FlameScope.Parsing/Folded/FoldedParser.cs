using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Parses folded stacks. Lines are mostly sorted, so the stacks of the frames that a line has in common with the line before are known.</summary>
internal sealed class FoldedParser(ProfileBuilder builder, ReadContext context) : IProfileParser
{
    private readonly SampleEventId _event = builder.AddEvent("samples", []);
    private readonly List<Level> _levels = [];      // of the previous line
    private byte[] _previous = new byte[256];
    private int _previousLength;
    private ThreadId? _thread;                      // of the previous line
    private long _line;
    private long _offset;
    private long _singleCounts;
    private long _doubleCounts;
    private bool _hasStarted;

    public int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        int start = 0;
        if (!_hasStarted)
        {
            ReadOnlySpan<byte> mark = "\uFEFF"u8;
            if (block.Length < mark.Length && !isFinal && mark.StartsWith(block)) return 0;
            if (block.StartsWith(mark)) start = mark.Length;
            _hasStarted = true;
        }
        while (start < block.Length)
        {
            ReadOnlySpan<byte> rest = block[start..];
            int end = rest.IndexOf((byte)'\n');
            if (end < 0 && !isFinal)
            {
                context.CheckText(rest.Length, InputPosition.AtLine(_line + 1, _offset + start));
                break;
            }
            _line++;
            ReadLine(end < 0 ? rest : rest[..end], _offset + start);
            start += end < 0 ? rest.Length : end + 1;
        }
        _offset += start;
        return start;
    }

    public void Complete()
    {
        if (_doubleCounts > 0 && _singleCounts == 0)
        {
            throw context.Unsupported("each line has two counts, as the output of difffolded.pl has; a profile has one count per stack");
        }
    }

    private void ReadLine(ReadOnlySpan<byte> line, long offset)
    {
        var position = InputPosition.AtLine(_line, offset);
        context.CheckText(line.Length, position);
        if (FoldedLine.IsBlank(line)) return;
        if (!FoldedLine.TryRead(line, out FoldedLine read))
        {
            context.Report("line without a count", position, line);
            return;
        }
        if (read.HasTwoCounts) _doubleCounts++;
        else _singleCounts++;
        if (read.IsRounded) context.Report("count with a fraction, rounded", position, line);
        StackId stack = ReadStack(read.Stack, position);
        var row = new SampleRow { Stack = stack, Thread = _thread!.Value, Event = _event, Count = read.Count };
        if (builder.CanAdd(row)) builder.AddSample(row);
        else context.Report("count that does not fit", position, line);
    }

    private StackId ReadStack(ReadOnlySpan<byte> text, InputPosition position)
    {
        if (text.IsEmpty || text.SequenceEqual("[no frames]"u8))
        {
            _levels.Clear();
            _previousLength = 0;
            _thread = builder.AddThread(null, null, "");
            return StackId.Empty;
        }

        // The frames of the line before that end where a frame of this line ends, before the lines differ.
        int common = text.CommonPrefixLength(_previous.AsSpan(0, _previousLength));
        int depth = 0;
        while (depth < _levels.Count && (_levels[depth].End < common || (_levels[depth].End == common && EndsAt(text, common)))) depth++;
        _levels.RemoveRange(depth, _levels.Count - depth);

        StackId stack = depth == 0 ? StackId.Empty : _levels[^1].Stack;
        int start = depth == 0 ? 0 : _levels[^1].End + 1;
        bool isFirst = depth == 0;
        if (isFirst) _thread = null;
        while (start <= text.Length)
        {
            int length = text[start..].IndexOf((byte)';');
            int end = length < 0 ? text.Length : start + length;
            ReadOnlySpan<byte> name = text[start..end];
            if (isFirst) AddThread(name);
            isFirst = false;
            context.CheckSymbol(name.Length, builder.SymbolCount, position);
            context.CheckFrames(_levels.Count + 1, position);
            (FrameKind kind, bool isInlined) = FoldedFrameName.KindOf(name);
            FrameId frame = builder.AddFrame(new Frame { Symbol = builder.AddSymbol(name), Kind = kind, IsInlined = isInlined });
            stack = builder.AddStack(stack, frame);
            _levels.Add(new Level(end, stack));
            start = end + 1;
        }
        _thread ??= builder.AddThread(null, null, "");

        if (_previous.Length < text.Length) _previous = new byte[Math.Max(_previous.Length * 2, text.Length)];
        text[common..].CopyTo(_previous.AsSpan(common));
        _previousLength = text.Length;
        return stack;
    }

    private void AddThread(ReadOnlySpan<byte> frame)
    {
        if (FoldedFrameName.TryReadThread(frame, out ReadOnlySpan<byte> name, out long? pid, out long tid)) _thread = builder.AddThread(pid, tid, name);
    }

    private static bool EndsAt(ReadOnlySpan<byte> text, int index) => index == text.Length || text[index] == ';';

    // The end of a frame in the text, and the stack up to it.
    private readonly record struct Level(int End, StackId Stack);
}
