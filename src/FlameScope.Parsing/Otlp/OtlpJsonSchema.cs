namespace FlameScope.Parsing;

/// <summary>The encoding of a JSON value in protobuf.</summary>
internal enum OtlpJsonType : byte
{
    /// <summary>An object, or an array of them.</summary>
    Message,

    /// <summary>An integer as a number or as a text, a boolean, or an array of these.</summary>
    Varint,

    /// <summary>A 64-bit integer as a number or as a text, or an array of these.</summary>
    Fixed64,

    /// <summary>A floating-point number, or one of the texts NaN, Infinity and -Infinity.</summary>
    Double,

    /// <summary>A text, or an array of texts.</summary>
    Text,

    /// <summary>Bytes as hexadecimal text: the ids of traces and spans.</summary>
    Hex,

    /// <summary>Bytes as base64.</summary>
    Base64,

    /// <summary>A field that older layouts have.</summary>
    Older,
}

/// <summary>A field of a message in JSON.</summary>
internal sealed record OtlpJsonField(string Name, int Number, OtlpJsonType Type, Func<OtlpJsonMessage>? Message = null)
{
    /// <summary>The name as UTF-8, in lower camel case.</summary>
    public byte[] Utf8Name { get; } = System.Text.Encoding.UTF8.GetBytes(Name);

    /// <summary>The name in the protobuf definition, which readers of JSON must accept, too.</summary>
    public byte[] Utf8SnakeName { get; } = ToSnakeCase(Name);

    private static byte[] ToSnakeCase(string name)
    {
        var text = new List<byte>();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c)) text.Add((byte)'_');
            text.Add((byte)char.ToLowerInvariant(c));
        }
        return [.. text];
    }
}

/// <summary>The fields of a message in JSON.</summary>
internal sealed class OtlpJsonMessage(params OtlpJsonField[] fields)
{
    public IReadOnlyList<OtlpJsonField> Fields => fields;
}

/// <summary>The messages of OpenTelemetry profiles in JSON.</summary>
internal static class OtlpJsonSchema
{
    private static readonly OtlpJsonMessage AnyValue = new(
        new("stringValue", 1, OtlpJsonType.Text), new("boolValue", 2, OtlpJsonType.Varint), new("intValue", 3, OtlpJsonType.Varint),
        new("doubleValue", 4, OtlpJsonType.Double), new("arrayValue", 5, OtlpJsonType.Message, () => ArrayValue!),
        new("kvlistValue", 6, OtlpJsonType.Message, () => KeyValueList!), new("bytesValue", 7, OtlpJsonType.Base64),
        new("stringValueStrindex", 8, OtlpJsonType.Varint));

    private static readonly OtlpJsonMessage ArrayValue = new(new OtlpJsonField("values", 1, OtlpJsonType.Message, () => AnyValue));

    private static readonly OtlpJsonMessage KeyValue = new(
        new("key", 1, OtlpJsonType.Text), new("value", 2, OtlpJsonType.Message, () => AnyValue), new("keyStrindex", 3, OtlpJsonType.Varint));

    private static readonly OtlpJsonMessage KeyValueList = new(new OtlpJsonField("values", 1, OtlpJsonType.Message, () => KeyValue));

    private static readonly OtlpJsonMessage Resource = new(new OtlpJsonField("attributes", 1, OtlpJsonType.Message, () => KeyValue));

    private static readonly OtlpJsonMessage Scope = new(
        new("name", 1, OtlpJsonType.Text), new("version", 2, OtlpJsonType.Text), new("attributes", 3, OtlpJsonType.Message, () => KeyValue));

    private static readonly OtlpJsonMessage ValueType = new(
        new("typeStrindex", 1, OtlpJsonType.Varint), new OtlpJsonField("unitStrindex", 2, OtlpJsonType.Varint));

    private static readonly OtlpJsonMessage Sample = new(
        new("stackIndex", 1, OtlpJsonType.Varint), new("attributeIndices", 2, OtlpJsonType.Varint), new("linkIndex", 3, OtlpJsonType.Varint),
        new("values", 4, OtlpJsonType.Varint), new("timestampsUnixNano", 5, OtlpJsonType.Fixed64), new("locationsStartIndex", 0, OtlpJsonType.Older),
        new("locationIndex", 0, OtlpJsonType.Older));

    private static readonly OtlpJsonMessage Profile = new(
        new("sampleType", 1, OtlpJsonType.Message, () => ValueType), new("samples", 2, OtlpJsonType.Message, () => Sample),
        new("sample", 2, OtlpJsonType.Message, () => Sample), new("timeUnixNano", 3, OtlpJsonType.Fixed64),
        new("durationNano", 4, OtlpJsonType.Varint), new("periodType", 5, OtlpJsonType.Message, () => ValueType),
        new("period", 6, OtlpJsonType.Varint), new("originalPayloadFormat", 9, OtlpJsonType.Text),
        new("originalPayload", 10, OtlpJsonType.Base64), new("attributeIndices", 11, OtlpJsonType.Varint),
        new("locationTable", 0, OtlpJsonType.Older), new("profile", 0, OtlpJsonType.Older), new("locationIndices", 0, OtlpJsonType.Older));

    private static readonly OtlpJsonMessage ScopeProfiles = new(
        new("scope", 1, OtlpJsonType.Message, () => Scope), new("profiles", 2, OtlpJsonType.Message, () => Profile));

    private static readonly OtlpJsonMessage ResourceProfiles = new(
        new("resource", 1, OtlpJsonType.Message, () => Resource), new("scopeProfiles", 2, OtlpJsonType.Message, () => ScopeProfiles));

    private static readonly OtlpJsonMessage Mapping = new(
        new("memoryStart", 1, OtlpJsonType.Varint), new("memoryLimit", 2, OtlpJsonType.Varint), new("fileOffset", 3, OtlpJsonType.Varint),
        new("filenameStrindex", 4, OtlpJsonType.Varint), new("attributeIndices", 5, OtlpJsonType.Varint));

    private static readonly OtlpJsonMessage Line = new(
        new("functionIndex", 1, OtlpJsonType.Varint), new("line", 2, OtlpJsonType.Varint), new("column", 3, OtlpJsonType.Varint));

    private static readonly OtlpJsonMessage Location = new(
        new("mappingIndex", 1, OtlpJsonType.Varint), new("address", 2, OtlpJsonType.Varint), new("lines", 3, OtlpJsonType.Message, () => Line),
        new("line", 3, OtlpJsonType.Message, () => Line), new("attributeIndices", 4, OtlpJsonType.Varint));

    private static readonly OtlpJsonMessage Function = new(
        new("nameStrindex", 1, OtlpJsonType.Varint), new("systemNameStrindex", 2, OtlpJsonType.Varint),
        new("filenameStrindex", 3, OtlpJsonType.Varint), new("startLine", 4, OtlpJsonType.Varint));

    private static readonly OtlpJsonMessage Link = new(new("traceId", 1, OtlpJsonType.Hex), new OtlpJsonField("spanId", 2, OtlpJsonType.Hex));

    private static readonly OtlpJsonMessage Attribute = new(
        new("keyStrindex", 1, OtlpJsonType.Varint), new("value", 2, OtlpJsonType.Message, () => AnyValue),
        new("unitStrindex", 3, OtlpJsonType.Varint), new("key", 0, OtlpJsonType.Older));

    private static readonly OtlpJsonMessage Stack = new(new OtlpJsonField("locationIndices", 1, OtlpJsonType.Varint));

    private static readonly OtlpJsonMessage Dictionary = new(
        new("mappingTable", 1, OtlpJsonType.Message, () => Mapping), new("locationTable", 2, OtlpJsonType.Message, () => Location),
        new("functionTable", 3, OtlpJsonType.Message, () => Function), new("linkTable", 4, OtlpJsonType.Message, () => Link),
        new("stringTable", 5, OtlpJsonType.Text), new("attributeTable", 6, OtlpJsonType.Message, () => Attribute),
        new("stackTable", 7, OtlpJsonType.Message, () => Stack));

    /// <summary>The message of stored data and of an export request.</summary>
    public static readonly OtlpJsonMessage Request = new(
        new("resourceProfiles", 1, OtlpJsonType.Message, () => ResourceProfiles), new("dictionary", 2, OtlpJsonType.Message, () => Dictionary));
}
