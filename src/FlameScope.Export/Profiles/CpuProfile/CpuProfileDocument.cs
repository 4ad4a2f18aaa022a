using System.Buffers.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>One document of <see cref="CpuProfileWriter"/>.</summary>
internal sealed class CpuProfileDocument
{
    // The writer's buffer is handed over at least this often.
    private const int FlushSize = 1 << 16;
    private const int RootId = 1;
    private const int NanosecondsPerMicrosecond = 1000;

    private static readonly JsonEncodedText FunctionName = JsonEncodedText.Encode("functionName");
    private static readonly JsonEncodedText Url = JsonEncodedText.Encode("url");

    private readonly SampleSelection _samples;
    private readonly Profile _profile;
    private readonly Utf8JsonWriter _json;
    private readonly WrittenValue _values;
    private readonly int[] _ids;                // of nodes, by stack; 0 for a stack that is not written
    private readonly List<StackId> _nodes = []; // by id - 2
    private readonly List<(int Node, long Time)> _rows = [];
    private long _end;
    private bool _hasIdleGaps;

    public CpuProfileDocument(SampleSelection samples, ProfileWriteOptions options, Utf8JsonWriter json)
    {
        _samples = samples;
        _profile = samples.Profile;
        _json = json;
        _values = new WrittenValue(_profile, options.Weight);
        _ids = new int[_profile.Stacks.Count];
        _ids[StackId.Empty.Value] = RootId;
    }

    private int IdleId => RootId + 1 + _nodes.Count;

    public void Write()
    {
        Check();
        AddRows();
        _json.WriteStartObject();
        WriteNodes();
        long start = _rows.Count == 0 ? 0 : _rows[0].Time;
        WriteMicroseconds("startTime"u8, start);
        WriteMicroseconds("endTime"u8, _end);
        _json.WriteStartArray("samples"u8);
        foreach ((int node, _) in _rows)
        {
            _json.WriteNumberValue(node == 0 ? IdleId : node);
            Flush();
        }
        _json.WriteEndArray();
        _json.WriteStartArray("timeDeltas"u8);
        long last = start;
        Span<byte> text = stackalloc byte[32];
        foreach ((_, long time) in _rows)
        {
            _json.WriteRawValue(text[..Format(text, time - last)], skipInputValidation: true);
            last = time;
            Flush();
        }
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Check()
    {
        ThreadId? thread = null;
        SampleEventId? eventId = null;
        SampleTable table = _profile.Samples;
        foreach (int row in _samples)
        {
            if ((thread ??= table.Threads[row]) != table.Threads[row]) throw Unfit("a file holds the samples of one thread: select one");
            if ((eventId ??= table.Events[row]) != table.Events[row]) throw Unfit("a file holds the samples of one event: select one");
            if (table.Times[row] == SampleTable.NoTime) throw Unfit("a file holds samples with times, and there are samples without");
        }
    }

    private void AddRows()
    {
        SampleTable table = _profile.Samples;
        foreach (int row in _samples)
        {
            long time = table.Times[row];
            bool hasLength = _values.UnitOf(table.Events[row]) == "nanoseconds";
            if (_rows.Count > 0 && hasLength && time > _end)
            {
                _rows.Add((0, _end));
                _hasIdleGaps = true;
            }
            _rows.Add((IdOf(table.Stacks[row]), time));
            long value = hasLength ? _values.Of(row) : 0;
            _end = value > long.MaxValue - Math.Max(time, 0) ? long.MaxValue : time + value;
        }
    }

    // Callers get their ids first.
    private int IdOf(StackId stack)
    {
        if (_ids[stack.Value] > 0) return _ids[stack.Value];
        var path = new Stack<StackId>();
        for (; _ids[stack.Value] == 0; stack = _profile.Stacks.Parents[stack.Value]) path.Push(stack);
        while (path.TryPop(out stack))
        {
            _nodes.Add(stack);
            _ids[stack.Value] = RootId + _nodes.Count;
        }
        return RootId + _nodes.Count;
    }

    private void WriteNodes()
    {
        var children = new List<int>[_nodes.Count + 1];
        for (int i = 0; i < children.Length; i++) children[i] = [];
        foreach (StackId stack in _nodes) children[_ids[_profile.Stacks.Parents[stack.Value].Value] - RootId].Add(_ids[stack.Value]);
        if (_hasIdleGaps) children[0].Add(IdleId);

        _json.WriteStartArray("nodes"u8);
        WriteNode(RootId, "(root)"u8, default, children[0]);
        for (int i = 0; i < _nodes.Count; i++)
        {
            Frame frame = _profile.Frames[_profile.Stacks.Frames[_nodes[i].Value]];
            ReadOnlySpan<byte> name = JsonOutput.NameOf(_profile, _profile.Stacks.Frames[_nodes[i].Value]);
            // V8 gives such functions no name, and viewers then show where they are.
            WriteNode(RootId + 1 + i, name.SequenceEqual("(anonymous)"u8) ? default : name, frame, children[i + 1]);
        }
        if (_hasIdleGaps) WriteNode(IdleId, "(idle)"u8, default, []);
        _json.WriteEndArray();
    }

    private void WriteNode(int id, ReadOnlySpan<byte> name, Frame frame, List<int> children)
    {
        _json.WriteStartObject();
        _json.WriteNumber("id"u8, id);
        _json.WriteStartObject("callFrame"u8);
        JsonOutput.WriteText(_json, FunctionName, name);
        _json.WriteString("scriptId"u8, "0"u8);
        JsonOutput.WriteText(_json, Url, _profile.Sources.GetUtf8(frame.Source));
        _json.WriteNumber("lineNumber"u8, frame.Line - 1);
        _json.WriteNumber("columnNumber"u8, frame.Column - 1);
        _json.WriteEndObject();
        _json.WriteNumber("hitCount"u8, 0);
        if (children.Count > 0)
        {
            _json.WriteStartArray("children"u8);
            foreach (int child in children) _json.WriteNumberValue(child);
            _json.WriteEndArray();
        }
        _json.WriteEndObject();
        Flush();
    }

    private void WriteMicroseconds(ReadOnlySpan<byte> member, long nanoseconds)
    {
        Span<byte> text = stackalloc byte[32];
        _json.WritePropertyName(member);
        _json.WriteRawValue(text[..Format(text, nanoseconds)], skipInputValidation: true);
    }

    // Microseconds, with a fraction only where there is one.
    private static int Format(Span<byte> text, long nanoseconds)
    {
        (long whole, long rest) = Math.DivRem(nanoseconds, NanosecondsPerMicrosecond);
        int length = 0;
        if (nanoseconds < 0 && whole == 0) text[length++] = (byte)'-';
        Utf8Formatter.TryFormat(whole, text[length..], out int written);
        length += written;
        rest = Math.Abs(rest);
        if (rest == 0) return length;
        text[length++] = (byte)'.';
        text[length++] = (byte)('0' + (rest / 100));
        text[length++] = (byte)('0' + (rest / 10 % 10));
        text[length++] = (byte)('0' + (rest % 10));
        return length;
    }

    private void Flush()
    {
        if (_json.BytesPending >= FlushSize) _json.Flush();
    }

    private static ArgumentException Unfit(string reason) => new(reason);
}
