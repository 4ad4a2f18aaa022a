using System.Buffers.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The fields of the current sample block. A frame is complete at its symbol, which is the last of its three fields.</summary>
internal sealed class SimpleperfSample(ProfileBuilder builder, ReadContext context)
{
    private readonly List<FrameId> _frames = []; // leaf first
    private readonly Dictionary<ModuleId, FrameKind> _kinds = [];
    private long? _time;
    private long _value = 1;
    private long? _tid;
    private byte[] _threadName = [];
    private SampleEventId? _event;
    private ModuleId _module;
    private FrameKind _kind;

    /// <summary>Takes a field.</summary>
    /// <returns><c>false</c> if the field is a number and its text is none.</returns>
    public bool TryTake(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, InputPosition position)
    {
        if (name.SequenceEqual("event_type"u8)) _event = AddEvent(value, position);
        else if (name.SequenceEqual("time"u8)) return TryReadTime(value);
        else if (name.SequenceEqual("event_count"u8)) return TryRead(value, out _value);
        else if (name.SequenceEqual("thread_id"u8)) return TryReadTid(value);
        else if (name.SequenceEqual("thread_name"u8)) _threadName = value.ToArray();
        else if (name.SequenceEqual("file"u8)) SetModule(value);
        else if (name.SequenceEqual("symbol"u8)) AddFrame(value, position);
        return true; // vaddr_in_file, execution_type, and fields of later versions
    }

    /// <summary>Adds the sample to the profile, and starts the next one.</summary>
    /// <returns><c>false</c> if its value did not fit in the sum of all.</returns>
    public bool TryAdd()
    {
        StackId stack = StackId.Empty;
        for (int i = _frames.Count - 1; i >= 0; i--) stack = builder.AddStack(stack, _frames[i]);
        ThreadId thread = builder.AddThread(null, _tid, _threadName);
        SampleEventId eventId = _event ?? builder.AddEvent("");
        var row = new SampleRow { Time = _time, Stack = stack, Thread = thread, Event = eventId, Value = _value };
        bool fits = builder.CanAdd(row);
        builder.AddSample(fits ? row : new SampleRow { Time = _time, Stack = stack, Thread = thread, Event = eventId, Value = 0 });
        _frames.Clear();
        (_time, _value, _tid, _event, _module, _kind) = (null, 1, null, null, ModuleId.None, FrameKind.Unknown);
        _threadName = [];
        return fits;
    }

    private SampleEventId AddEvent(ReadOnlySpan<byte> name, InputPosition position)
    {
        try
        {
            return builder.AddEvent(name);
        }
        catch (InvalidOperationException full)
        {
            throw context.Limit($"{full.Message}", position);
        }
    }

    private void SetModule(ReadOnlySpan<byte> file)
    {
        bool isKnown = !file.SequenceEqual("unknown"u8) && !file.SequenceEqual("[unknown]"u8);
        _module = isKnown ? builder.AddModule(file) : ModuleId.None;
        if (_kinds.TryGetValue(_module, out _kind)) return;
        _kind = isKnown ? LinuxModuleKind.Of(file) : FrameKind.Unknown;
        _kinds.Add(_module, _kind);
    }

    private void AddFrame(ReadOnlySpan<byte> symbol, InputPosition position)
    {
        bool isKnown = !symbol.SequenceEqual("unknown"u8) && !symbol.SequenceEqual("[unknown]"u8);
        context.CheckSymbol(symbol.Length, builder.SymbolCount, position);
        context.CheckFrames(_frames.Count + 1, position);
        SymbolId id = isKnown ? builder.AddSymbol(symbol) : SymbolId.Unknown;
        _frames.Add(builder.AddFrame(new Frame { Symbol = id, Module = _module, Kind = _kind }));
    }

    private bool TryReadTime(ReadOnlySpan<byte> value)
    {
        if (!TryRead(value, out long time)) return false;
        _time = time;
        return true;
    }

    private bool TryReadTid(ReadOnlySpan<byte> value)
    {
        bool isNumber = Utf8Parser.TryParse(value, out long tid, out int length) && length == value.Length;
        _tid = isNumber ? tid : null;
        return isNumber;
    }

    private static bool TryRead(ReadOnlySpan<byte> value, out long number) =>
        Utf8Parser.TryParse(value, out number, out int length) && length == value.Length && number is >= 0 and < long.MaxValue;
}
