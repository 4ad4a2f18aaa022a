namespace FlameScope.Parsing.Tests;

/// <summary>Builds OpenTelemetry profiles of the current layout.</summary>
internal sealed class OtlpFile
{
    private readonly List<string> _texts = [""];
    private readonly Proto _stacks = new Proto().Message(7, new Proto());
    private readonly Proto _locations = new Proto().Message(2, new Proto());
    private readonly Proto _functions = new Proto().Message(3, new Proto());
    private readonly Proto _mappings = new Proto().Message(1, new Proto());
    private readonly Proto _links = new Proto().Message(4, new Proto().Bytes(1, new byte[16]).Bytes(2, new byte[8]));
    private readonly Proto _attributes = new Proto().Message(6, new Proto());
    private int _stackCount = 1;
    private int _locationCount = 1;
    private int _functionCount = 1;
    private int _mappingCount = 1;
    private int _linkCount = 1;
    private int _attributeCount = 1;

    /// <summary>The messages of resources: field 1 of the request.</summary>
    public Proto Resources { get; } = new();

    public int Text(string text)
    {
        int index = _texts.IndexOf(text);
        if (index >= 0) return index;
        _texts.Add(text);
        return _texts.Count - 1;
    }

    public Proto Type(string name, string unit) => new Proto().Varint(1, Text(name)).Varint(2, Text(unit));

    public int Function(string name, string file = "")
    {
        _functions.Message(3, new Proto().Varint(1, Text(name)).Varint(2, 0).Varint(3, Text(file)).Varint(4, 1));
        return _functionCount++;
    }

    /// <summary>Adds a location. Its first line is the innermost function.</summary>
    public int Location(int mapping, long address, int[] attributes, params (int Function, int Line, int Column)[] lines)
    {
        Proto location = new Proto().Varint(1, mapping).Varint(2, address);
        foreach ((int function, int line, int column) in lines)
        {
            location.Message(3, new Proto().Varint(1, function).Varint(2, line).Varint(3, column));
        }
        if (attributes.Length > 0) location.Packed(4, [.. attributes.Select(row => (long)row)]);
        _locations.Message(2, location);
        return _locationCount++;
    }

    public int Location(string function) => Location(0, 0, [], (Function(function), 0, 0));

    public int Mapping(string file)
    {
        _mappings.Message(1, new Proto().Varint(1, 0x1000).Varint(2, 0x2000).Varint(4, Text(file)));
        return _mappingCount++;
    }

    /// <summary>Adds a stack, leaf first.</summary>
    public int Stack(params int[] locations)
    {
        _stacks.Message(7, new Proto().Packed(1, [.. locations.Select(row => (long)row)]));
        return _stackCount++;
    }

    public int Link(byte[] trace, byte[] span)
    {
        _links.Message(4, new Proto().Bytes(1, trace).Bytes(2, span));
        return _linkCount++;
    }

    public int Attribute(string key, Proto value, string unit = "")
    {
        _attributes.Message(6, new Proto().Varint(1, Text(key)).Message(2, value).Varint(3, Text(unit)));
        return _attributeCount++;
    }

    public int Attribute(string key, string value) => Attribute(key, new Proto().Text(1, value));

    public int Attribute(string key, long value, string unit = "") => Attribute(key, new Proto().Varint(3, value), unit);

    public static Proto KeyValue(string key, Proto value) => new Proto().Text(1, key).Message(2, value);

    /// <summary>Adds a resource with one scope and one profile.</summary>
    public OtlpFile Profile(Proto profile) => Resource(new Proto().Message(2, new Proto().Message(2, profile)));

    public OtlpFile Resource(Proto resource)
    {
        Resources.Message(1, resource);
        return this;
    }

    public Proto Dictionary
    {
        get
        {
            var texts = new Proto();
            foreach (string text in _texts) texts.Text(5, text);
            return new Proto().Append(_mappings).Append(_locations).Append(_functions).Append(_links).Append(texts).Append(_attributes).Append(_stacks);
        }
    }

    public byte[] ToArray() => new Proto().Append(Resources).Message(2, Dictionary).ToArray();

    public static Proto Sample(int stack, long[] values, ulong[] times, params long[] attributes)
    {
        Proto sample = new Proto().Varint(1, stack);
        if (attributes.Length > 0) sample.Packed(2, attributes);
        if (values.Length > 0) sample.Packed(4, values);
        if (times.Length > 0) sample.PackedFixed64(5, times);
        return sample;
    }

    /// <summary>A request with a resource, a scope, and samples in all three shapes.</summary>
    public static OtlpFile Example()
    {
        var file = new OtlpFile();
        int app = file.Mapping("/usr/bin/app");
        int kernel = file.Attribute("profile.frame.type", "kernel");
        int main = file.Location(app, 0x10, [], (file.Function("main", "main.c"), 10, 5));
        int inlined = file.Location(app, 0x20, [], (file.Function("inner", "lib.h"), 3, 0), (file.Function("work", "work.c"), 7, 0));
        int read = file.Location(0, 0x30, [kernel], (file.Function("read"), 0, 0));
        int work = file.Stack(inlined, main), system = file.Stack(read, inlined, main);
        int thread = file.Attribute("thread.name", "worker"), tid = file.Attribute("thread.id", 12), size = file.Attribute("size", 5, "bytes");
        int link = file.Link([.. Enumerable.Range(1, 16).Select(i => (byte)i)], [1, 2, 3, 4, 5, 6, 7, 0xFF]);
        Proto profile = new Proto().Message(1, file.Type("cpu", "nanoseconds"))
            .Message(2, Sample(work, [], [1_700_000_000_000_000_001, 1_700_000_000_000_000_009], thread, tid))
            .Message(2, Sample(system, [7, 8], [1_700_000_000_000_000_005, 1_700_000_000_000_000_006], thread).Varint(3, link))
            .Message(2, Sample(work, [30], [], size))
            .Fixed64(3, 1_700_000_000_000_000_000).Varint(4, 5_000).Message(5, file.Type("cpu", "nanoseconds")).Varint(6, 1000)
            .Packed(11, file.Attribute("profile.kind", "on-cpu"));
        Proto resource = new Proto().Message(1, KeyValue("service.name", new Proto().Text(1, "shop"))).Message(1, KeyValue("process.pid", new Proto().Varint(3, 99)));
        Proto scope = new Proto().Text(1, "profiler").Text(2, "1.2").Message(3, KeyValue("build", new Proto().Varint(2, 1)));
        return file.Resource(new Proto().Message(1, resource).Message(2, new Proto().Message(1, scope).Message(2, profile).Text(3, "schema")));
    }
}
