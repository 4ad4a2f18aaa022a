using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes one pprof profile. The tables follow the samples that refer to them, so that a profile is written in one pass.</summary>
internal sealed class PprofDocument
{
    private readonly SampleSelection _samples;
    private readonly Profile _profile;
    private readonly ProfileWriteOptions _options;
    private readonly bool _includesTimes;
    private readonly List<WrittenColumn> _columns;
    private readonly UnixTimes _times;
    private readonly TextTable _texts = new();
    private readonly FrameLocations _locations;
    private readonly Dictionary<(SymbolId, SourceId), int> _functions = [];
    private readonly Dictionary<ModuleId, int> _mappings = [];
    private readonly ProtobufWriter _message = new();
    private readonly List<int> _path = [];
    private readonly List<FrameId> _lines = [];
    private readonly List<long> _uses = []; // by location

    public PprofDocument(SampleSelection samples, ProfileWriteOptions options, bool includesTimes)
    {
        _samples = samples;
        _profile = samples.Profile;
        _options = options;
        _includesTimes = includesTimes;
        _columns = WrittenColumns.Of(samples, countsAlways: true);
        if (_columns.Count == 0) _columns.Add(new WrittenColumn(default, -1, "samples", "count", IsDefault: true));
        _times = new UnixTimes(_profile);
        _locations = new FrameLocations(_profile);
    }

    public void Write(IBufferWriter<byte> output)
    {
        foreach (WrittenColumn column in _columns) WriteValueType(1, column.Name, column.Unit);
        _message.MoveTo(output);
        if (_includesTimes) WriteSamples(output);
        else WriteRecords(output);
        WriteLocations(output);
        WriteFunctions(output);
        WriteFacts();
        _message.MoveTo(output);
        _texts.WriteTo(_message, 6);
        _message.MoveTo(output);
    }

    private void WriteSamples(IBufferWriter<byte> output)
    {
        SampleTable table = _profile.Samples;
        var values = new long[_columns.Count];
        foreach (int sample in _samples)
        {
            Array.Clear(values);
            AddValues(sample, values);
            LabelSetId labels = table.LabelSets.IsEmpty ? LabelSetId.None : table.LabelSets[sample];
            WriteSample(table.Stacks[sample], values, table.Threads[sample], labels, _times.At(table.Times[sample]), table.Cpus[sample]);
            _message.MoveTo(output);
        }
    }

    // In the order in which the stacks occur first.
    private void WriteRecords(IBufferWriter<byte> output)
    {
        SampleTable table = _profile.Samples;
        var records = new Dictionary<(StackId Stack, ThreadId Thread, LabelSetId Labels), int>();
        var sums = new List<long>();
        int width = _columns.Count;
        foreach (int sample in _samples)
        {
            LabelSetId labels = table.LabelSets.IsEmpty ? LabelSetId.None : table.LabelSets[sample];
            ref int record = ref CollectionsMarshal.GetValueRefOrAddDefault(records, (table.Stacks[sample], table.Threads[sample], labels), out bool isKnown);
            if (!isKnown)
            {
                record = records.Count - 1;
                CollectionsMarshal.SetCount(sums, records.Count * width);
                CollectionsMarshal.AsSpan(sums)[(record * width)..].Clear();
            }
            AddValues(sample, CollectionsMarshal.AsSpan(sums).Slice(record * width, width));
        }
        foreach (((StackId stack, ThreadId thread, LabelSetId labels), int record) in records)
        {
            WriteSample(stack, CollectionsMarshal.AsSpan(sums).Slice(record * width, width), thread, labels, null, SampleTable.NoCpu);
            _message.MoveTo(output);
        }
    }

    // A sample has values in the columns of its event, and 0 in the others.
    private void AddValues(int sample, Span<long> values)
    {
        SampleTable table = _profile.Samples;
        SampleEventId eventId = table.Events[sample];
        for (int i = 0; i < values.Length; i++)
        {
            if (_columns[i].Event == eventId) values[i] += WrittenColumns.GetValue(table, _columns[i], sample);
        }
    }

    private void WriteSample(StackId stack, ReadOnlySpan<long> values, ThreadId thread, LabelSetId labels, long? time, int cpu)
    {
        _path.Clear();
        _locations.AddTo(stack, _path);
        foreach (int location in _path) CountUse(location);
        _message.BeginMessage(2);
        _message.WritePacked(1, _path);
        _message.WritePacked(2, values);
        if (time is { } nanoseconds) WriteLabel("end_timestamp_ns", null, nanoseconds, "");
        ThreadInfo info = _profile.Threads[thread];
        if (info.Tid is { } tid) WriteLabel("thread id", tid.ToString(CultureInfo.InvariantCulture), 0, "");
        if (!_profile.Comms.GetUtf8(info.Comm).IsEmpty) WriteLabel("thread name", _profile.Comms[info.Comm], 0, "");
        if (info.Pid is { } pid) WriteLabel("pid", pid.ToString(CultureInfo.InvariantCulture), 0, "");
        if (cpu != SampleTable.NoCpu) WriteLabel("cpu", cpu.ToString(CultureInfo.InvariantCulture), 0, "");
        foreach (SampleLabel label in _profile.LabelSets[labels]) WriteLabel(label.Key, label.Text, label.Number ?? 0, label.Unit);
        _message.EndMessage();
    }

    // A text that is empty is string 0, which means that there is none: the label is then the number 0.
    private void WriteLabel(string key, string? text, long number, string unit)
    {
        _message.BeginMessage(3);
        _message.WriteVarint(1, _texts.Add(key));
        if (text is not null) _message.WriteVarint(2, _texts.Add(text));
        else _message.WriteVarint(3, number);
        _message.WriteVarint(4, _texts.Add(unit));
        _message.EndMessage();
    }

    private void WriteLocations(IBufferWriter<byte> output)
    {
        foreach ((ModuleId module, int id) in MappingsInOrder())
        {
            _message.BeginMessage(3);
            _message.WriteVarint(1, id);
            _message.WriteVarint(5, _texts.Add(_profile.Modules[module]));
            for (int field = 7; field <= 10; field++) _message.WriteVarint(field, 1); // All symbols are known, so that tools search none.
            _message.EndMessage();
            _message.MoveTo(output);
        }
        for (int location = 1; location < _locations.Count; location++)
        {
            ModuleId module = _profile.Frames[OuterOf(location)].Module;
            _message.BeginMessage(4);
            _message.WriteVarint(1, location);
            _message.WriteVarint(2, AddMapping(module));
            foreach (FrameId id in _lines)
            {
                Frame frame = _profile.Frames[id];
                _message.BeginMessage(4);
                _message.WriteVarint(1, AddFunction(frame));
                _message.WriteVarint(2, frame.Line);
                _message.WriteVarint(3, frame.Column);
                _message.EndMessage();
            }
            _message.EndMessage();
            _message.MoveTo(output);
        }
    }

    // Readers take the first mapping for the program. It is not recorded which one that is: the most used file that is no library is taken.
    private List<(ModuleId Module, int Id)> MappingsInOrder()
    {
        var uses = new Dictionary<ModuleId, long>();
        for (int location = 1; location < _locations.Count; location++)
        {
            ModuleId module = _profile.Frames[OuterOf(location)].Module;
            if (AddMapping(module) != 0) uses[module] = uses.GetValueOrDefault(module) + (location < _uses.Count ? _uses[location] : 0);
        }
        var mappings = new List<(ModuleId Module, int Id)>();
        foreach ((ModuleId module, int id) in _mappings) mappings.Add((module, id));
        int main = -1;
        for (int i = 0; i < mappings.Count; i++)
        {
            if (IsProgram(_profile.Modules[mappings[i].Module]) && (main < 0 || uses[mappings[i].Module] > uses[mappings[main].Module])) main = i;
        }
        if (main > 0) (mappings[0], mappings[main]) = (mappings[main], mappings[0]);
        return mappings;
    }

    private static bool IsProgram(string module) =>
        !module.StartsWith('[') && !module.EndsWith(".so", StringComparison.Ordinal) && !module.Contains(".so.", StringComparison.Ordinal);

    private void CountUse(int location)
    {
        while (_uses.Count <= location) _uses.Add(0);
        _uses[location]++;
    }

    // The last frame of a location is the one that the others were inlined into.
    private FrameId OuterOf(int location)
    {
        _lines.Clear();
        _locations.AddFrames(location, _lines);
        return _lines[^1];
    }

    private int AddMapping(ModuleId module)
    {
        if (module == ModuleId.None) return 0;
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_mappings, module, out _);
        if (id == 0) id = _mappings.Count;
        return id;
    }

    private int AddFunction(Frame frame)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_functions, (frame.Symbol, frame.Source), out _);
        if (id == 0) id = _functions.Count;
        return id;
    }

    private void WriteFunctions(IBufferWriter<byte> output)
    {
        foreach (((SymbolId symbol, SourceId source), int id) in _functions)
        {
            int name = _texts.Add(_profile.Symbols[symbol]);
            _message.BeginMessage(5);
            _message.WriteVarint(1, id);
            _message.WriteVarint(2, name);
            _message.WriteVarint(3, name);
            _message.WriteVarint(4, _texts.Add(_profile.Sources[source]));
            _message.EndMessage();
            _message.MoveTo(output);
        }
    }

    // The facts of a profile that was read from pprof are written as they were; for others, those that are known.
    private void WriteFacts()
    {
        bool isPprof = _profile.Format == "pprof";
        WriteText(7, "drop_frames");
        WriteText(8, "keep_frames");
        if (isPprof)
        {
            WriteNumber(9, "time_nanos");
            WriteNumber(10, "duration_nanos");
            string type = Fact("period_type") ?? "";
            int slash = type.LastIndexOf('/');
            if (slash >= 0) WriteValueType(11, type[..slash], type[(slash + 1)..]);
            WriteNumber(12, "period");
        }
        else if (_times.IsWall && _profile.FirstTime is { } first && _times.At(first) is { } start)
        {
            _message.WriteVarint(9, start);
            _message.WriteVarint(10, _profile.LastTime!.Value - first);
        }
        if (_options.Title is { } title) _message.WriteRequiredVarint(13, _texts.Add(title));
        foreach (HeaderFact fact in _profile.Header.Facts)
        {
            if (isPprof && fact.Name == "comment") _message.WriteRequiredVarint(13, _texts.Add(fact.Value));
        }
        // Without the field, readers show the last type.
        string? preferred = isPprof ? Fact("default_sample_type") : DefaultColumn().Name;
        if (preferred is not null) _message.WriteVarint(14, _texts.Add(preferred));
    }

    private WrittenColumn DefaultColumn()
    {
        WrittenColumn? first = null;
        foreach (WrittenColumn column in _columns)
        {
            if (!column.IsDefault) continue;
            if (_profile.DefaultEvent is null || _profile.DefaultEvent == column.Event) return column;
            first ??= column;
        }
        return first ?? _columns[0];
    }

    private string? Fact(string name)
    {
        if (_profile.Format != "pprof") return null;
        foreach (HeaderFact fact in _profile.Header.Facts)
        {
            if (fact.Name == name) return fact.Value;
        }
        return null;
    }

    private void WriteText(int field, string fact)
    {
        if (Fact(fact) is { } text) _message.WriteVarint(field, _texts.Add(text));
    }

    private void WriteNumber(int field, string fact)
    {
        if (long.TryParse(Fact(fact), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)) _message.WriteVarint(field, number);
    }

    private void WriteValueType(int field, string name, string unit)
    {
        _message.BeginMessage(field);
        _message.WriteVarint(1, _texts.Add(name));
        _message.WriteVarint(2, _texts.Add(unit));
        _message.EndMessage();
    }
}
