using System.Buffers;
using System.Buffers.Text;
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

    public SampleJsonWriter(Profile profile, Stream output)
    {
        _profile = profile;
        _output = output;
        _frames = new byte[profile.Frames.Count][];
        _threads = new byte[profile.Threads.Count][];
        _events = new byte[profile.Events.Count][];
    }

    public void Write(SampleSelection selection)
    {
        foreach (int sample in selection)
        {
            Write(_profile.Samples[sample]);
            if (_line.WrittenCount >= FlushAt) Flush();
        }
        Flush();
    }

    private void Write(Sample sample)
    {
        Append("{\"time\":"u8);
        AppendNumber(sample.Time);
        Append(_threads[sample.Thread.Value] ??= Encode(json => WriteThread(json, _profile.Threads[sample.Thread])));
        Append(",\"cpu\":"u8);
        AppendNumber(sample.Cpu);
        Append(",\"period\":"u8);
        AppendNumber(sample.Period);
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
    }

    private void WriteFrame(Utf8JsonWriter json, Frame frame)
    {
        json.WriteString("symbol", _profile.Symbols[frame.Symbol]);
        json.WriteString("module", frame.Module == ModuleId.None ? null : _profile.Modules[frame.Module]);
        json.WriteString("kind", KindName.Of(frame.DisplayKind));
        if (frame.Source != SourceId.None) json.WriteString("source", _profile.Sources[frame.Source]);
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
