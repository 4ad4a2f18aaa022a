using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>One document of <see cref="SpeedscopeWriter"/>.</summary>
internal sealed class SpeedscopeDocument
{
    // The writer's buffer is handed over at least this often.
    private const int FlushSize = 1 << 16;

    private static readonly JsonEncodedText NameMember = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText FileMember = JsonEncodedText.Encode("file");

    private readonly SampleSelection _samples;
    private readonly Profile _profile;
    private readonly ProfileWriteOptions _options;
    private readonly Utf8JsonWriter _json;
    private readonly WrittenValue _values;
    private readonly int[] _indices;        // in the file, by frame; -1 for a frame that is not written
    private readonly List<FrameId> _frames = [];
    private readonly List<(ThreadId Thread, SampleEventId Event, List<int> Rows)> _groups = [];
    private bool _hasSeveralEvents;
    private int? _noFrames;                 // the index of the frame of samples without frames

    public SpeedscopeDocument(SampleSelection samples, ProfileWriteOptions options, Utf8JsonWriter json)
    {
        _samples = samples;
        _profile = samples.Profile;
        _options = options;
        _json = json;
        _values = new WrittenValue(_profile, options.Weight);
        _indices = new int[_profile.Frames.Count];
        _indices.AsSpan().Fill(-1);
    }

    public void Write()
    {
        Group();
        AddFrames();
        _json.WriteStartObject();
        _json.WriteString("$schema"u8, "https://www.speedscope.app/file-format-schema.json"u8);
        _json.WriteString("exporter"u8, SpeedscopeWriter.Exporter);
        if ((_options.Title ?? _profile.Header.CommandLine) is { } title) _json.WriteString("name"u8, title);
        _json.WriteNumber("activeProfileIndex"u8, 0);
        _json.WriteStartObject("shared"u8);
        _json.WriteStartArray("frames"u8);
        foreach (FrameId frame in _frames) WriteFrame(frame);
        if (_noFrames is not null)
        {
            _json.WriteStartObject();
            _json.WriteString(NameMember, "[no frames]"u8);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteStartArray("profiles"u8);
        foreach ((ThreadId thread, SampleEventId eventId, List<int> rows) in _groups) WriteProfile(thread, eventId, rows);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Group()
    {
        var known = new Dictionary<(ThreadId, SampleEventId), List<int>>();
        SampleTable table = _profile.Samples;
        SampleEventId? first = null;
        foreach (int row in _samples)
        {
            ThreadId thread = table.Threads[row];
            SampleEventId eventId = table.Events[row];
            if (!known.TryGetValue((thread, eventId), out List<int>? rows))
            {
                rows = [];
                known.Add((thread, eventId), rows);
                _groups.Add((thread, eventId, rows));
            }
            rows.Add(row);
            _hasSeveralEvents |= first is { } other && other != eventId;
            first ??= eventId;
        }
    }

    private void AddFrames()
    {
        var isDone = new bool[_profile.Stacks.Count];
        ReadOnlySpan<StackId> parents = _profile.Stacks.Parents;
        ReadOnlySpan<FrameId> frames = _profile.Stacks.Frames;
        foreach ((_, _, List<int> rows) in _groups)
        {
            foreach (int row in rows)
            {
                StackId stack = _profile.Samples.Stacks[row];
                if (stack == StackId.Empty) _noFrames = 0;
                for (; stack != StackId.Empty && !isDone[stack.Value]; stack = parents[stack.Value])
                {
                    isDone[stack.Value] = true;
                    FrameId frame = frames[stack.Value];
                    if (_indices[frame.Value] >= 0) continue;
                    _indices[frame.Value] = _frames.Count;
                    _frames.Add(frame);
                }
            }
        }
        if (_noFrames is not null) _noFrames = _frames.Count;
    }

    private void WriteFrame(FrameId id)
    {
        Frame frame = _profile.Frames[id];
        _json.WriteStartObject();
        JsonOutput.WriteText(_json, NameMember, JsonOutput.NameOf(_profile, id));
        if (frame.Source != SourceId.None) JsonOutput.WriteText(_json, FileMember, _profile.Sources.GetUtf8(frame.Source));
        if (frame.Line > 0) _json.WriteNumber("line"u8, frame.Line);
        if (frame.Column > 0) _json.WriteNumber("col"u8, frame.Column);
        _json.WriteEndObject();
        Flush();
    }

    private void WriteProfile(ThreadId thread, SampleEventId eventId, List<int> rows)
    {
        string unit = _values.UnitOf(eventId);
        bool isTimed = unit == "nanoseconds";
        var timed = new List<(int Row, long Weight)>(rows.Count);   // row -1: a gap
        var untimed = new List<(int Row, long Weight)>();
        long? start = null;
        long end = 0;
        foreach (int row in rows)
        {
            long time = _profile.Samples.Times[row];
            long value = _values.Of(row);
            if (!isTimed || time == SampleTable.NoTime)
            {
                (isTimed ? untimed : timed).Add((row, value));
                continue;
            }
            start ??= time;
            if (timed.Count == 0) end = time;
            if (time > end)
            {
                timed.Add((-1, time - end));
                end = time;
            }
            timed.Add((row, value));
            end = value > long.MaxValue - Math.Max(end, 0) ? long.MaxValue : end + value;
        }
        string name = SpeedscopeThreadName.Of(_profile, thread);
        if (_hasSeveralEvents) name = $"{name} ({_profile.Events[eventId]})".TrimStart();
        if (timed.Count > 0) WriteSamples(name, isTimed ? "nanoseconds" : unit == "bytes" ? "bytes" : "none", start ?? 0, timed);
        // Samples of a time without a time of their own.
        if (untimed.Count > 0) WriteSamples(name, "nanoseconds", 0, untimed);
    }

    private void WriteSamples(string name, string unit, long start, List<(int Row, long Weight)> rows)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, "sampled"u8);
        _json.WriteString(NameMember, name);
        _json.WriteString("unit"u8, unit);
        _json.WriteNumber("startValue"u8, start);
        Int128 end = start;
        foreach ((_, long weight) in rows) end += weight;
        _json.WriteNumber("endValue"u8, (long)Int128.Min(end, long.MaxValue));
        _json.WriteStartArray("samples"u8);
        var path = new List<int>();
        foreach ((int row, _) in rows)
        {
            _json.WriteStartArray();
            if (row >= 0) WriteStack(_profile.Samples.Stacks[row], path);
            _json.WriteEndArray();
            Flush();
        }
        _json.WriteEndArray();
        _json.WriteStartArray("weights"u8);
        foreach ((_, long weight) in rows)
        {
            _json.WriteNumberValue(weight);
            Flush();
        }
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteStack(StackId stack, List<int> path)
    {
        if (stack == StackId.Empty) _json.WriteNumberValue(_noFrames!.Value);
        path.Clear();
        for (; stack != StackId.Empty; stack = _profile.Stacks.Parents[stack.Value]) path.Add(_indices[_profile.Stacks.Frames[stack.Value].Value]);
        for (int i = path.Count - 1; i >= 0; i--) _json.WriteNumberValue(path[i]);
    }

    private void Flush()
    {
        if (_json.BytesPending >= FlushSize) _json.Flush();
    }
}
