using Google.Protobuf;

namespace FlameScope.Export.Tests;

/// <summary>
/// The fields of a protobuf message, decoded by Google's library. The numbers and types of fields are those of the official definitions of a format.
/// </summary>
internal sealed class WireMessage
{
    private readonly Dictionary<int, List<(WireFormat.WireType Type, ulong Number, ByteString Bytes)>> _fields = [];

    public WireMessage(byte[] message)
    {
        var input = new CodedInputStream(message);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            WireFormat.WireType type = WireFormat.GetTagWireType(tag);
            if (!_fields.TryGetValue(field, out var values)) _fields[field] = values = [];
            values.Add(type switch
            {
                WireFormat.WireType.Varint => (type, input.ReadUInt64(), ByteString.Empty),
                WireFormat.WireType.Fixed64 => (type, input.ReadFixed64(), ByteString.Empty),
                WireFormat.WireType.LengthDelimited => (type, 0, input.ReadBytes()),
                _ => throw new InvalidDataException($"field {field} has the type {type}"),
            });
        }
    }

    /// <summary>The numbers of all fields.</summary>
    public IEnumerable<int> Fields => _fields.Keys.Order();

    public long Number(int field)
    {
        if (!_fields.TryGetValue(field, out var values)) return 0;
        (WireFormat.WireType type, ulong number, _) = values[^1];
        return type == WireFormat.WireType.Varint ? (long)number : throw new InvalidDataException($"field {field} has the type {type}");
    }

    public ulong Fixed64(int field)
    {
        if (!_fields.TryGetValue(field, out var values)) return 0;
        (WireFormat.WireType type, ulong number, _) = values[^1];
        return type == WireFormat.WireType.Fixed64 ? number : throw new InvalidDataException($"field {field} has the type {type}");
    }

    public string Text(int field) => Texts(field) is [.., var last] ? last : "";

    public string[] Texts(int field) => [.. Contents(field).Select(bytes => new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.Span))];

    public WireMessage Message(int field) => Messages(field) is [.., var last] ? last : new WireMessage([]);

    public WireMessage[] Messages(int field) => [.. Contents(field).Select(bytes => new WireMessage(bytes.ToByteArray()))];

    /// <summary>The packed numbers of a field.</summary>
    public long[] Numbers(int field)
    {
        var numbers = new List<long>();
        foreach (ByteString bytes in Contents(field))
        {
            CodedInputStream input = bytes.CreateCodedInput();
            while (!input.IsAtEnd) numbers.Add(input.ReadInt64());
        }
        return [.. numbers];
    }

    /// <summary>The packed numbers of eight bytes of a field.</summary>
    public ulong[] Fixed64s(int field)
    {
        var numbers = new List<ulong>();
        foreach (ByteString bytes in Contents(field))
        {
            CodedInputStream input = bytes.CreateCodedInput();
            while (!input.IsAtEnd) numbers.Add(input.ReadFixed64());
        }
        return [.. numbers];
    }

    private IEnumerable<ByteString> Contents(int field) => _fields.TryGetValue(field, out var values)
        ? values.Select(value => value.Type == WireFormat.WireType.LengthDelimited ? value.Bytes : throw new InvalidDataException($"field {field} has the type {value.Type}"))
        : [];
}
