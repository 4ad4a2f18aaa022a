using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses the call graph of <c>sample</c>: a tree whose lines have the number of samples in a function and in those that it called. The column of the
/// number is the depth. A thread is a root.
/// </summary>
internal sealed class MacSampleParser(ProfileBuilder builder, ReadContext context) : StackTextParser(builder, context)
{
    private const int FirstColumn = 4;
    private const int ColumnsPerLevel = 2;
    private const int MaximumFacts = 64;

    private const string NotANode = "a line of the call graph without a count";
    private const string NoParent = "a function without a caller";
    private const string TooManyInChildren = "a function whose callees have more samples";

    private readonly SampleEventId _event = builder.AddEvent("samples", []);
    private readonly List<Node> _path = [];
    private readonly List<HeaderFact> _facts = [];
    private ThreadId _thread;
    private long? _processId;
    private State _state;

    private enum State
    {
        Header,
        Graph,
        End,
    }

    public override void Complete()
    {
        CloseTo(0);
        if (_state == State.Header) throw Context.Truncated("the text has no call graph");
        Builder.Header = new RecordingHeader
        {
            OsRelease = FactOf("OS Version"),
            Architecture = FactOf("Code Type"),
            Facts = _facts,
        };
    }

    protected override void ReadLine(ReadOnlySpan<byte> line)
    {
        if (_state == State.Header) ReadHeader(line);
        else if (_state == State.Graph) ReadNode(line);
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("Call graph:"u8))
        {
            _state = State.Graph;
            return;
        }
        const string Start = "Analysis of sampling ";
        if (line.StartsWith("Analysis of sampling "u8))
        {
            int pid = line.LastIndexOf("(pid "u8);
            int end = pid < 0 ? -1 : line[pid..].IndexOf((byte)')');
            if (end > 0 && TryReadNumber(line.Slice(pid + "(pid ".Length, end - "(pid ".Length), out long id)) _processId = id;
            AddFact("Analysis of sampling", line[Start.Length..]);
            return;
        }
        int colon = line.IndexOf((byte)':');
        if (colon > 0 && colon + 1 < line.Length && line[colon + 1] == ' ') AddFact(Encoding.UTF8.GetString(line[..colon]), line[(colon + 1)..]);
    }

    private void ReadNode(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            if (_path.Count > 0) _state = State.End;
            CloseTo(0);
            return;
        }
        int column = line.IndexOfAnyExcept(" +!:|"u8);
        int blank = column < 0 ? -1 : line[column..].IndexOf((byte)' ');
        if (column < FirstColumn || blank <= 0 || !TryReadNumber(line.Slice(column, blank), out long count))
        {
            Context.Report(NotANode, Position, line);
            return;
        }
        ReadOnlySpan<byte> text = line[(column + blank + 1)..];
        int depth = (column - FirstColumn) / ColumnsPerLevel;
        Context.CheckFrames(depth, Position);
        if (depth > _path.Count)
        {
            Context.Report(NoParent, Position, line);
            return;
        }
        CloseTo(depth);
        StackId stack = StackId.Empty;
        if (depth == 0)
        {
            _thread = ReadThread(text);
        }
        else
        {
            stack = Builder.AddStack(_path[^1].Stack, Intern(StackTextFrame.ParseMac(text)));
            _path[^1] = _path[^1] with { InChildren = Saturate(_path[^1].InChildren, count) };
        }
        _path.Add(new Node(stack, count, 0));
    }

    // Thread_51128: Main Thread   DispatchQueue_1: com.apple.main-thread  (serial)
    private ThreadId ReadThread(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text.StartsWith("Thread_"u8) ? text["Thread_".Length..] : default;
        int end = rest.IndexOfAny((byte)' ', (byte)':');
        ReadOnlySpan<byte> number = end < 0 ? rest : rest[..end];
        long? id = TryReadNumber(number, out long read) ? read : null;
        ReadOnlySpan<byte> name = end < 0 ? default : rest[end..];
        int queue = name.IndexOf("DispatchQueue_"u8);
        ReadOnlySpan<byte> own = (queue < 0 ? name : name[..queue]).Trim(" :"u8);
        if (own.IsEmpty && queue >= 0)
        {
            ReadOnlySpan<byte> label = name[queue..];
            int colon = label.IndexOf(": "u8);
            own = colon < 0 ? label : label[(colon + 2)..];
            int kind = own.IndexOf("  ("u8);
            if (kind > 0) own = own[..kind];
        }
        Context.CheckSymbol(own.Length, Builder.SymbolCount, Position);
        return Builder.AddThread(_processId, id, own.IsEmpty ? text : own);
    }

    // Ends the functions at a depth and below it. What is not in their callees is their own.
    private void CloseTo(int depth)
    {
        while (_path.Count > depth)
        {
            Node node = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (node.InChildren > node.Count) Context.Report(TooManyInChildren, Position);
            long own = node.Count - node.InChildren;
            if (own > 0) AddRow(new SampleRow { Stack = node.Stack, Thread = _thread, Event = _event, Count = own });
        }
    }

    private void AddFact(string name, ReadOnlySpan<byte> value)
    {
        if (_facts.Count < MaximumFacts) _facts.Add(new HeaderFact { Name = name, Value = Encoding.UTF8.GetString(value.Trim((byte)' ')) });
    }

    private string? FactOf(string name) => _facts.Find(fact => fact.Name == name)?.Value;

    private static long Saturate(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    private readonly record struct Node(StackId Stack, long Count, long InChildren);
}
