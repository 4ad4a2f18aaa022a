using System.Globalization;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Profiles.V1Development;

namespace FlameScope.Export.Tests;

/// <summary>States what an OpenTelemetry message means, as lines of <see cref="ProfilePoints"/>, from its definition and as simply as possible.</summary>
/// <param name="data">The message.</param>
/// <param name="kindOf">Returns the text for the kind of a frame from its attribute <c>profile.frame.type</c>, if any, and the file of its mapping.</param>
internal sealed class OtlpPoints(ProfilesData data, Func<string, string, string> kindOf)
{
    private static readonly string[] ThreadKeys = ["thread.name", "thread.id", "process.pid", "process.executable.name", "cpu.logical_number"];

    private readonly ProfilesDictionary _tables = data.Dictionary;

    /// <summary>Returns a line per point, sorted.</summary>
    public string[] Lines() => ProfilePoints.Sorted(
        from resource in data.ResourceProfiles
        from scope in resource.ScopeProfiles
        from profile in scope.Profiles
        from sample in profile.Samples
        from line in Lines(resource, scope, profile, sample)
        select line);

    /// <summary>Returns the name and the unit of a type; those of samples if the profile states none.</summary>
    public (string Name, string Unit) TypeOf(Profile profile)
    {
        (string, string) type = (Text(profile.SampleType?.TypeStrindex ?? 0), Text(profile.SampleType?.UnitStrindex ?? 0));
        return type is ("", "") ? ("samples", "count") : type;
    }

    public string Text(int index) => _tables.StringTable[index];

    private IEnumerable<string> Lines(ResourceProfiles resource, ScopeProfiles scope, Profile profile, Sample sample)
    {
        var facts = new Dictionary<string, AnyValue>();
        var labels = new HashSet<string>();
        foreach (KeyValue pair in resource.Resource?.Attributes ?? []) Add(facts, labels, KeyOf(pair), pair.Value, "");
        if (scope.Scope?.Name is { Length: > 0 } name) labels.Add(ProfilePoints.Label("otel.scope.name", name, null, ""));
        if (scope.Scope?.Version is { Length: > 0 } version) labels.Add(ProfilePoints.Label("otel.scope.version", version, null, ""));
        foreach (KeyValue pair in scope.Scope?.Attributes ?? []) Add(facts, labels, KeyOf(pair), pair.Value, "");
        foreach (int row in profile.AttributeIndices.Concat(sample.AttributeIndices)) AddRow(facts, labels, row);
        Link link = _tables.LinkTable[sample.LinkIndex];
        if (link.TraceId.Any(b => b != 0)) labels.Add(ProfilePoints.Label("trace_id", Convert.ToHexStringLower(link.TraceId.Span), null, ""));
        if (link.SpanId.Any(b => b != 0)) labels.Add(ProfilePoints.Label("span_id", Convert.ToHexStringLower(link.SpanId.Span), null, ""));
        (string type, string unit) = TypeOf(profile);
        IEnumerable<string> frames = _tables.StackTable[sample.StackIndex].LocationIndices.Reverse().SelectMany(FramesOf);
        var thread = (Number(facts, "process.pid"), Number(facts, "thread.id"), TextOf(facts, "thread.name"), TextOf(facts, "process.executable.name"));
        for (int i = 0; i < Math.Max(sample.Values.Count, sample.TimestampsUnixNano.Count); i++)
        {
            long value = sample.Values.Count == 0 ? 1 : sample.Values[i];
            long? time = sample.TimestampsUnixNano.Count == 0 ? null : (long)sample.TimestampsUnixNano[i];
            string line = ProfilePoints.Line(time, thread, Number(facts, "cpu.logical_number"), labels, frames);
            yield return string.Create(CultureInfo.InvariantCulture, $"{type}/{unit} = {value} {line}");
        }
    }

    private void AddRow(Dictionary<string, AnyValue> facts, HashSet<string> labels, int row)
    {
        KeyValueAndUnit pair = _tables.AttributeTable[row];
        if (row != 0) Add(facts, labels, Text(pair.KeyStrindex), pair.Value, Text(pair.UnitStrindex));
    }

    private void Add(Dictionary<string, AnyValue> facts, HashSet<string> labels, string key, AnyValue? value, string unit)
    {
        if (ThreadKeys.Contains(key)) facts[key] = value!;
        else if (value is { ValueCase: AnyValue.ValueOneofCase.IntValue }) labels.Add(ProfilePoints.Label(key, null, value.IntValue, unit));
        else labels.Add(ProfilePoints.Label(key, TextOf(value) + (unit.Length > 0 ? " " + unit : ""), null, ""));
    }

    private string KeyOf(KeyValue pair) => pair.KeyStrindex != 0 ? Text(pair.KeyStrindex) : pair.Key;

    private long? Number(Dictionary<string, AnyValue> facts, string key) =>
        facts.TryGetValue(key, out AnyValue? value) ? long.Parse(TextOf(value), CultureInfo.InvariantCulture) : null;

    private string TextOf(Dictionary<string, AnyValue> facts, string key) => facts.TryGetValue(key, out AnyValue? value) ? TextOf(value) : "";

    private string TextOf(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.StringValueStrindex => Text(value.StringValueStrindex),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => Convert.ToHexStringLower(value.BytesValue.Span),
        AnyValue.ValueOneofCase.ArrayValue => $"[{string.Join(", ", value.ArrayValue.Values.Select(TextOf))}]",
        AnyValue.ValueOneofCase.KvlistValue => $"{{{string.Join(", ", value.KvlistValue.Values.Select(pair => $"{KeyOf(pair)}={TextOf(pair.Value)}"))}}}",
        _ => "",
    };

    // Callers first. The last line is the function, into which those before it were inlined.
    private IEnumerable<string> FramesOf(int row)
    {
        Location location = _tables.LocationTable[row];
        string module = Text(_tables.MappingTable[location.MappingIndex].FilenameStrindex);
        AnyValue? type = location.AttributeIndices.Select(index => _tables.AttributeTable[index]).FirstOrDefault(pair => Text(pair.KeyStrindex) == "profile.frame.type")?.Value;
        string kind = kindOf(TextOf(type), module);
        string address = location.Address == 0 ? "[unknown]" : $"0x{location.Address:x}";
        if (location.Lines.Count == 0) return [ProfilePoints.FrameLine(address, module, "", 0, 0, kind, false)];
        return location.Lines.Reverse().Select((line, i) =>
        {
            Function function = _tables.FunctionTable[line.FunctionIndex];
            string name = line.FunctionIndex == 0 ? address : Text(function.NameStrindex);
            if (name.Length == 0) name = Text(function.SystemNameStrindex);
            return ProfilePoints.FrameLine(name, module, Text(function.FilenameStrindex), line.Line_, line.Column, kind, i > 0);
        });
    }
}
