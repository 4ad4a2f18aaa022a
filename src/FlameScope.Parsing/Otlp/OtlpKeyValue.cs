namespace FlameScope.Parsing;

/// <summary>
/// A key with a value: an attribute of a resource or a scope, whose key is a text or the index of a text, or a row of the attribute table, whose key is
/// an index and which may have a unit.
/// </summary>
internal readonly ref struct OtlpKeyValue
{
    public ReadOnlySpan<byte> Key { get; private init; }

    /// <summary>The bytes of the <c>AnyValue</c>.</summary>
    public ReadOnlySpan<byte> Value { get; private init; }

    public ReadOnlySpan<byte> Unit { get; private init; }

    /// <summary>Decodes an attribute of a resource or a scope, or an entry of a list in a value.</summary>
    public static OtlpKeyValue Read(ReadOnlySpan<byte> pair, ReadOnlySpan<byte> message, OtlpDictionary dictionary)
    {
        ReadOnlySpan<byte> key = default, value = default;
        var reader = new ProtobufReader(pair);
        while (reader.Read())
        {
            // A message that came from JSON may state both fields, one of them with its default value.
            if (reader.Field == 1 && reader.WireType == WireType.Bytes && !reader.Bytes.IsEmpty) key = reader.Bytes;
            else if (reader.Field == 2 && reader.WireType == WireType.Bytes) value = reader.Bytes;
            else if (reader.Field == 3 && reader.WireType == WireType.Varint && reader.Number != 0) key = dictionary.GetText(message, reader.Number);
        }
        return new OtlpKeyValue { Key = key, Value = value };
    }

    /// <summary>Decodes a row of the attribute table.</summary>
    public static OtlpKeyValue ReadRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> message, OtlpDictionary dictionary)
    {
        ReadOnlySpan<byte> key = default, value = default, unit = default;
        var reader = new ProtobufReader(row);
        while (reader.Read())
        {
            if (reader.Field == 1 && reader.WireType == WireType.Varint) key = dictionary.GetText(message, reader.Number);
            else if (reader.Field == 2 && reader.WireType == WireType.Bytes) value = reader.Bytes;
            else if (reader.Field == 3 && reader.WireType == WireType.Varint) unit = dictionary.GetText(message, reader.Number);
        }
        return new OtlpKeyValue { Key = key, Value = value, Unit = unit };
    }
}
