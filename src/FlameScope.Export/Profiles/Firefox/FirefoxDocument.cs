using System.Globalization;
using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>One document of <see cref="FirefoxWriter"/>.</summary>
internal sealed class FirefoxDocument(SampleSelection samples, ProfileWriteOptions options, Utf8JsonWriter json)
{
    private const int ProcessedVersion = 48;
    private const int GeckoVersion = 27;
    private const double MillisecondsPerSecond = 1000;

    private readonly Profile _profile = samples.Profile;
    private readonly List<string> _libs = [];
    private readonly int[] _libOfModule = new int[samples.Profile.Modules.Count]; // the index of the library plus 1

    /// <summary>The rows of one thread of the document.</summary>
    private readonly record struct Group(ThreadId Thread, SampleEventId Event, List<int> Rows);

    public void Write()
    {
        List<Group> groups = GetGroups(out bool hasSeveralEvents);
        AddLibs(groups);
        json.WriteStartObject();
        WriteMeta();
        WriteLibs();
        json.WriteStartArray("pages"u8);
        json.WriteEndArray();
        json.WriteStartArray("counters"u8);
        json.WriteEndArray();
        json.WriteStartArray("threads"u8);
        foreach (Group group in groups) WriteThread(group, hasSeveralEvents);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Threads are in the order of their first sample.
    private List<Group> GetGroups(out bool hasSeveralEvents)
    {
        var groups = new List<Group>();
        var known = new Dictionary<(ThreadId, SampleEventId), List<int>>();
        SampleTable table = _profile.Samples;
        hasSeveralEvents = false;
        foreach (int row in samples)
        {
            ThreadId thread = table.Threads[row];
            SampleEventId eventId = table.Events[row];
            if (!known.TryGetValue((thread, eventId), out List<int>? rows))
            {
                rows = [];
                known.Add((thread, eventId), rows);
                groups.Add(new Group(thread, eventId, rows));
                hasSeveralEvents |= groups[0].Event != eventId;
            }
            rows.Add(row);
        }
        return groups;
    }

    private void AddLibs(List<Group> groups)
    {
        var isDone = new bool[_profile.Stacks.Count];
        foreach (Group group in groups)
        {
            foreach (int row in group.Rows)
            {
                StackId stack = _profile.Samples.Stacks[row];
                for (; stack != StackId.Empty && !isDone[stack.Value]; stack = _profile.Stacks.Parents[stack.Value])
                {
                    isDone[stack.Value] = true;
                    ModuleId module = _profile.Frames[_profile.Stacks.Frames[stack.Value]].Module;
                    if (module == ModuleId.None || _libOfModule[module.Value] != 0) continue;
                    _libs.Add(_profile.Modules[module]);
                    _libOfModule[module.Value] = _libs.Count;
                }
            }
        }
    }

    private void WriteMeta()
    {
        RecordingHeader header = _profile.Header;
        json.WriteStartObject("meta"u8);
        json.WriteNumber("version"u8, GeckoVersion);
        json.WriteNumber("preprocessedProfileVersion"u8, ProcessedVersion);
        json.WritePropertyName("startTime"u8);
        FirefoxNumbers.WriteMilliseconds(json, header.Clock?.UnixNanosecondsAt(0) ?? 0);
        json.WriteNumber("interval"u8, header.SampleFrequency is { } frequency and > 0 ? MillisecondsPerSecond / frequency : 1);
        json.WriteNumber("processType"u8, 0);
        json.WriteNumber("stackwalk"u8, 1);
        json.WriteBoolean("debug"u8, value: false);
        json.WriteString("product"u8, options.Title ?? header.CommandLine ?? _profile.Format);
        json.WriteString("importedFrom"u8, "FlameScope"u8);
        if (header.OsRelease is { } os) json.WriteString("oscpu"u8, os);
        if (header.Architecture is { } architecture) json.WriteString("abi"u8, architecture);
        if (header.CpuDescription is { } cpu) json.WriteString("CPUName"u8, cpu);
        if (header.CpusOnline is { } cpus) json.WriteNumber("logicalCPUs"u8, cpus);
        json.WriteBoolean("symbolicated"u8, value: true);
        json.WriteBoolean("usesOnlyOneStackType"u8, value: true);
        json.WriteBoolean("sourceCodeIsNotOnSearchfox"u8, value: true);
        json.WriteStartObject("sampleUnits"u8);
        json.WriteString("time"u8, "ms"u8);
        json.WriteString("eventDelay"u8, "ms"u8);
        json.WriteString("threadCPUDelta"u8, "ns"u8);
        json.WriteEndObject();
        json.WriteStartArray("categories"u8);
        foreach ((string name, string color) in FirefoxKinds.Categories)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("color"u8, color);
            json.WriteStartArray("subcategories"u8);
            json.WriteStringValue("Other"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("markerSchema"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteLibs()
    {
        json.WriteStartArray("libs"u8);
        foreach (string path in _libs)
        {
            string name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
            json.WriteStartObject();
            json.WriteString("name"u8, name.Length > 0 ? name : path);
            json.WriteString("path"u8, path);
            json.WriteString("debugName"u8, name.Length > 0 ? name : path);
            json.WriteString("debugPath"u8, path);
            json.WriteString("breakpadId"u8, ""u8);
            json.WriteNull("codeId"u8);
            json.WriteNull("arch"u8);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteThread(Group group, bool hasSeveralEvents)
    {
        ThreadInfo thread = _profile.Threads[group.Thread];
        string name = _profile.GetThreadName(group.Thread);
        if (hasSeveralEvents) name = $"{name} ({_profile.Events[group.Event]})".TrimStart();
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteBoolean("isMainThread"u8, thread.Pid is not null && thread.Pid == thread.Tid);
        json.WriteString("processType"u8, "default"u8);
        if (thread.ProcessName is { } processName) json.WriteString("processName"u8, _profile.Comms[processName]);
        json.WriteNumber("processStartupTime"u8, 0);
        json.WriteNull("processShutdownTime"u8);
        json.WriteNumber("registerTime"u8, 0);
        json.WriteNull("unregisterTime"u8);
        json.WriteStartArray("pausedRanges"u8);
        json.WriteEndArray();
        json.WriteString("pid"u8, thread.Pid?.ToString(CultureInfo.InvariantCulture) ?? "");
        json.WriteString("tid"u8, thread.Tid?.ToString(CultureInfo.InvariantCulture) ?? "");
        var tables = new FirefoxThreadTables(_profile, _libOfModule);
        WriteSamples(group, tables);
        tables.Write(json);
        WriteMarkers();
        json.WriteEndObject();
        json.Flush();
    }

    private void WriteSamples(Group group, FirefoxThreadTables tables)
    {
        SampleTable table = _profile.Samples;
        json.WriteStartObject("samples"u8);
        json.WriteNumber("length"u8, group.Rows.Count);
        json.WriteStartArray("stack"u8);
        foreach (int row in group.Rows)
        {
            if (tables.GetOrAdd(table.Stacks[row]) is { } stack) json.WriteNumberValue(stack);
            else json.WriteNullValue();
            FirefoxNumbers.Flush(json);
        }
        json.WriteEndArray();
        json.WriteStartArray("time"u8);
        foreach (int row in group.Rows) FirefoxNumbers.WriteMilliseconds(json, table.Times[row] == SampleTable.NoTime ? 0 : table.Times[row]);
        json.WriteEndArray();
        WriteWeights(group);
        WriteCpuDeltas(group.Rows);
        json.WriteEndObject();
    }

    // The value that the options select. Only a time, a size and a count have a weight type.
    private void WriteWeights(Group group)
    {
        IReadOnlyList<SampleValueType> types = _profile.GetValueTypes(group.Event);
        int? type = options.Weight == SampleWeight.Period && types.Count > 0 ? 0 : _profile.GetDefaultValueType(group.Event);
        string unit = type is { } index ? types[index].Unit : "count";
        ReadOnlySpan<long> values = type is { } column ? _profile.Samples.GetValues(column) : _profile.Samples.Counts;
        bool isTime = unit == "nanoseconds";
        json.WriteString("weightType"u8, isTime ? "tracing-ms" : unit == "bytes" ? "bytes" : "samples");
        if (values.IsEmpty && !isTime)
        {
            json.WriteNull("weight"u8);
            return;
        }
        json.WriteStartArray("weight"u8);
        foreach (int row in group.Rows)
        {
            long value = values.IsEmpty ? 1 : values[row];
            if (isTime) FirefoxNumbers.WriteMilliseconds(json, value);
            else json.WriteNumberValue(value);
            FirefoxNumbers.Flush(json);
        }
        json.WriteEndArray();
    }

    // No CPU time since the sample before says that a sample is idle. The first one has none before it.
    private void WriteCpuDeltas(List<int> rows)
    {
        if (!rows.Exists(_profile.IsIdle)) return;
        json.WriteStartArray("threadCPUDelta"u8);
        long previous = long.MinValue;
        foreach (int row in rows)
        {
            long time = _profile.Samples.Times[row];
            if (_profile.IsIdle(row)) json.WriteNumberValue(0);
            else if (previous == long.MinValue) json.WriteNullValue();
            else json.WriteNumberValue(Math.Max(1, time - previous));
            previous = time;
            FirefoxNumbers.Flush(json);
        }
        json.WriteEndArray();
    }

    private void WriteMarkers()
    {
        json.WriteStartObject("markers"u8);
        json.WriteNumber("length"u8, 0);
        foreach (string column in new[] { "data", "name", "startTime", "endTime", "phase", "category" })
        {
            json.WriteStartArray(column);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
