using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses maps of bpftrace: <c>@name[</c>, the keys with a comma between them, of which a stack has a line per frame from the leaf on, and <c>]: 12</c>;
/// and events that a script prints in the form of perf, each followed by its stacks.
/// </summary>
internal sealed class BpftraceParser(ProfileBuilder builder, ReadContext context) : StackTextParser(builder, context)
{
    private const string NotAnEntry = "a line that is not part of a map";

    private readonly List<long> _numbers = [];
    private byte[] _map = [];
    private byte[] _comm = [];
    private BpfValue? _value;
    private bool _isInEntry;
    private bool _isInEvent;
    private long _time;
    private int? _cpu;
    private ThreadId _thread;
    private SampleEventId _event;

    /// <summary>Indicates whether a line is bpftrace's message about its probes.</summary>
    public static bool IsAttached(ReadOnlySpan<byte> line) => line.StartsWith("Attaching "u8) || line.StartsWith("Attached "u8);

    /// <summary>Indicates whether a line is empty, that message, or the key that ended the recording, as a terminal shows it.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> line) => line.IsEmpty || IsAttached(line) || line.SequenceEqual("^C"u8);

    /// <summary>Indicates whether a line starts an entry of a map with keys.</summary>
    public static bool IsStart(ReadOnlySpan<byte> line)
    {
        int bracket = line.IndexOf((byte)'[');
        if (bracket <= 0 || line[0] != '@') return false;
        foreach (byte character in line[1..bracket])
        {
            if (!char.IsAsciiLetterOrDigit((char)character) && character != '_') return false;
        }
        return true;
    }

    /// <summary>Indicates whether an entry continues on the next line.</summary>
    public static bool IsOpen(ReadOnlySpan<byte> line) => !TryReadEnd(line, out _, out _) && line[^1] is (byte)'[' or (byte)',';

    /// <summary>Reads the end of an entry: keys, a bracket, and the value.</summary>
    public static bool TryReadEnd(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> keys, out ReadOnlySpan<byte> value)
    {
        int end = line.LastIndexOf("]: "u8);
        keys = end < 0 ? default : line[..end];
        value = end < 0 ? default : line[(end + "]: ".Length)..];
        return end >= 0;
    }

    public override void Complete() => EndEntry();

    protected override void ReadLine(ReadOnlySpan<byte> line)
    {
        if (IsStart(line))
        {
            EndEntry();
            Start(line);
            return;
        }
        if (!_isInEntry && BpftraceEventLine.TryRead(line, out BpftraceEventLine read))
        {
            EndEntry();
            Start(read);
            return;
        }
        if (_isInEvent)
        {
            ReadEventFrame(line);
            return;
        }
        if (!_isInEntry)
        {
            if (!IsMessage(line) && line[0] != '@') Context.Report(NotAnEntry, Position, line);
            return;
        }
        if (TryReadEnd(line, out ReadOnlySpan<byte> keys, out ReadOnlySpan<byte> value))
        {
            ReadKeys(keys);
            End(value);
            return;
        }
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        if (text.IsEmpty) return;
        if (line[0] is (byte)',' || text.Length == line.Length) ReadKeys(line);
        else AddFrame(StackTextFrame.ParseBpf(text));
    }

    private void Start(ReadOnlySpan<byte> line)
    {
        int bracket = line.IndexOf((byte)'[');
        if (_value is null || !line[1..bracket].SequenceEqual(_map))
        {
            _map = line[1..bracket].ToArray();
            Context.CheckSymbol(_map.Length, Builder.SymbolCount, Position);
            _value = null;
        }
        _numbers.Clear();
        _comm = [];
        _isInEntry = true;
        ReadOnlySpan<byte> rest = line[(bracket + 1)..];
        if (TryReadEnd(rest, out ReadOnlySpan<byte> keys, out _))
        {
            // The keys are not stacks: it is a map of something else.
            _isInEntry = false;
            return;
        }
        ReadKeys(rest);
    }

    // Texts and numbers among the keys. The first text is the name of the thread.
    private void ReadKeys(ReadOnlySpan<byte> keys)
    {
        while (!keys.IsEmpty)
        {
            int end = keys.IndexOf((byte)',');
            ReadOnlySpan<byte> key = (end < 0 ? keys : keys[..end]).Trim(" \t"u8);
            keys = end < 0 ? default : keys[(end + 1)..];
            if (key.IsEmpty) continue;
            if (TryReadNumber(key, out long number)) _numbers.Add(number);
            else if (_comm.Length == 0) _comm = key.ToArray();
        }
    }

    private void End(ReadOnlySpan<byte> value)
    {
        _isInEntry = false;
        if (!TryReadNumber(value, out long number))
        {
            Context.Report(BadCount, Position, value);
            _ = TakeStack();
            return;
        }
        _value ??= BpfValue.OfMap(Builder, CheckEvent(_map));
        ThreadId thread = Builder.AddThread(_numbers.Count > 0 ? _numbers[0] : null, _numbers.Count > 1 ? _numbers[1] : null, _comm);
        if (_value.Value.TryCreateRow(number, TakeStack(), thread, out SampleRow row)) AddRow(row);
        else Context.Report(SumOverflow, Position);
    }

    private void Start(in BpftraceEventLine line)
    {
        _isInEvent = true;
        _time = line.Time;
        _cpu = line.Cpu;
        _thread = Builder.AddThread(null, line.ThreadId, line.Comm);
        _event = Builder.AddEvent(CheckEvent(line.Event.IsEmpty ? "samples"u8 : line.Event), []);
    }

    // A blank line divides the stack of the kernel from that of the program.
    private void ReadEventFrame(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        if (text.IsEmpty || IsMessage(line)) return;
        if (text.Length < line.Length) AddFrame(StackTextFrame.ParseBpf(text));
        else Context.Report(NotAnEntry, Position, line);
    }

    private void EndEntry()
    {
        if (_isInEvent)
        {
            AddRow(new SampleRow { Time = _time, Stack = TakeStack(), Thread = _thread, Cpu = _cpu, Event = _event });
            _isInEvent = false;
            return;
        }
        if (_isInEntry && FrameCount == 0) Context.Report(NoCount, Position);
        DropStack();
        _isInEntry = false;
    }
}
