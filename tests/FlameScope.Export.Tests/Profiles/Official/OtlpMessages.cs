using Google.Protobuf;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Profiles.V1Development;
using OpenTelemetry.Proto.Resource.V1;
using ValueType = OpenTelemetry.Proto.Profiles.V1Development.ValueType;

namespace FlameScope.Export.Tests;

/// <summary>Generates OpenTelemetry messages in which any field of the definition may be set.</summary>
internal sealed class OtlpMessages
{
    private readonly Random _random;
    private readonly ProfilesDictionary _tables = new() { StringTable = { "" } };

    private OtlpMessages(int seed) => _random = new Random(seed);

    public static ProfilesData Make(int seed)
    {
        var messages = new OtlpMessages(seed);
        messages.AddTables();
        var data = new ProfilesData { Dictionary = messages._tables };
        for (int i = messages.Next(1, 3); i > 0; i--) data.ResourceProfiles.Add(messages.MakeResource(isFirst: data.ResourceProfiles.Count == 0));
        return data;
    }

    private int Next(int from, int to) => _random.Next(from, to);

    private bool Chance(int one) => _random.Next(one) == 0;

    private int Text(string text)
    {
        int index = _tables.StringTable.IndexOf(text);
        if (index >= 0) return index;
        _tables.StringTable.Add(text);
        return _tables.StringTable.Count - 1;
    }

    private ByteString Bytes(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private void AddTables()
    {
        _tables.AttributeTable.Add(new KeyValueAndUnit());
        foreach (string type in (string[])["kernel", "native", "jvm", "cpython", "other"]) AddAttribute("profile.frame.type", new AnyValue { StringValue = type }, "");
        _tables.MappingTable.Add(new Mapping());
        foreach (string file in (string[])["/usr/bin/app", "[kernel.kallsyms]", "app.jar"])
        {
            _tables.MappingTable.Add(new Mapping
            {
                MemoryStart = 1UL << 63,
                MemoryLimit = ulong.MaxValue,
                FileOffset = 4096,
                FilenameStrindex = Text(file),
                AttributeIndices = { 1 },
            });
        }
        _tables.LinkTable.Add(new Link());
        for (int i = Next(0, 4); i > 0; i--) _tables.LinkTable.Add(new Link { TraceId = Bytes(16), SpanId = Bytes(8) });
        _tables.FunctionTable.Add(new Function());
        for (int i = 1; i < 8; i++)
        {
            bool isNamed = !Chance(4);
            _tables.FunctionTable.Add(new Function
            {
                NameStrindex = isNamed ? Text($"f{i} \u2603") : 0,
                SystemNameStrindex = Text($"_Zf{i}"),
                FilenameStrindex = Text(Chance(2) ? "" : $"f{i}.c"),
                StartLine = i,
            });
        }
        _tables.LocationTable.Add(new Location());
        for (int i = Next(1, 20); i > 0; i--) _tables.LocationTable.Add(MakeLocation());
        _tables.StackTable.Add(new Stack());
        for (int i = Next(1, 10); i > 0; i--)
        {
            var stack = new Stack();
            for (int depth = Next(0, 9); depth > 0; depth--) stack.LocationIndices.Add(Next(0, _tables.LocationTable.Count));
            _tables.StackTable.Add(stack);
        }
    }

    private Location MakeLocation()
    {
        var location = new Location { MappingIndex = Next(0, 4), Address = Chance(3) ? 0 : (ulong)_random.NextInt64() * 2 };
        for (int i = Next(0, 4); i > 0; i--)
        {
            location.Lines.Add(new Line { FunctionIndex = Next(0, 8), Line_ = Next(0, 3) * 1000, Column = Next(0, 3) * 10 });
        }
        if (Chance(2)) location.AttributeIndices.Add(Next(1, 6));
        return location;
    }

    private int AddAttribute(string key, AnyValue? value, string unit)
    {
        _tables.AttributeTable.Add(new KeyValueAndUnit { KeyStrindex = Text(key), Value = value, UnitStrindex = Text(unit) });
        return _tables.AttributeTable.Count - 1;
    }

    private AnyValue? MakeValue(int depth = 0) => Next(0, depth < 2 ? 10 : 8) switch
    {
        0 => null,
        1 => new AnyValue(),
        2 => new AnyValue { StringValue = Chance(3) ? "" : $"text {Next(0, 5)}" },
        3 => new AnyValue { BoolValue = Chance(2) },
        4 => new AnyValue { IntValue = Chance(2) ? _random.NextInt64(long.MinValue, long.MaxValue) : Next(-2, 3) },
        5 => new AnyValue { DoubleValue = ((double[])[0, -1.5, 1e300, double.Epsilon, double.NaN, double.NegativeInfinity])[Next(0, 6)] },
        6 => new AnyValue { BytesValue = Bytes(Next(0, 5)) },
        7 => new AnyValue { StringValueStrindex = Text("indexed") },
        8 => new AnyValue { ArrayValue = new ArrayValue { Values = { Enumerable.Range(0, Next(0, 4)).Select(_ => MakeValue(depth + 1) ?? new AnyValue()) } } },
        _ => new AnyValue { KvlistValue = new KeyValueList { Values = { Enumerable.Range(0, Next(0, 4)).Select(i => MakePair($"k{i}", MakeValue(depth + 1))) } } },
    };

    // The key is a text, or the index of one.
    private KeyValue MakePair(string key, AnyValue? value) =>
        Chance(3) ? new KeyValue { KeyStrindex = Text(key), Value = value } : new KeyValue { Key = key, Value = value };

    private ResourceProfiles MakeResource(bool isFirst)
    {
        var resource = new ResourceProfiles { SchemaUrl = Chance(2) ? "" : "https://example.com/1" };
        if (isFirst || !Chance(3))
        {
            resource.Resource = new Resource
            {
                DroppedAttributesCount = (uint)Next(0, 2),
                EntityRefs = { new EntityRef { SchemaUrl = "u", Type = "t", IdKeys = { "i" }, DescriptionKeys = { "d" } } },
            };
            if (isFirst) resource.Resource.Attributes.Add(MakePair("host.name", new AnyValue { StringValue = "db1" }));
            if (Chance(2)) resource.Resource.Attributes.Add(MakePair("process.pid", new AnyValue { IntValue = Next(0, 9) }));
            if (Chance(2)) resource.Resource.Attributes.Add(MakePair("process.executable.name", new AnyValue { StringValue = "shop" }));
            for (int i = Next(0, 4); i > 0; i--) resource.Resource.Attributes.Add(MakePair($"r{i}", MakeValue()));
        }
        for (int i = Next(1, 3); i > 0; i--) resource.ScopeProfiles.Add(MakeScope());
        return resource;
    }

    private ScopeProfiles MakeScope()
    {
        var scope = new ScopeProfiles { SchemaUrl = Chance(2) ? "" : "https://example.com/2" };
        if (!Chance(3))
        {
            scope.Scope = new InstrumentationScope { Name = Chance(2) ? "" : "profiler", Version = Chance(2) ? "" : "1.2", DroppedAttributesCount = (uint)Next(0, 2) };
            for (int i = Next(0, 3); i > 0; i--) scope.Scope.Attributes.Add(MakePair($"s{i}", MakeValue()));
        }
        for (int i = Next(1, 3); i > 0; i--) scope.Profiles.Add(MakeProfile());
        return scope;
    }

    private Profile MakeProfile()
    {
        var profile = new Profile
        {
            SampleType = MakeType(),
            TimeUnixNano = Chance(2) ? 0UL : 1_700_000_000_000_000_000,
            DurationNano = (ulong)Next(0, 3),
            PeriodType = Chance(2) ? null : MakeType(),
            Period = Next(0, 3) * 10_000_000,
            ProfileId = Chance(2) ? ByteString.Empty : Bytes(16),
            DroppedAttributesCount = (uint)Next(0, 2),
        };
        if (Chance(4)) (profile.OriginalPayloadFormat, profile.OriginalPayload) = ("unknown", Bytes(20));
        for (int i = Next(0, 3); i > 0; i--) profile.AttributeIndices.Add(AddAttribute($"p{i}", MakeValue(), Chance(2) ? "" : "ms"));
        for (int i = Next(1, 9); i > 0; i--) profile.Samples.Add(MakeSample());
        return profile;
    }

    private ValueType? MakeType() => Next(0, 5) switch
    {
        0 => null,
        1 => new ValueType(),
        2 => new ValueType { TypeStrindex = Text("cpu"), UnitStrindex = Text("nanoseconds") },
        3 => new ValueType { TypeStrindex = Text("wall"), UnitStrindex = Text("count") },
        _ => new ValueType { TypeStrindex = Text("alloc"), UnitStrindex = Text("bytes") },
    };

    private Sample MakeSample()
    {
        var sample = new Sample { StackIndex = Next(0, _tables.StackTable.Count), LinkIndex = Next(0, _tables.LinkTable.Count) };
        int points = Next(1, 5), shape = Next(0, 3);
        if (shape != 0) sample.Values.Add(Enumerable.Range(0, points).Select(_ => Chance(3) ? _random.NextInt64(1L << 40) : Next(0, 3)));
        if (shape != 1) sample.TimestampsUnixNano.Add(Enumerable.Range(0, points).Select(_ => 1_700_000_000_000_000_000 + (ulong)_random.NextInt64(1L << 40)));
        if (Chance(2)) sample.AttributeIndices.Add(AddAttribute("thread.name", new AnyValue { StringValue = $"worker {Next(0, 3)}" }, ""));
        if (Chance(2)) sample.AttributeIndices.Add(AddAttribute("thread.id", Chance(3) ? new AnyValue { StringValue = "77" } : new AnyValue { IntValue = Next(0, 3) }, ""));
        if (Chance(4)) sample.AttributeIndices.Add(AddAttribute("process.pid", new AnyValue { IntValue = Next(0, 1 << 30) }, ""));
        if (Chance(3)) sample.AttributeIndices.Add(AddAttribute("cpu.logical_number", new AnyValue { IntValue = Next(0, 3) }, ""));
        for (int i = Next(0, 3); i > 0; i--) sample.AttributeIndices.Add(AddAttribute($"a{i}", MakeValue(), Chance(2) ? "" : "bytes"));
        if (Chance(9)) sample.AttributeIndices.Add(0);
        return sample;
    }
}
