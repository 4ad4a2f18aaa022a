using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Collects the attributes that apply to a sample: those of its resource, its scope, its profile and its own. The thread, the process and the
/// processor become columns, all others become labels.
/// </summary>
internal sealed class OtlpLabels(ProfileBuilder builder, ReadContext context, OtlpDictionary dictionary)
{
    private readonly Attribute?[] _attributes = new Attribute?[dictionary.Attributes.Count];
    private readonly SampleLabelId[]?[] _links = new SampleLabelId[]?[dictionary.Links.Count];
    private readonly List<SampleLabelId> _labels = [];
    private readonly Dictionary<OtlpThread, ThreadId> _threads = [];
    private OtlpThread _resource = OtlpThread.None;
    private OtlpThread _scope = OtlpThread.None;
    private OtlpThread _profile = OtlpThread.None;
    private OtlpThread _sample = OtlpThread.None;
    private int _resourceCount;
    private int _scopeCount;
    private int _profileCount;
    private SampleLabelId[] _previous = [];
    private LabelSetId _previousSet;

    private sealed record Attribute(string Key, OtlpValue Value, SampleLabelId? Label);

    /// <summary>The processor of the sample; <c>null</c> if it is unknown.</summary>
    public int? Cpu => _sample.Cpu;

    /// <summary>The name of the recorded machine, of the last resource that states one.</summary>
    public string? HostName { get; private set; }

    public void BeginResource()
    {
        _resource = OtlpThread.None;
        _resourceCount = 0;
        _labels.Clear();
        BeginScope();
    }

    public void BeginScope()
    {
        _scope = _resource;
        _labels.RemoveRange(_resourceCount, _labels.Count - _resourceCount);
        _scopeCount = _resourceCount;
        BeginProfile();
    }

    public void BeginProfile()
    {
        _profile = _scope;
        _labels.RemoveRange(_scopeCount, _labels.Count - _scopeCount);
        _profileCount = _scopeCount;
        BeginSample();
    }

    public void BeginSample()
    {
        _sample = _profile;
        _labels.RemoveRange(_profileCount, _labels.Count - _profileCount);
    }

    /// <summary>Adds the attributes of a resource.</summary>
    public void AddResource(ReadOnlySpan<byte> message, ReadOnlySpan<byte> resource)
    {
        AddPairs(message, resource, 1, ref _resource);
        _resourceCount = _labels.Count;
        BeginScope();
    }

    /// <summary>Adds the name, the version and the attributes of a scope.</summary>
    public void AddScope(ReadOnlySpan<byte> message, ReadOnlySpan<byte> scope)
    {
        var reader = new ProtobufReader(scope);
        while (reader.Read())
        {
            if (reader.WireType != WireType.Bytes || reader.Bytes.IsEmpty) continue;
            // The names that formats without scopes use for them, by OpenTelemetry's conventions.
            if (reader.Field == 1) Add(builder.AddLabel("otel.scope.name", ShortText.Decode(reader.Bytes)));
            else if (reader.Field == 2) Add(builder.AddLabel("otel.scope.version", ShortText.Decode(reader.Bytes)));
        }
        AddPairs(message, scope, 3, ref _scope);
        _scopeCount = _labels.Count;
        BeginProfile();
    }

    /// <summary>Adds an attribute of a profile.</summary>
    public void AddToProfile(ReadOnlySpan<byte> message, ulong row)
    {
        AddRow(message, row, ref _profile);
        _profileCount = _labels.Count;
        _sample = _profile;
    }

    /// <summary>Adds an attribute of a sample.</summary>
    public void AddToSample(ReadOnlySpan<byte> message, ulong row) => AddRow(message, row, ref _sample);

    /// <summary>Adds the trace and the span that a sample belongs to.</summary>
    public void AddLink(ReadOnlySpan<byte> message, ulong row)
    {
        if (row == 0) return;
        if (row >= (ulong)_links.Length)
        {
            context.Report("the index of a link is out of range");
            return;
        }
        foreach (SampleLabelId label in _links[row] ??= ReadLink(dictionary.Links[(int)row].Of(message))) Add(label);
    }

    /// <summary>Returns the thread of the sample.</summary>
    public ThreadId GetThread()
    {
        OtlpThread key = _sample with { Cpu = null };
        if (_threads.TryGetValue(key, out ThreadId thread)) return thread;
        string name = key.Name ?? "";
        thread = builder.AddThread(key.Pid, key.Tid ?? OtlpThread.TidOf(name), name, key.Process ?? "");
        _threads.Add(key, thread);
        return thread;
    }

    /// <summary>Returns the set of the labels of the sample.</summary>
    public LabelSetId GetSet()
    {
        if (_labels.Count == 0) return LabelSetId.None;
        ReadOnlySpan<SampleLabelId> labels = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_labels);
        if (labels.SequenceEqual(_previous)) return _previousSet;
        _previous = labels.ToArray();
        _previousSet = builder.AddLabelSet(labels);
        return _previousSet;
    }

    private void AddPairs(ReadOnlySpan<byte> message, ReadOnlySpan<byte> owner, int field, ref OtlpThread thread)
    {
        var reader = new ProtobufReader(owner);
        while (reader.Read())
        {
            if (reader.Field != field || reader.WireType != WireType.Bytes) continue;
            OtlpKeyValue pair = OtlpKeyValue.Read(reader.Bytes, message, dictionary);
            string key = ShortText.Decode(pair.Key);
            OtlpValue value = OtlpValue.Read(pair.Value, message, dictionary);
            if (key == "host.name") HostName = value.Text;
            if (!thread.TryTake(key, value)) Add(AddLabel(key, value, ""));
        }
        if (reader.End != ProtobufEnd.Whole) context.Report("a message that is not valid");
    }

    private void AddRow(ReadOnlySpan<byte> message, ulong row, ref OtlpThread thread)
    {
        if (row == 0) return;
        if (row >= (ulong)_attributes.Length)
        {
            context.Report("the index of an attribute is out of range");
            return;
        }
        Attribute attribute = _attributes[row] ??= Read(message, (int)row);
        if (!thread.TryTake(attribute.Key, attribute.Value) && attribute.Label is { } label) Add(label);
    }

    private Attribute Read(ReadOnlySpan<byte> message, int row)
    {
        OtlpKeyValue pair = OtlpKeyValue.ReadRow(dictionary.Attributes[row].Of(message), message, dictionary);
        string key = ShortText.Decode(pair.Key);
        OtlpValue value = OtlpValue.Read(pair.Value, message, dictionary);
        OtlpThread probe = OtlpThread.None;
        return new Attribute(key, value, probe.TryTake(key, value) ? null : AddLabel(key, value, ShortText.Decode(pair.Unit)));
    }

    private SampleLabelId[] ReadLink(ReadOnlySpan<byte> link)
    {
        var labels = new List<SampleLabelId>();
        var reader = new ProtobufReader(link);
        while (reader.Read())
        {
            // An id of zeros is none.
            if (reader.WireType != WireType.Bytes || reader.Bytes.Length > 64 || reader.Bytes.IndexOfAnyExcept((byte)0) < 0) continue;
            string id = HexText.Encode(reader.Bytes);
            if (reader.Field == 1) labels.Add(builder.AddLabel("trace_id", id));
            else if (reader.Field == 2) labels.Add(builder.AddLabel("span_id", id));
        }
        return [.. labels];
    }

    private SampleLabelId AddLabel(string key, OtlpValue value, string unit)
    {
        if (value.Text is null) return builder.AddLabel(key, value.Number, unit);
        return builder.AddLabel(key, unit.Length == 0 ? value.Text : string.Create(CultureInfo.InvariantCulture, $"{value.Text} {unit}"));
    }

    private void Add(SampleLabelId label)
    {
        if (!_labels.Contains(label)) _labels.Add(label);
    }
}
