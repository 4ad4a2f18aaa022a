using System.Buffers.Binary;
using System.Globalization;

namespace FlameScope.Parsing.Tests;

/// <summary>
/// Writes a chunk of a recording: its metadata, constants and events in the order of the calls. A second implementation of the format, from its
/// description alone.
/// </summary>
internal sealed class JfrChunkWriter
{
    public const long DefaultStart = 1_700_000_000_000_000_000;
    private const int HeaderLength = 68;

    private readonly Dictionary<string, (long Id, JfrFieldSpec[] Fields)> _types = [];
    private readonly SortedDictionary<string, List<(long Id, object?[] Values)>> _pending = new(StringComparer.Ordinal);
    private readonly JfrBytes _body;
    private readonly bool _isCompressed;
    private long _nextType;
    private int _lastConstants;
    private int _metadata;

    public JfrChunkWriter(bool isCompressed = true, long firstType = 20)
    {
        _isCompressed = isCompressed;
        _body = new JfrBytes(isCompressed);
        _nextType = firstType;
        foreach (string type in (string[])["boolean", "byte", "char", "short", "int", "long", "float", "double", "java.lang.String"]) Type(type);
        Type("jdk.jfr.Timespan", "String value");
        Type("jdk.types.Symbol", "String string");
        Type("java.lang.Class", "ClassLoader* classLoader", "Symbol* name", "int modifiers");
        Type("jdk.types.ClassLoader", "Class* type", "Symbol* name");
        Type("java.lang.Thread", "String osName", "long osThreadId", "String javaName", "long javaThreadId");
        Type("jdk.types.FrameType", "String description");
        Type("jdk.types.ThreadState", "String name");
        Type("jdk.types.Method", "Class* type", "Symbol* name", "Symbol* descriptor", "int modifiers", "boolean hidden");
        Type("jdk.types.StackFrame", "Method* method", "int lineNumber", "int bytecodeIndex", "FrameType* type");
        Type("jdk.types.StackTrace", "boolean truncated", "StackFrame[] frames");
    }

    public long StartNanoseconds { get; init; } = DefaultStart;

    public long StartTicks { get; init; }

    public long TicksPerSecond { get; init; } = 1_000_000_000;

    public ushort Major { get; init; } = 2;

    /// <summary>Indicates whether compressed sizes have as few bytes as possible, as async-profiler and newer JDKs write them.</summary>
    public bool HasShortSizes { get; init; }

    /// <summary>The encoding of texts that have none of their own.</summary>
    public JfrTextEncoding Encoding { get; init; } = JfrTextEncoding.Utf8;

    /// <summary>The offset of the next event in the chunk.</summary>
    public int Offset => HeaderLength + _body.Count;

    /// <summary>Defines a type.</summary>
    public JfrChunkWriter Type(string name, params string[] fields)
    {
        _types[name] = (_nextType++, [.. fields.Select(JfrFieldSpec.Parse)]);
        return this;
    }

    /// <summary>Returns the id of a type.</summary>
    public int TypeId(string name) => (int)_types[name].Id;

    /// <summary>Adds a constant to the next event with constants.</summary>
    public JfrChunkWriter Constant(string type, long id, params object?[] values)
    {
        if (!_pending.TryGetValue(type, out List<(long, object?[])>? constants)) _pending[type] = constants = [];
        constants.Add((id, values));
        return this;
    }

    /// <summary>Writes an event with the constants that were added.</summary>
    public JfrChunkWriter WriteConstants(long? distance = null)
    {
        var content = new JfrBytes(_isCompressed);
        content.Integer(1, sizeof(long));
        content.Integer(StartTicks, sizeof(long));
        content.Integer(0, sizeof(long));
        content.Integer(distance ?? (_lastConstants == 0 ? 0 : _lastConstants - Offset), sizeof(long));
        content.Byte(0);
        content.Integer(_pending.Count, sizeof(int));
        foreach ((string type, List<(long Id, object?[] Values)> constants) in _pending)
        {
            content.Integer(_types[type].Id, sizeof(long));
            content.Integer(constants.Count, sizeof(int));
            foreach ((long id, object?[] values) in constants)
            {
                content.Integer(id, sizeof(long));
                WriteValue(content, type, type == "java.lang.String" ? values[0] : values);
            }
        }
        _pending.Clear();
        _lastConstants = Offset;
        WriteSized(content);
        return this;
    }

    /// <summary>Writes an event.</summary>
    public JfrChunkWriter Event(string type, params object?[] values)
    {
        var content = new JfrBytes(_isCompressed);
        content.Integer(_types[type].Id, sizeof(long));
        WriteValue(content, type, values);
        WriteSized(content);
        return this;
    }

    /// <summary>Writes bytes that are no event.</summary>
    public JfrChunkWriter Raw(params byte[] bytes)
    {
        _body.Raw(bytes);
        return this;
    }

    /// <summary>Writes the metadata: the types that were defined so far.</summary>
    public JfrChunkWriter WriteMetadata()
    {
        var texts = new List<string>();
        var tree = new JfrBytes(_isCompressed);
        Element(tree, texts, "root", [], 1);
        Element(tree, texts, "metadata", [], _types.Count);
        foreach ((string name, (long id, JfrFieldSpec[] fields)) in _types)
        {
            Element(tree, texts, "class", ["name", name, "id", Number(id)], fields.Length);
            foreach (JfrFieldSpec field in fields)
            {
                var attributes = new List<string> { "name", field.Name, "class", Number(_types.TryGetValue(field.Type, out var type) ? type.Id : 9999) };
                if (field.IsConstant) attributes.AddRange(["constantPool", "true"]);
                if (field.IsArray) attributes.AddRange(["dimension", "1"]);
                Element(tree, texts, "field", attributes, field.Unit is null ? 0 : 1);
                if (field.Unit is { } unit) Element(tree, texts, "annotation", ["class", Number(_types["jdk.jfr.Timespan"].Id), "value", unit], 0);
            }
        }
        var content = new JfrBytes(_isCompressed);
        content.Integer(0, sizeof(long));
        content.Integer(StartTicks, sizeof(long));
        content.Integer(0, sizeof(long));
        content.Integer(1, sizeof(long));
        content.Integer(texts.Count, sizeof(int));
        foreach (string text in texts) content.Text(text, Encoding);
        content.Append(tree);
        _metadata = Offset;
        WriteSized(content);
        return this;
    }

    /// <summary>Returns the chunk. Constants and metadata that were not written are written at its end.</summary>
    public byte[] Close()
    {
        if (_pending.Count > 0 || _lastConstants == 0) WriteConstants();
        if (_metadata == 0) WriteMetadata();
        return ToArray(Offset, _lastConstants, _metadata);
    }

    /// <summary>Returns the chunk as it is while the recorder writes it.</summary>
    public byte[] ToUnclosed() => ToArray(0, 0, 0);

    /// <summary>Returns the chunk with a header of the given numbers.</summary>
    public byte[] ToArray(long size, long constants, long metadata)
    {
        byte[] chunk = new byte[Offset];
        "FLR\0"u8.CopyTo(chunk);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(4), Major);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(6), 1);
        BinaryPrimitives.WriteInt64BigEndian(chunk.AsSpan(8), size);
        BinaryPrimitives.WriteInt64BigEndian(chunk.AsSpan(16), constants);
        BinaryPrimitives.WriteInt64BigEndian(chunk.AsSpan(24), metadata);
        BinaryPrimitives.WriteInt64BigEndian(chunk.AsSpan(32), StartNanoseconds);
        BinaryPrimitives.WriteInt64BigEndian(chunk.AsSpan(48), StartTicks);
        BinaryPrimitives.WriteInt64BigEndian(chunk.AsSpan(56), TicksPerSecond);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(64), _isCompressed ? 1 : 0);
        _body.ToArray().CopyTo(chunk, HeaderLength);
        return chunk;
    }

    /// <summary>The offset of the last event with constants.</summary>
    public int LastConstants => _lastConstants;

    /// <summary>The offset of the metadata.</summary>
    public int Metadata => _metadata;

    private void WriteValue(JfrBytes target, string type, object? value)
    {
        switch (type)
        {
            case "boolean" or "byte":
                target.Integer(ToInteger(value), 1);
                break;
            case "char" or "short":
                target.Integer(ToInteger(value), sizeof(short));
                break;
            case "int":
                target.Integer(ToInteger(value), sizeof(int));
                break;
            case "long":
                target.Integer(ToInteger(value), sizeof(long));
                break;
            case "float" or "double":
                target.Raw(new byte[type == "float" ? sizeof(float) : sizeof(double)]);
                break;
            case "java.lang.String":
                if (value is JfrConstantText constant)
                {
                    target.Byte((byte)JfrTextEncoding.Constant);
                    target.Integer(constant.Id, sizeof(long));
                    break;
                }
                target.Text(value as string ?? (value as JfrText)?.Value, (value as JfrText)?.Encoding ?? Encoding);
                break;
            default:
                var values = (object?[])value!;
                JfrFieldSpec[] fields = _types[type].Fields;
                for (int i = 0; i < fields.Length; i++) WriteField(target, fields[i], values[i]);
                break;
        }
    }

    private void WriteField(JfrBytes target, JfrFieldSpec field, object? value)
    {
        if (!field.IsArray)
        {
            WriteElement(target, field, value);
            return;
        }
        var elements = (object?[])value!;
        target.Integer(elements.Length, sizeof(int));
        foreach (object? element in elements) WriteElement(target, field, element);
    }

    private void WriteElement(JfrBytes target, JfrFieldSpec field, object? value)
    {
        if (field.IsConstant) target.Integer(ToInteger(value), sizeof(long));
        else WriteValue(target, field.Type, value);
    }

    // The size includes its own bytes. Compressed sizes have four bytes, as the JDK wrote them before version 17.
    private void WriteSized(JfrBytes content)
    {
        int size = content.Count + 4;
        if (_isCompressed && HasShortSizes && content.Count < 0x7f)
        {
            _body.Byte((byte)(content.Count + 1));
            _body.Append(content);
            return;
        }
        if (_isCompressed)
        {
            for (int i = 0; i < 3; i++) _body.Byte((byte)((size >> (7 * i)) | 0x80));
            _body.Byte((byte)((size >> 21) & 0x7f));
        }
        else
        {
            _body.Integer(size, sizeof(int));
        }
        _body.Append(content);
    }

    private static void Element(JfrBytes tree, List<string> texts, string name, List<string> attributes, int children)
    {
        tree.Integer(IndexOf(texts, name), sizeof(int));
        tree.Integer(attributes.Count / 2, sizeof(int));
        foreach (string attribute in attributes) tree.Integer(IndexOf(texts, attribute), sizeof(int));
        tree.Integer(children, sizeof(int));
    }

    private static int IndexOf(List<string> texts, string text)
    {
        int index = texts.IndexOf(text);
        if (index >= 0) return index;
        texts.Add(text);
        return texts.Count - 1;
    }

    private static long ToInteger(object? value) => Convert.ToInt64(value ?? 0L, CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
