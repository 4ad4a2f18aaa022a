using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Splits text into lines, and collects the stack that the lines build. The frames of a stack are in the order of the text, the leaf first.</summary>
internal abstract class StackTextParser(ProfileBuilder builder, ReadContext context) : IProfileParser
{
    public const string NoCount = "a stack without a count";
    public const string BadCount = "a count that is not a number";
    public const string SumOverflow = "a count that does not fit";

    // Each name has at most two events; a builder takes 65,536.
    private const int MaximumEvents = 32_000;

    private readonly HashSet<string> _eventNames = new(StringComparer.Ordinal);
    private readonly List<Frame> _frames = [];
    private StackId[] _stacks = new StackId[64];
    private FrameId[] _rootFirst = new FrameId[64];
    private long _line;
    private long _offset;
    private bool _hasStarted;

    protected ProfileBuilder Builder => builder;

    protected ReadContext Context => context;

    /// <summary>The position of the current line.</summary>
    protected InputPosition Position { get; private set; }

    /// <summary>The number of frames of the current stack.</summary>
    protected int FrameCount => _frames.Count;

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
            Position = InputPosition.AtLine(_line, _offset + start);
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            context.CheckText(line.Length, Position);
            ReadLine(line.TrimEnd("\r \t"u8));
            start += end < 0 ? rest.Length : end + 1;
        }
        _offset += start;
        return start;
    }

    public abstract void Complete();

    /// <summary>Reads a line without its end and without blanks at its end.</summary>
    protected abstract void ReadLine(ReadOnlySpan<byte> line);

    /// <summary>Adds a frame that called those before it.</summary>
    protected void AddFrame(in StackTextFrame frame)
    {
        context.CheckFrames(_frames.Count + 1, Position);
        _frames.Add(ToFrame(frame));
    }

    /// <summary>Marks the frames of the current stack so far as frames of the kernel.</summary>
    protected void MarkKernelFrames()
    {
        for (int i = 0; i < _frames.Count; i++) _frames[i] = _frames[i] with { Kind = FrameKind.Kernel };
    }

    /// <summary>Returns the frame of the profile.</summary>
    protected FrameId Intern(in StackTextFrame frame) => builder.AddFrame(ToFrame(frame));

    /// <summary>Ends the current stack.</summary>
    protected StackId TakeStack()
    {
        int count = _frames.Count;
        if (count == 0) return StackId.Empty;
        if (_stacks.Length < count)
        {
            _stacks = new StackId[count * 2];
            _rootFirst = new FrameId[count * 2];
        }
        for (int i = 0; i < count; i++) _rootFirst[i] = builder.AddFrame(_frames[count - 1 - i]);
        builder.AddStacks(StackId.Empty, _rootFirst.AsSpan(0, count), _stacks);
        _frames.Clear();
        return _stacks[count - 1];
    }

    /// <summary>Returns the name of an event as text, and checks the number of different names.</summary>
    protected string CheckEvent(ReadOnlySpan<byte> name)
    {
        Context.CheckSymbol(name.Length, builder.SymbolCount, Position);
        string text = Encoding.UTF8.GetString(name);
        if (_eventNames.Add(text) && _eventNames.Count > MaximumEvents) throw context.Limit($"there are more than {MaximumEvents} events", Position);
        return text;
    }

    /// <summary>Adds a row.</summary>
    protected void AddRow(in SampleRow row)
    {
        if (builder.CanAdd(row)) builder.AddSample(row);
        else context.Report(SumOverflow, Position);
    }

    /// <summary>Reports a stack that the text does not complete, and forgets it.</summary>
    protected void DropStack()
    {
        if (_frames.Count == 0) return;
        context.Report(NoCount, Position);
        _frames.Clear();
    }

    /// <summary>Reads a number that is all of a text.</summary>
    protected static bool TryReadNumber(ReadOnlySpan<byte> text, out long number) => StackTextLine.TryReadNumber(text, out number);

    private Frame ToFrame(in StackTextFrame frame)
    {
        context.CheckSymbol(frame.Symbol.Length, builder.SymbolCount, Position);
        return new Frame
        {
            Symbol = builder.AddSymbol(frame.Symbol),
            Module = builder.AddModule(frame.Module),
            Source = builder.AddSource(frame.Source),
            Line = frame.Line,
            Kind = frame.Kind,
            IsInlined = frame.IsInlined,
        };
    }
}
