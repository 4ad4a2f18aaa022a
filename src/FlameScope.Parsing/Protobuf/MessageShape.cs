namespace FlameScope.Parsing;

/// <summary>
/// The fields that a protobuf message may have, with their encodings. Protobuf has no magic number, so that a format is recognized by whether all of
/// an input fits the shape of its messages.
/// </summary>
internal sealed class MessageShape
{
    // Fields that a later version of a format may add have numbers below this; those of bytes that are no message are spread over 29 bits.
    private const int MaximumUnknownField = 64;

    private readonly FieldShape[] _fields;

    /// <summary>Creates a shape.</summary>
    /// <param name="fields">The known fields in any order.</param>
    public MessageShape(params ReadOnlySpan<FieldShape> fields)
    {
        int last = 0;
        foreach (FieldShape field in fields) last = Math.Max(last, field.Number);
        _fields = new FieldShape[last + 1];
        foreach (FieldShape field in fields) _fields[field.Number] = field;
    }

    /// <summary>Checks the fields of a message and of the messages in it.</summary>
    /// <param name="message">The bytes of the message.</param>
    /// <returns>
    /// <see cref="ProtobufEnd.Whole"/> if all fields fit; <see cref="ProtobufEnd.Cut"/> if the last one is cut;
    /// <see cref="ProtobufEnd.Malformed"/> if a field does not fit. A message inside must not be cut.
    /// </returns>
    public ProtobufEnd Check(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (!Fits(reader)) return ProtobufEnd.Malformed;
        }
        return reader.End;
    }

    /// <summary>Checks the start of a message. The last field may be cut, and so may be the messages in it.</summary>
    /// <returns><c>false</c> if a field does not fit.</returns>
    public bool FitsStart(ReadOnlySpan<byte> start)
    {
        var reader = new ProtobufReader(start);
        while (reader.Read())
        {
            if (!Fits(reader)) return false;
        }
        if (reader.End == ProtobufEnd.Malformed) return false;
        if (!reader.ReadCut()) return true;
        int number = reader.Field;
        if (number >= _fields.Length || _fields[number].Number == 0) return number < MaximumUnknownField;
        return _fields[number].Allows(WireType.Bytes) && (_fields[number].Message is not { } message || message.FitsStart(reader.Bytes));
    }

    /// <summary>Indicates whether the current field of a reader fits this shape.</summary>
    public bool Fits(in ProtobufReader reader)
    {
        int number = reader.Field;
        if (number >= _fields.Length || _fields[number].Number == 0) return number < MaximumUnknownField;
        FieldShape field = _fields[number];
        if (!field.Allows(reader.WireType)) return false;
        return field.Message is null || field.Message.Check(reader.Bytes) == ProtobufEnd.Whole;
    }
}

/// <summary>A field of a <see cref="MessageShape"/>.</summary>
/// <param name="Number">The number of the field; 0 for a field that does not exist.</param>
/// <param name="First">The encoding of the field.</param>
/// <param name="Second">The other encoding that the field may have, for numbers that may be packed.</param>
/// <param name="Message">The shape of the message in the field; <c>null</c> if its content is not checked.</param>
internal readonly record struct FieldShape(int Number, WireType First, WireType Second, MessageShape? Message)
{
    /// <summary>Creates a field with a number, a boolean or an index.</summary>
    public static FieldShape Varint(int number) => new(number, WireType.Varint, WireType.Varint, null);

    /// <summary>Creates a field with repeated numbers, packed or not.</summary>
    public static FieldShape Numbers(int number) => new(number, WireType.Bytes, WireType.Varint, null);

    /// <summary>Creates a field with eight bytes.</summary>
    public static FieldShape Fixed64(int number) => new(number, WireType.Fixed64, WireType.Fixed64, null);

    /// <summary>Creates a field with repeated numbers of eight bytes, packed or not.</summary>
    public static FieldShape Fixed64s(int number) => new(number, WireType.Bytes, WireType.Fixed64, null);

    /// <summary>Creates a field with text or bytes.</summary>
    public static FieldShape Text(int number) => new(number, WireType.Bytes, WireType.Bytes, null);

    /// <summary>Creates a field with a message.</summary>
    public static FieldShape Of(int number, MessageShape message) => new(number, WireType.Bytes, WireType.Bytes, message);

    /// <summary>Indicates whether the field may have an encoding.</summary>
    public bool Allows(WireType type) => type == First || type == Second;
}
