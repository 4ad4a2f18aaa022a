using System.Text;

namespace FlameScope.Parsing.Tests;

/// <summary>Builds a pprof profile. Strings are interned; the fields of the file are in the order of the format's definition.</summary>
internal sealed class PprofFile
{
    private readonly List<string> _texts = [""];

    public List<Proto> SampleTypes { get; } = [];

    public List<Proto> Samples { get; } = [];

    public List<Proto> Mappings { get; } = [];

    public List<Proto> Locations { get; } = [];

    public List<Proto> Functions { get; } = [];

    /// <summary>The fields after the string table.</summary>
    public Proto Others { get; } = new();

    public Proto Texts
    {
        get
        {
            var texts = new Proto();
            foreach (string text in _texts) texts.Text(6, text);
            return texts;
        }
    }

    /// <summary>Returns the index of a string.</summary>
    public int Text(string text)
    {
        int index = _texts.IndexOf(text);
        if (index >= 0) return index;
        _texts.Add(text);
        return _texts.Count - 1;
    }

    public PprofFile Type(string name, string unit)
    {
        SampleTypes.Add(new Proto().Varint(1, Text(name)).Varint(2, Text(unit)));
        return this;
    }

    /// <summary>Adds a function and a location with the same id, whose only line it is.</summary>
    public PprofFile Frame(int id, string name, string file = "", int line = 0, int mapping = 0)
    {
        Function(id, name, file);
        return Location(id, mapping, 0, (id, line));
    }

    public PprofFile Function(int id, string name, string file = "")
    {
        Functions.Add(new Proto().Varint(1, id).Varint(2, Text(name)).Varint(3, Text(name)).Varint(4, Text(file)).Varint(5, 1));
        return this;
    }

    /// <summary>Adds a location. Its first line is the innermost function.</summary>
    public PprofFile Location(long id, int mapping, long address, params (int Function, int Line)[] lines)
    {
        Proto location = new Proto().Varint(1, id).Varint(2, mapping).Varint(3, address);
        foreach ((int function, int line) in lines) location.Message(4, new Proto().Varint(1, function).Varint(2, line));
        Locations.Add(location);
        return this;
    }

    public PprofFile Mapping(int id, string file)
    {
        Mappings.Add(new Proto().Varint(1, id).Varint(2, 0x1000).Varint(3, 0x2000).Varint(5, Text(file)).Varint(7, 1));
        return this;
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="locations">The locations, leaf first.</param>
    /// <param name="values">The values.</param>
    /// <param name="labels">The labels.</param>
    public PprofFile Sample(long[] locations, long[] values, params Proto[] labels)
    {
        Proto sample = new Proto().Packed(1, locations).Packed(2, values);
        foreach (Proto label in labels) sample.Message(3, label);
        Samples.Add(sample);
        return this;
    }

    public Proto Label(string key, string text) => new Proto().Varint(1, Text(key)).Varint(2, Text(text));

    public Proto Label(string key, long number, string unit = "") => new Proto().Varint(1, Text(key)).Varint(3, number).Varint(4, Text(unit));

    public byte[] ToArray() => ToProto().ToArray();

    public Proto ToProto()
    {
        var file = new Proto();
        AddAll(file, 1, SampleTypes);
        AddAll(file, 2, Samples);
        AddAll(file, 3, Mappings);
        AddAll(file, 4, Locations);
        AddAll(file, 5, Functions);
        return file.Append(Texts).Append(Others);
    }

    /// <summary>A profile with two value types, inlined functions, labels and a time, and samples of every kind.</summary>
    public static PprofFile Example()
    {
        PprofFile file = new PprofFile().Type("samples", "count").Type("cpu", "nanoseconds");
        file.Mapping(1, "/usr/bin/app").Mapping(2, "[kernel.kallsyms]");
        file.Frame(1, "main", "main.go", 10, mapping: 1).Frame(2, "work", "work.go", 20, mapping: 1).Frame(3, "read", "", 0, mapping: 2);
        file.Function(4, "inner", "lib.go").Location(4, 1, 0x1234, (4, 7), (2, 21)).Location(5, 1, 0x1500);
        file.Sample([2, 1], [1, 10_000_000]);
        file.Sample([4, 1], [2, 20_000_000], file.Label("worker", "a"), file.Label("bytes", 512, "bytes"));
        file.Sample([3, 2, 1], [1, 10_000_000], file.Label("end_timestamp_ns", 1_700_000_000_123_456_789), file.Label("thread id", 7));
        file.Sample([5], [3, 0]);
        file.Sample([], [1, 1]);
        file.Others.Varint(9, 1_700_000_000_000_000_000).Varint(10, 5_000_000_000).Varint(12, 10_000_000).Packed(13, file.Text("a comment"));
        return file;
    }

    private static void AddAll(Proto file, int field, List<Proto> messages)
    {
        foreach (Proto message in messages) file.Message(field, message);
    }
}
