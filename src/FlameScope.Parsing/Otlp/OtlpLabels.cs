using System.Globalization;
using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Collects the attributes that apply to a sample: those of its resource, its scope, its profile and its own. The thread, the process and the
/// processor become columns, all others become labels.
/// </summary>
/// <remarks>
/// Samples repeat their attributes: those of a thread have the same ones, and the profiles of several value types have the same samples. The result for a
/// list of attributes is remembered by the fingerprint of its bytes.
/// </remarks>
internal sealed class OtlpLabels(ProfileBuilder builder, ReadContext context, OtlpDictionary dictionary)
{
    // A fingerprint has 32 bits for what is around the sample and for its link. The few samples with other links are not remembered.
    private const int LinkBits = 20;
    private const int Surroundings = 1 << (32 - LinkBits);

    private readonly OtlpAttribute[] _attributes = new OtlpAttribute[dictionary.Attributes.Count];
    private readonly SampleLabelId[]?[] _links = new SampleLabelId[]?[dictionary.Links.Count];
    private readonly List<SampleLabelId> _labels = [];
    private readonly Dictionary<OtlpThread, ThreadId> _threads = [];
    private readonly List<string> _names = [""];
    private readonly Dictionary<string, int> _nameIndexes = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly FingerprintTable _known = new();
    private readonly List<(Fingerprint Key, OtlpContext Context)> _contexts = [];
    private OtlpThread _resource;
    private OtlpThread _scope;
    private OtlpThread _profile;
    private OtlpThread _sample;
    private int _resourceCount;
    private int _scopeCount;
    private int _profileCount;
    private SampleLabelId[] _previous = [];
    private LabelSetId _previousSet;
    private SampleLabelId[] _around = [];
    private OtlpThread _aroundThread;
    private uint _surrounding;
    private int _next;

    /// <summary>The name of the recorded machine, of the last resource that states one.</summary>
    public string? HostName { get; private set; }

    public void BeginResource()
    {
        _resource = default;
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
    }

    /// <summary>Prepares for the samples of a profile, after its own attributes.</summary>
    public void BeginSamples()
    {
        ReadOnlySpan<SampleLabelId> labels = CollectionsMarshal.AsSpan(_labels);
        _next = 0;
        if (_profile == _aroundThread && labels.SequenceEqual(_around)) return;
        _aroundThread = _profile;
        _around = labels.ToArray();
        if (++_surrounding == Surroundings) Forget();
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
    }

    /// <summary>Returns the key of the attributes and the link of a sample, whose entry arrives while the caller does something else.</summary>
    public Fingerprint GetKey(ReadOnlySpan<byte> attributes, ulong link)
    {
        var key = new Fingerprint(Fingerprint.HashOf(attributes), (_surrounding << LinkBits) | (uint)link);
        if (!IsNext(key)) _known.PrefetchEntry(key);
        return key;
    }

    /// <summary>Returns what the attributes and the link of a sample give.</summary>
    /// <param name="message">The message.</param>
    /// <param name="attributes">The packed rows of the attributes, which exist.</param>
    /// <param name="link">The row of the link.</param>
    /// <param name="key">The result of <see cref="GetKey"/>.</param>
    public OtlpContext Get(ReadOnlySpan<byte> message, ReadOnlySpan<byte> attributes, ulong link, Fingerprint key)
    {
        bool isRemembered = link < 1 << LinkBits && (link == 0 || link < (ulong)_links.Length);
        if (isRemembered && (IsNext(key) || _known.TryGet(key, out _next))) return _contexts[_next++].Context;
        _sample = _profile;
        _labels.RemoveRange(_profileCount, _labels.Count - _profileCount);
        for (int position = 0; ProtobufReader.TryReadVarint(attributes, ref position, out ulong row);) AddRow(message, row, ref _sample);
        AddLink(message, link);
        var found = new OtlpContext(GetThread(), GetSet(), _sample.Cpu ?? SampleTable.NoCpu);
        if (!isRemembered) return found;
        if (_known.IsLarge) Forget();
        _known.Add(key, _contexts.Count);
        _contexts.Add((key, found));
        _next = _contexts.Count;
        return found;
    }

    // The profiles of several value types have the same samples in the same order. Those of the second one need no look-up.
    private bool IsNext(Fingerprint key) => _next < _contexts.Count && CollectionsMarshal.AsSpan(_contexts)[_next].Key == key;

    private void Forget()
    {
        _known.Clear();
        _contexts.Clear();
        _surrounding = 0;
        _next = 0;
    }

    private void AddLink(ReadOnlySpan<byte> message, ulong row)
    {
        if (row == 0) return;
        if (row >= (ulong)_links.Length)
        {
            context.Report("the index of a link is out of range");
            return;
        }
        foreach (SampleLabelId label in _links[row] ??= ReadLink(dictionary.Links[(int)row].Of(message))) Add(label);
    }

    private ThreadId GetThread()
    {
        OtlpThread key = _sample with { Cpu = null };
        if (_threads.TryGetValue(key, out ThreadId thread)) return thread;
        string name = _names[key.Name];
        thread = builder.AddThread(key.Pid, key.Tid ?? OtlpThread.TidOf(name), name, _names[key.Process]);
        _threads.Add(key, thread);
        return thread;
    }

    private LabelSetId GetSet()
    {
        if (_labels.Count == 0) return LabelSetId.None;
        ReadOnlySpan<SampleLabelId> labels = CollectionsMarshal.AsSpan(_labels);
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
            OtlpAttribute attribute = ToAttribute(key, value, default);
            if (!thread.TryTake(attribute)) Add(new SampleLabelId(attribute.Index));
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
        ref OtlpAttribute attribute = ref _attributes[row];
        if (attribute.Kind == OtlpAttributeKind.Unknown) attribute = Read(message, (int)row);
        if (!thread.TryTake(attribute)) Add(new SampleLabelId(attribute.Index));
    }

    private OtlpAttribute Read(ReadOnlySpan<byte> message, int row)
    {
        OtlpKeyValue pair = OtlpKeyValue.ReadRow(dictionary.Attributes[row].Of(message), message, dictionary);
        return ToAttribute(ShortText.Decode(pair.Key), OtlpValue.Read(pair.Value, message, dictionary), pair.Unit);
    }

    private OtlpAttribute ToAttribute(string key, OtlpValue value, ReadOnlySpan<byte> unit)
    {
        OtlpAttributeKind kind = OtlpAttribute.KindOf(key, value, out long number);
        int index = kind switch
        {
            OtlpAttributeKind.Label => AddLabel(key, value, ShortText.Decode(unit)).Value,
            OtlpAttributeKind.ThreadName or OtlpAttributeKind.ProcessName => AddName(value.Text!),
            _ => 0,
        };
        return new OtlpAttribute(kind, index, number);
    }

    private int AddName(string name)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_nameIndexes, name, out bool isKnown);
        if (!isKnown)
        {
            index = _names.Count;
            _names.Add(name);
        }
        return index;
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
