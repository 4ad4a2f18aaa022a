namespace FlameScope.Parsing;

/// <summary>The encoding of the value of a protobuf field. The values are those of the wire format.</summary>
internal enum WireType : byte
{
    /// <summary>A number of 1 to 10 bytes with 7 bits each, lowest bits first.</summary>
    Varint = 0,

    /// <summary>Eight bytes, little endian.</summary>
    Fixed64 = 1,

    /// <summary>A length and as many bytes: a message, a text, or packed numbers.</summary>
    Bytes = 2,

    /// <summary>The fields up to the matching end of the group.</summary>
    Group = 3,

    /// <summary>Four bytes, little endian.</summary>
    Fixed32 = 5,
}
