using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Parses a speedscope file. A profile is converted when it has ended and the frames are known.</summary>
internal sealed class SpeedscopeParser : JsonProfileParser
{
    // Slots of values, and scopes of the members of objects.
    private const int File = 2;
    private const int Shared = 3;
    private const int SharedFrame = 4;
    private const int FrameName = 5;
    private const int FrameFile = 6;
    private const int FrameLine = 7;
    private const int FrameColumn = 8;
    private const int Profile = 9;
    private const int ProfileName = 10;
    private const int Unit = 11;
    private const int StartValue = 12;
    private const int EndValue = 13;
    private const int Sample = 14;
    private const int SampleFrame = 15;
    private const int Samples = 16;
    private const int Weight = 17;
    private const int Event = 18;
    private const int EventType = 19;
    private const int EventFrame = 20;
    private const int EventTime = 21;
    private const int FileName = 22;
    private const int Exporter = 23;

    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly SpeedscopeFrames _frames;
    private readonly SpeedscopeConverter _converter;
    private readonly List<SpeedscopeProfile> _waiting = [];     // for the frames
    private readonly SampleTexts _texts = new();
    private SpeedscopeProfile? _profile;
    private bool _hasFrames;
    private string _exporter = "";
    private string _name = "";

    private readonly bool _omitsDotnetTraceFrames;
    private Frame _frame;
    private bool _isOmitted;
    private DecimalValue? _eventTime;
    private int _eventFrame;
    private byte _eventType;

    public SpeedscopeParser(ProfileBuilder builder, ReadContext context, bool omitsDotnetTraceFrames)
        : base(context)
    {
        _builder = builder;
        _context = context;
        _frames = new SpeedscopeFrames(builder, context);
        _omitsDotnetTraceFrames = omitsDotnetTraceFrames;
        _converter = new SpeedscopeConverter(builder, context, _frames);
    }

    // The writer of this library writes gaps as samples without frames, and samples without frames with a frame of their own.
    private bool IsOwn => _exporter.StartsWith("FlameScope.Core", StringComparison.Ordinal);

    public override void Complete()
    {
        SpeedscopeProfile? open = _profile;
        if (open is not null) _waiting.Add(open);
        bool hasRows = _waiting.Exists(profile => profile.Events.Count > 0 || profile.Spans is not null || profile.Samples.Count > 0);
        if (IsCut && hasRows && _frames.Count == 0) throw _context.Truncated("the document ends before the names of the frames", Position);
        base.Complete();
        foreach (SpeedscopeProfile profile in _waiting) _converter.Convert(profile, isCut: IsCut && profile == open, IsOwn);
        _converter.Complete();
        if (_exporter.Length == 0 && _name.Length == 0) return;
        HeaderFact[] facts = [new HeaderFact { Name = "name", Value = _name }, new HeaderFact { Name = "exporter", Value = _exporter }];
        _builder.Header = new RecordingHeader
        {
            ToolVersion = _exporter.Length > 0 ? _exporter : null,
            Facts = [.. facts.Where(fact => fact.Value.Length > 0)],
        };
    }

    protected override int StartObject(int slot)
    {
        switch (slot)
        {
            case Root:
                return File;
            case Shared:
                return Shared;
            case SharedFrame:
                _frame = default;
                _isOmitted = false;
                return SharedFrame;
            case Profile:
                _profile = new SpeedscopeProfile();
                return Profile;
            case Event:
                _eventType = 0;
                _eventFrame = -1;
                _eventTime = null;
                return Event;
            default:
                AddOther(slot);
                return Skip;
        }
    }

    protected override int StartArray(int slot)
    {
        switch (slot)
        {
            case SharedFrame:
            case Profile:
            case Weight:
            case Event:
                return slot;
            case Samples:
                return Sample;
            case Sample:
                _frames.StartStack();
                return SampleFrame;
            default:
                AddOther(slot);
                return Skip;
        }
    }

    protected override int GetScale(int elementSlot) =>
        elementSlot == Weight && _profile!.Unit is not null && _profile.EarlyWeights.Count == 0 ? _profile.ScaleOfWeights : -1;

    protected override int GetInnerScale(int elementSlot) => elementSlot == Sample ? 0 : -1;

    protected override bool CanTakeArrays(int elementSlot) => elementSlot == Sample;

    protected override bool CanTakeObjects(int elementSlot) => elementSlot == Event;

    protected override bool TryTakeObject(ReadOnlySpan<byte> text, out int read)
    {
        if (!SpeedscopeEventText.TryRead(text, out SpeedscopeEvent each, out read)) return false;
        Add(each);
        return true;
    }

    protected override bool TryTakeArray(ReadOnlySpan<byte> text)
    {
        if (!_texts.TryGet(text, out int stack)) return false;
        _profile!.Samples.Add(stack);
        return true;
    }

    protected override int Member(int scope, ReadOnlySpan<byte> name) => scope switch
    {
        File => MemberOfFile(name),
        Shared => name.SequenceEqual("frames"u8) ? SharedFrame : Skip,
        SharedFrame => MemberOfFrame(name),
        Profile => MemberOfProfile(name),
        _ => MemberOfEvent(name),
    };

    protected override void EndObject(int scope)
    {
        switch (scope)
        {
            case SharedFrame:
                if (_isOmitted) _frames.AddOmitted();
                else _frames.Add(_frame);
                break;
            case Event:
                EndEvent();
                break;
            case Profile:
                if (_hasFrames) _converter.Convert(_profile!, isCut: false, IsOwn);
                else _waiting.Add(_profile!);
                _profile = null;
                break;
        }
    }

    protected override void EndArray(int elementSlot)
    {
        if (elementSlot == SampleFrame)
        {
            int stack = _frames.EndStack();
            _texts.Set(stack);
            _profile!.Samples.Add(stack);
        }
        else if (elementSlot == SharedFrame) _hasFrames = true;
    }

    protected override void Numbers(int elementSlot, ReadOnlySpan<long> values)
    {
        if (elementSlot == SampleFrame)
        {
            _frames.AddToStack(values);
            return;
        }
        _profile!.Weights.AddRange(values);
    }

    protected override void Number(int slot, ReadOnlySpan<byte> text)
    {
        if (slot == EventFrame)
        {
            _eventFrame = DecimalNumber.TryScale(text, 0, out long index) && index is >= 0 and < int.MaxValue ? (int)index : -1;
            return;
        }
        bool isNumber = DecimalValue.TryRead(text, out DecimalValue value);
        switch (slot)
        {
            case EventTime:
                _eventTime = isNumber ? value : null;
                break;
            case FrameLine:
                _frame = _frame with { Line = ToInt32(value) };
                break;
            case FrameColumn:
                _frame = _frame with { Column = ToInt32(value) };
                break;
            case StartValue:
                _profile!.Start = value;
                break;
            case EndValue:
                _profile!.End = value;
                break;
            case Weight:
                _profile!.EarlyWeights.Add(value);
                break;
            default:
                AddOther(slot);
                break;
        }
    }

    protected override void String(int slot, ReadOnlySpan<byte> utf8)
    {
        switch (slot)
        {
            case EventType:
                _eventType = utf8.Length == 1 ? utf8[0] : (byte)0;
                break;
            case FrameName:
                _context.CheckSymbol(utf8.Length, _builder.SymbolCount);
                _frame = _frame with { Symbol = _builder.AddSymbol(utf8), Kind = DotnetTraceFrames.IsTime(utf8) ? FrameKind.Other : FrameKind.Unknown };
                _isOmitted = (_omitsDotnetTraceFrames && DotnetTraceFrames.Contains(utf8)) || (IsOwn && utf8.SequenceEqual("[no frames]"u8));
                break;
            case FrameFile:
                _frame = _frame with { Source = _builder.AddSource(utf8) };
                break;
            case ProfileName:
                _profile!.Name = utf8.ToArray();
                break;
            case Unit:
                _profile!.Unit ??= SpeedscopeUnit.Of(utf8);
                break;
            case FileName:
                _name = Encoding.UTF8.GetString(utf8);
                break;
            case Exporter:
                _exporter = Encoding.UTF8.GetString(utf8);
                break;
            default:
                AddOther(slot);
                break;
        }
    }

    protected override void Literal(int slot, JsonTokenType kind) => AddOther(slot);

    // A value of a wrong type. Those that follow keep their index.
    private void AddOther(int slot)
    {
        switch (slot)
        {
            case SharedFrame:
                _frames.AddBad();
                break;
            case Sample:
                _profile!.Samples.Add(SpeedscopeFrames.NoStack);
                break;
            case Weight:
                _profile!.EarlyWeights.Add(null);
                break;
            case Event:
                _context.Report("event that is not an object", Position);
                break;
        }
    }

    private void Add(SpeedscopeEvent each)
    {
        SpeedscopeProfile profile = _profile!;
        if (profile.Spans is null && _hasFrames && profile.Events.Count == 0 && profile.Unit is not null && profile.Name.Length > 0)
        {
            profile.Spans = _converter.BeginSpans(profile);
        }
        if (profile.Spans is { } spans) spans.Add(each);
        else profile.Events.Add(each);
    }

    private void EndEvent()
    {
        if (_eventTime is { } time && _eventFrame >= 0 && _eventType is (byte)'O' or (byte)'C')
        {
            Add(new SpeedscopeEvent(time, _eventFrame, _eventType == 'C'));
        }
        else
        {
            _context.Report("event without a type, a time or a frame", Position);
        }
    }

    private static int ToInt32(DecimalValue value) => value.TryScale(0, out long number) && number is > 0 and <= int.MaxValue ? (int)number : 0;

    private static int MemberOfFile(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("profiles"u8) ? Profile
        : name.SequenceEqual("shared"u8) ? Shared
        : name.SequenceEqual("name"u8) ? FileName
        : name.SequenceEqual("exporter"u8) ? Exporter
        : Skip;

    private static int MemberOfFrame(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("name"u8) ? FrameName
        : name.SequenceEqual("file"u8) ? FrameFile
        : name.SequenceEqual("line"u8) ? FrameLine
        : name.SequenceEqual("col"u8) ? FrameColumn
        : Skip;

    private static int MemberOfProfile(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("name"u8) ? ProfileName
        : name.SequenceEqual("unit"u8) ? Unit
        : name.SequenceEqual("startValue"u8) ? StartValue
        : name.SequenceEqual("endValue"u8) ? EndValue
        : name.SequenceEqual("samples"u8) ? Samples
        : name.SequenceEqual("weights"u8) ? Weight
        : name.SequenceEqual("events"u8) ? Event
        : Skip;

    private static int MemberOfEvent(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("at"u8) ? EventTime
        : name.SequenceEqual("frame"u8) ? EventFrame
        : name.SequenceEqual("type"u8) ? EventType
        : Skip;
}
