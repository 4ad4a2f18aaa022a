using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>
/// Writes samples as JSON, one object per line. The JSON of each frame, thread and event is encoded once and then copied, because a profile has few
/// of them and many samples.
/// </summary>
internal sealed class SampleJsonWriter
{
    private const int FlushAt = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Profile _profile;
    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _line = new(FlushAt * 2);
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly byte[]?[] _frames;
    private readonly byte[]?[] _threads;
    private readonly byte[]?[] _events;
    private readonly byte[]?[] _labels;
    private readonly byte[][]?[] _valueNames; // by event and value type; null for an event that only has a period

    public SampleJsonWriter(Profile profile, Stream output)
    {
        _profile = profile;
        _output = output;
        _frames = new byte[profile.Frames.Count][];
        _threads = new byte[profile.Threads.Count][];
        _events = new byte[profile.Events.Count][];
        _labels = new byte[profile.LabelSets.Count][];
        _valueNames = new byte[profile.Events.Count][][];
        for (int i = 0; i < _valueNames.Length; i++) _valueNames[i] = ValueNames(profile.GetValueTypes(new SampleEventId(i)));
    }

    public void Write(SampleSelection selection)
    {
        foreach (int sample in selection)
        {
            Write(sample);
            if (_line.WrittenCount >= FlushAt) Flush();
        }
        Flush();
    }

    private void Write(int index)
    {
        Sample sample = _profile.Samples[index];
        Append("{\"time\":"u8);
        AppendNumber(sample.Time);
        Append(_threads[sample.Thread.Value] ??= Encode(json => WriteThread(json, _profile.Threads[sample.Thread])));
        Append(",\"cpu\":"u8);
        AppendNumber(sample.Cpu);
        WriteValues(sample, index);
        Append(_events[sample.Event.Value] ??= Encode(json => json.WriteString("event", _profile.Events[sample.Event])));
        Append(",\"frames\":["u8);
        ReadOnlySpan<StackId> parents = _profile.Stacks.Parents;
        ReadOnlySpan<FrameId> frames = _profile.Stacks.Frames;
        for (StackId stack = sample.Stack; stack != StackId.Empty; stack = parents[stack.Value])
        {
            if (stack != sample.Stack) Append(","u8);
            int frame = frames[stack.Value].Value;
            Append(_frames[frame] ??= EncodeFrame(frame));
        }
        Append("]}\n"u8);
    }

    private void WriteValues(Sample sample, int index)
    {
        byte[][]? names = _valueNames[sample.Event.Value];
        int typeCount = _profile.GetValueTypes(sample.Event).Count;
        int? type = _profile.GetDefaultValueType(sample.Event) ?? (typeCount > 0 ? 0 : null);
        Append(",\"value\":"u8);
        AppendNumber(type is { } known ? ValueOf(sample, index, known) : sample.Count);
        Append(",\"count\":"u8);
        AppendNumber(sample.Count);
        if (names is null)
        {
            Append(",\"period\":"u8);
            AppendNumber(sample.Period);
        }
        else if (typeCount > 0)
        {
            Append(",\"values\":{"u8);
            for (int i = 0; i < typeCount; i++)
            {
                Append(names[i]);
                AppendNumber(ValueOf(sample, index, i));
            }
            Append("}"u8);
        }
        if (sample.Labels == LabelSetId.None) return;
        Append(_labels[sample.Labels.Value] ??= Encode(json => WriteLabels(json, _profile.LabelSets[sample.Labels])));
    }

    private long ValueOf(Sample sample, int index, int type)
    {
        if (type == 0) return sample.Period;
        ReadOnlySpan<long> values = _profile.Samples.GetValues(type);
        return values.IsEmpty ? 0 : values[index];
    }

    // The start of each member of "values": its name, with a comma in front of all but the first. Null for an event that only has a period.
    private static byte[][]? ValueNames(IReadOnlyList<SampleValueType> types)
    {
        if (types is [{ Name: "period" }]) return null;
        var names = new byte[types.Count][];
        for (int i = 0; i < names.Length; i++)
        {
            string name = JsonEncodedText.Encode(types[i].ToString(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
            names[i] = Encoding.UTF8.GetBytes($"{(i > 0 ? "," : "")}\"{name}\":");
        }
        return names;
    }

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<SampleLabel> labels)
    {
        json.WriteStartObject("labels");
        // A key that occurs several times has an array.
        foreach (IGrouping<string, SampleLabel> key in labels.GroupBy(label => label.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key.Key);
            if (key.Count() > 1) json.WriteStartArray();
            foreach (SampleLabel label in key)
            {
                if (label.Number is { } number) json.WriteNumberValue(number);
                else json.WriteStringValue(label.Text);
            }
            if (key.Count() > 1) json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private byte[] EncodeFrame(int frame)
    {
        byte[] members = Encode(json => WriteFrame(json, _profile.Frames[new FrameId(frame)]));
        members[0] = (byte)'{';
        return [.. members, (byte)'}'];
    }

    private void WriteThread(Utf8JsonWriter json, ThreadInfo thread)
    {
        json.WriteString("comm", _profile.Comms[thread.Comm]);
        WriteId(json, "pid", thread.Pid);
        WriteId(json, "tid", thread.Tid);
        if (thread.Host is not null) json.WriteString("host", thread.Host);
        if (thread.ProcessName is { } process) json.WriteString("process", _profile.Comms[process]);
    }

    private void WriteFrame(Utf8JsonWriter json, Frame frame)
    {
        json.WriteString("symbol", _profile.Symbols[frame.Symbol]);
        json.WriteString("module", frame.Module == ModuleId.None ? null : _profile.Modules[frame.Module]);
        json.WriteString("kind", KindName.Of(frame.DisplayKind));
        if (frame.IsInlined && frame.Kind != FrameKind.Unknown) json.WriteString("code", KindName.Of(frame.Kind));
        if (frame.Source == SourceId.None && frame.Line == 0) return;
        json.WriteStartObject("source");
        json.WriteString("file", frame.Source == SourceId.None ? null : _profile.Sources[frame.Source]);
        if (frame.Line > 0) json.WriteNumber("line", frame.Line);
        if (frame.Column > 0) json.WriteNumber("column", frame.Column);
        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, string name, long? id)
    {
        if (id is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    // Encodes members of an object, starting with a comma, to be appended to the members that precede them.
    private byte[] Encode(Action<Utf8JsonWriter> write)
    {
        _scratch.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_scratch, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        byte[] members = _scratch.WrittenSpan[..^1].ToArray();
        members[0] = (byte)',';
        return members;
    }

    private void Append(ReadOnlySpan<byte> utf8) => _line.Write(utf8);

    private void AppendNumber(long? number)
    {
        if (number is not { } value)
        {
            Append("null"u8);
            return;
        }
        Utf8Formatter.TryFormat(value, _line.GetSpan(20), out int written);
        _line.Advance(written);
    }

    private void Flush()
    {
        _output.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
    }
}
