using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses a <c>.cpuprofile</c>. The current form has the keys <c>nodes</c>, <c>startTime</c>, <c>endTime</c>, <c>samples</c> and <c>timeDeltas</c>, in
/// microseconds. The form before Chrome 58 has nested nodes below <c>head</c>, <c>startTime</c> and <c>endTime</c> in seconds, and <c>timestamps</c>
/// in microseconds.
/// </summary>
internal sealed class CpuProfileParser : JsonProfileParser
{
    // Slots of values, and scopes of the members of objects.
    private const int Profile = 2;
    private const int Node = 3;
    private const int Child = 4;            // the id of a node; a node in the old form
    private const int CallFrame = 5;
    private const int Id = 6;
    private const int Parent = 7;
    private const int FunctionName = 8;
    private const int Url = 9;
    private const int Line = 10;            // from 0
    private const int Column = 11;
    private const int OldLine = 12;         // from 1
    private const int OldColumn = 13;
    private const int StartTime = 14;
    private const int EndTime = 15;
    private const int Samples = 16;
    private const int TimeDeltas = 17;
    private const int Timestamps = 18;

    private const int MicrosecondScale = 3;
    private const int SecondScale = 9;
    private const int LevelsPerFrame = 2;   // of the old form: an object in an array
    private const int OtherLevels = 16;

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly V8ProfileBuilder _profile;
    private readonly List<OpenNode> _open = [];     // the node that is read and, in the old form, those that contain it
    private readonly List<long> _children = [];     // of the open nodes
    private OpenNode _node;                         // the last of the open ones
    private RecordedTime _start;
    private RecordedTime _end;
    private bool _isOldForm;
    private bool _hasTimestamps;

    public CpuProfileParser(ProfileBuilder builder, ReadContext context)
        : base(context, maximumDepth: (int)Math.Min(((long)LevelsPerFrame * context.Options.MaximumFrames) + OtherLevels, int.MaxValue))
    {
        _builder = builder;
        _context = context;
        _profile = new V8ProfileBuilder(builder, context);
    }

    public override void Complete()
    {
        base.Complete();
        long? start = _isOldForm ? _start.Seconds : _start.Microseconds;
        long? end = _isOldForm ? _end.Seconds : _end.Microseconds;
        // Timestamps are on the clock of the start and the end.
        _profile.Complete(_builder.AddThread(null, null, ""), _hasTimestamps ? 0 : start ?? 0, end, IsCut);
    }

    protected override int StartObject(int slot)
    {
        switch (slot)
        {
            case Root:
                return Profile;
            case Node:
            case Child:
                if (_open.Count > 0) _open[^1] = _node;
                _node = new OpenNode
                {
                    Index = _profile.Nodes.Add(slot == Child ? _node.Index : -1),
                    FirstChild = _children.Count,
                    CallFrame = V8CallFrame.Empty,
                };
                _open.Add(_node);
                return Node;
            case CallFrame:
                return CallFrame;
            default:
                return Skip;
        }
    }

    protected override int StartArray(int slot) => slot is Node or Child or Samples or TimeDeltas or Timestamps ? slot : Skip;

    protected override int GetScale(int elementSlot) => elementSlot switch
    {
        Samples => 0,
        TimeDeltas or Timestamps => MicrosecondScale,
        _ => -1,
    };

    protected override int Member(int scope, ReadOnlySpan<byte> name) => scope switch
    {
        Profile => MemberOfProfile(name),
        Node => MemberOfNode(name),
        _ => MemberOfCallFrame(name),
    };

    protected override void EndObject(int scope)
    {
        if (scope != Node) return;
        if (_node.HasId)
        {
            if (!_profile.Nodes.TrySetId(_node.Index, _node.Id)) _context.Report("node with the id of another node", Position);
            if (_node.ParentId is { } parent) _profile.Nodes.Link(parent, _node.Id);
            for (int i = _node.FirstChild; i < _children.Count; i++) _profile.Nodes.Link(_node.Id, _children[i]);
        }
        else
        {
            _context.Report("node without an id", Position);
        }
        _profile.Nodes.SetFunction(_node.Index, _node.CallFrame);
        _children.RemoveRange(_node.FirstChild, _children.Count - _node.FirstChild);
        _open.RemoveAt(_open.Count - 1);
        if (_open.Count > 0) _node = _open[^1];
    }

    protected override void Number(int slot, ReadOnlySpan<byte> text)
    {
        switch (slot)
        {
            case StartTime:
                _start = RecordedTime.Of(text);
                return;
            case EndTime:
                _end = RecordedTime.Of(text);
                return;
        }
        if (!DecimalNumber.TryScale(text, 0, out long value))
        {
            if (slot is Id or Parent or Child) _context.Report("id of a node that does not fit", Position, text);
            return;
        }
        switch (slot)
        {
            case Id:
                _node.Id = value;
                _node.HasId = true;
                break;
            case Parent:
                _node.ParentId = value;
                break;
            case Child:
                _children.Add(value);
                break;
            case Line:
                _node.CallFrame.Line = value;
                break;
            case Column:
                _node.CallFrame.Column = value;
                break;
            case OldLine:
                _node.CallFrame.Line = value - 1;
                break;
            case OldColumn:
                _node.CallFrame.Column = value - 1;
                break;
        }
    }

    protected override void String(int slot, ReadOnlySpan<byte> utf8)
    {
        if (slot == FunctionName)
        {
            _context.CheckSymbol(utf8.Length, _builder.SymbolCount);
            _node.CallFrame.SetName(_builder, utf8);
        }
        else if (slot == Url)
        {
            _node.CallFrame.SetUrl(_builder, utf8);
        }
    }

    protected override void Numbers(int elementSlot, ReadOnlySpan<long> values)
    {
        if (elementSlot == Samples) _profile.AddSamples(values);
        else if (elementSlot == TimeDeltas) _profile.AddDeltas(values);
        else _profile.AddTimes(values);
    }

    private int MemberOfProfile(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("nodes"u8)) return Node;
        if (name.SequenceEqual("samples"u8)) return Samples;
        if (name.SequenceEqual("timeDeltas"u8)) return TimeDeltas;
        if (name.SequenceEqual("startTime"u8)) return StartTime;
        if (name.SequenceEqual("endTime"u8)) return EndTime;
        if (name.SequenceEqual("head"u8))
        {
            _isOldForm = true;
            return Node;
        }
        if (!name.SequenceEqual("timestamps"u8)) return Skip;
        _hasTimestamps = true;
        return Timestamps;
    }

    private static int MemberOfNode(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("id"u8)) return Id;
        if (name.SequenceEqual("callFrame"u8)) return CallFrame;
        if (name.SequenceEqual("children"u8)) return Child;
        if (name.SequenceEqual("parent"u8)) return Parent;
        if (name.SequenceEqual("functionName"u8)) return FunctionName;
        if (name.SequenceEqual("url"u8)) return Url;
        if (name.SequenceEqual("lineNumber"u8)) return OldLine;
        return name.SequenceEqual("columnNumber"u8) ? OldColumn : Skip;
    }

    private static int MemberOfCallFrame(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("functionName"u8)) return FunctionName;
        if (name.SequenceEqual("url"u8)) return Url;
        if (name.SequenceEqual("lineNumber"u8)) return Line;
        return name.SequenceEqual("columnNumber"u8) ? Column : Skip;
    }

    private struct OpenNode
    {
        public int Index;
        public int FirstChild;
        public bool HasId;
        public long Id;
        public long? ParentId;
        public V8CallFrame CallFrame;
    }

    // A time in nanoseconds, for each of the units that the text may have.
    private readonly record struct RecordedTime(long? Microseconds, long? Seconds)
    {
        public static RecordedTime Of(ReadOnlySpan<byte> text) => new(
            DecimalNumber.TryScale(text, MicrosecondScale, out long fine) ? fine : null,
            DecimalNumber.TryScale(text, SecondScale, out long coarse) ? coarse : null);
    }
}
