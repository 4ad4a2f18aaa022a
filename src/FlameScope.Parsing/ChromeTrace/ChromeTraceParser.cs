using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads trace events token by token. Spans, samples and CPU profiles are kept until the end: a trace is not in the order of time, and names of
/// threads and chunks of profiles may come last.
/// </summary>
internal sealed class ChromeTraceParser(ProfileBuilder builder, ReadContext context, ChromeTraceReader reader)
    : JsonProfileParser(context, MaximumDepth, allowTrailingCommas: true)
{
    // Calls are nested as objects in profiles of old versions.
    private const int MaximumDepth = 100_000;

    // Screenshots and the text of scripts are skipped, but a token is not divided.
    private const int LongestText = 64 * 1024 * 1024;

    private const int MicrosecondsToNanoseconds = 3;

    private static readonly SampleValueType[] CpuTime = [new("cpu", "nanoseconds")];
    private static readonly SampleValueType[] Duration = [new("duration", "nanoseconds")];

    private readonly ReadContext _context = context;
    private readonly TraceEvent _event = new();
    private readonly TraceProfileData _data = new(builder);
    private readonly TraceThreads _threads = new();
    private readonly TraceSpanReader _spans = new(builder, context, reader.IncludesDetail, reader.OmitsDotnetTraceFrames);
    private readonly TraceProfiles _profiles = new(builder, context);
    private readonly TraceStackFrames _stackFrames = new(builder, context);
    private TraceFrame _frame;
    private long? _wallClock; // Unix nanoseconds of time 0
    private bool _isArray;
    private bool _isInEvent;

    /// <inheritdoc/>
    protected override int MaximumTextLength => Math.Max(base.MaximumTextLength, LongestText);

    // The path costs an allocation, and this is the position of every event.
    private InputPosition Offset => InputPosition.AtByte(TokenOffset);

    /// <inheritdoc/>
    public override void Complete()
    {
        // The end of the array may be missing: a program that crashes writes its trace, too.
        if (!_isArray || _isInEvent) base.Complete();
        if (_wallClock is { } wall) builder.Header = new RecordingHeader { Clock = new WallClock(0, wall, IsExact: true) };
        if (!_profiles.IsEmpty) _profiles.AddSamples(_threads);
        if (_stackFrames.SampleCount > 0) _stackFrames.AddSamples(_threads, builder.AddEvent("cpu", CpuTime, 0));
        bool hasCpu = builder.SampleCount > 0;
        if (!_spans.IsEmpty) _spans.AddSamples(_threads, builder.AddEvent("span", Duration, 0));
        if (hasCpu) builder.DefaultEvent = builder.AddEvent("cpu", CpuTime, 0);
    }

    /// <inheritdoc/>
    protected override int StartObject(int slot)
    {
        switch (slot)
        {
            case Root:
                return TraceSlots.Top;
            case TraceSlots.Event or TraceSlots.Sample:
                _event.Clear();
                _data.Clear();
                _isInEvent = true;
                return slot;
            case TraceSlots.CpuNodes or TraceSlots.CpuHead:
                _data.BeginNode(isNested: false);
                return TraceSlots.Node;
            case TraceSlots.NodeChildren:
                _data.BeginNode(isNested: true);
                return TraceSlots.Node;
            case TraceSlots.StackFrame:
                _frame = _frame with { Name = SymbolId.Unknown, File = default, Parent = TraceId.None, Line = 0, Column = 0 };
                return slot;
            case TraceSlots.Args or TraceSlots.ArgData or TraceSlots.Id2 or TraceSlots.CpuProfile or TraceSlots.CallFrame or TraceSlots.StackFrames
                or TraceSlots.Metadata:
                return slot;
            default:
                return Skip;
        }
    }

    /// <inheritdoc/>
    protected override int StartArray(int slot)
    {
        switch (slot)
        {
            case Root:
                _isArray = true;
                return TraceSlots.Event;
            case TraceSlots.Events:
                return TraceSlots.Event;
            case TraceSlots.Samples:
                return TraceSlots.Sample;
            case TraceSlots.CpuNodes or TraceSlots.CpuSamples or TraceSlots.CpuDeltas or TraceSlots.CpuTimestamps or TraceSlots.NodeChildren:
                return slot;
            default:
                return Skip;
        }
    }

    /// <inheritdoc/>
    protected override int GetScale(int elementSlot) => elementSlot switch
    {
        TraceSlots.CpuSamples => 0,
        TraceSlots.CpuDeltas or TraceSlots.CpuTimestamps => MicrosecondsToNanoseconds,
        _ => -1,
    };

    /// <inheritdoc/>
    protected override void Numbers(int elementSlot, ReadOnlySpan<long> values) => _data.AddNumbers(elementSlot, values);

    /// <inheritdoc/>
    protected override int Member(int scope, ReadOnlySpan<byte> name)
    {
        switch (scope)
        {
            case TraceSlots.Event or TraceSlots.Sample:
                return TraceSlots.OfEvent(name);
            case TraceSlots.Args:
                int slot = TraceSlots.OfArgs(name);
                return slot == TraceSlots.ArgDetail && !reader.IncludesDetail ? Skip : slot;
            case TraceSlots.ArgData:
                return TraceSlots.OfData(name);
            case TraceSlots.CpuProfile:
                return TraceSlots.OfCpuProfile(name);
            case TraceSlots.Node:
                return TraceSlots.OfNode(name);
            case TraceSlots.CallFrame:
                return TraceSlots.OfCallFrame(name);
            case TraceSlots.Id2:
                return name.SequenceEqual("local"u8) || name.SequenceEqual("global"u8) ? TraceSlots.Id : Skip;
            case TraceSlots.StackFrames:
                _frame = new TraceFrame { Id = _threads.GetId(name) };
                return TraceSlots.StackFrame;
            case TraceSlots.StackFrame:
                return TraceSlots.OfStackFrame(name);
            case TraceSlots.Top or TraceSlots.Metadata:
                return TraceSlots.OfTop(name);
            default:
                return Skip;
        }
    }

    /// <inheritdoc/>
    protected override void EndObject(int scope)
    {
        switch (scope)
        {
            case TraceSlots.Event:
                _isInEvent = false;
                EndEvent();
                break;
            case TraceSlots.Sample:
                _isInEvent = false;
                EndSample();
                break;
            case TraceSlots.Node:
                _data.EndNode();
                break;
            case TraceSlots.StackFrame:
                _stackFrames.AddFrame(_frame.Id, _frame.AddTo(builder), _frame.Parent);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void String(int slot, ReadOnlySpan<byte> utf8)
    {
        switch (slot)
        {
            case TraceSlots.Name:
                _event.Name.Set(utf8);
                break;
            case TraceSlots.Phase:
                _event.Phase = utf8.Length == 1 ? utf8[0] : (byte)0;
                break;
            case TraceSlots.ArgName:
                _event.ArgName.Set(utf8);
                break;
            case TraceSlots.ArgDetail:
                _event.Detail.Set(utf8);
                break;
            case TraceSlots.FunctionName or TraceSlots.FunctionUrl or TraceSlots.CodeType:
                if (slot == TraceSlots.FunctionName) _context.CheckSymbol(utf8.Length, builder.SymbolCount, Offset);
                _data.SetText(slot, utf8);
                break;
            case TraceSlots.FrameName:
                _context.CheckSymbol(utf8.Length, builder.SymbolCount, Offset);
                _frame.Name = builder.AddSymbol(utf8);
                break;
            case TraceSlots.FrameFile:
                _frame.File = builder.AddSource(utf8);
                break;
            case TraceSlots.FrameCategory:
                _frame.IsScript = utf8.SequenceEqual("JavaScript"u8);
                break;
            default:
                Number(slot, utf8); // some programs write numbers as strings
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Number(int slot, ReadOnlySpan<byte> text)
    {
        switch (slot)
        {
            case TraceSlots.Time:
                _event.HasTime = TraceTime.TryParse(text, out _event.Time);
                _event.IsTimeUnreadable |= !_event.HasTime;
                break;
            case TraceSlots.Duration:
                _event.HasDuration = TraceTime.TryParse(text, out _event.Duration);
                break;
            case TraceSlots.Pid:
                _event.Pid = _threads.GetId(text);
                break;
            case TraceSlots.Tid:
                _event.Tid = _threads.GetId(text);
                break;
            case TraceSlots.Id:
                _event.Id = _threads.GetId(text);
                break;
            case TraceSlots.StackFrameId:
                _event.StackFrame = _threads.GetId(text);
                break;
            case TraceSlots.DataStart:
                if (DecimalNumber.TryScale(text, MicrosecondsToNanoseconds, out long start)) _data.Start = start;
                break;
            case TraceSlots.DataEnd:
                if (DecimalNumber.TryScale(text, MicrosecondsToNanoseconds, out long end)) _data.End = end;
                break;
            case >= TraceSlots.NodeId and <= TraceSlots.OldColumn:
                if (DecimalNumber.TryScale(text, 0, out long number)) _data.SetNumber(slot, number);
                break;
            case TraceSlots.FrameParent:
                _frame.Parent = _threads.GetId(text);
                break;
            case TraceSlots.FrameLine:
                _frame.Line = ToPosition(text);
                break;
            case TraceSlots.FrameColumn:
                _frame.Column = ToPosition(text);
                break;
            case TraceSlots.BeginningOfTime:
                if (DecimalNumber.TryScale(text, MicrosecondsToNanoseconds, out long beginning)) _wallClock = beginning;
                break;
            case TraceSlots.BaseTime:
                if (DecimalNumber.TryScale(text, 0, out long baseTime)) _wallClock = baseTime;
                break;
        }
    }

    private static int ToPosition(ReadOnlySpan<byte> text) =>
        DecimalNumber.TryScale(text, 0, out long value) && value is > 0 and <= int.MaxValue ? (int)value : 0;

    private void EndEvent()
    {
        switch (_event.Phase)
        {
            case (byte)'X' or (byte)'B' or (byte)'E':
                _spans.Add(_event, _threads.GetOrAdd(_event.Pid, _event.Tid), Offset);
                break;
            case (byte)'M':
                SetName();
                break;
            case 0 when !_event.Name.IsSet && !_event.HasTime:
                break; // an empty object closes the list of some programs
            case 0:
                _context.Report("event without a phase", Offset, _event.Name.Span);
                break;
            default:
                EndOther();
                break;
        }
    }

    private void SetName()
    {
        ReadOnlySpan<byte> name = _event.Name.Span;
        if (name.SequenceEqual("thread_name"u8)) _threads.SetName(_event.Pid, _event.Tid, Encoding.UTF8.GetString(_event.ArgName.Span));
        else if (name.SequenceEqual("process_name"u8)) _threads.SetProcessName(_event.Pid, Encoding.UTF8.GetString(_event.ArgName.Span));
    }

    private void EndOther()
    {
        ReadOnlySpan<byte> name = _event.Name.Span;
        if (name.SequenceEqual("ProfileChunk"u8)) _profiles.AddChunk(_event, _data);
        else if (name.SequenceEqual("Profile"u8)) _profiles.AddProfile(_event, _threads.GetOrAdd(_event.Pid, _event.Tid), _data);
        else if (name.SequenceEqual("CpuProfile"u8)) _profiles.AddWhole(_event, _threads.GetOrAdd(_event.Pid, _event.Tid), _data);
        else if (_event.Phase == (byte)'P' && _event.StackFrame != TraceId.None) EndSample();
        else if (_event.HasTime && name.SequenceEqual("TracingStartedInBrowser"u8)) _spans.RecordingStart ??= _event.Time.Nanoseconds;
    }

    private void EndSample()
    {
        if (!_event.HasTime) _context.Report("sample without a time", Offset);
        else _stackFrames.AddSample(_threads.GetOrAdd(_event.Pid, _event.Tid), _event.Time.Nanoseconds, _event.StackFrame);
    }

    /// <summary>The entry of <c>stackFrames</c> that is being read.</summary>
    private record struct TraceFrame
    {
        public TraceId Id;
        public TraceId Parent;
        public SymbolId Name;
        public SourceId File;
        public int Line;
        public int Column;
        public bool IsScript;

        public readonly FrameId AddTo(ProfileBuilder builder) => builder.AddFrame(new Frame
        {
            Symbol = Name,
            Source = File,
            Line = Line,
            Column = Column,
            Kind = IsScript ? FrameKind.Jit : FrameKind.Unknown,
        });
    }
}
