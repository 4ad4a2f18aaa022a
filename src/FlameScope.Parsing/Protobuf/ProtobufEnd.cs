namespace FlameScope.Parsing;

/// <summary>Why a <see cref="ProtobufReader"/> returns no further field.</summary>
internal enum ProtobufEnd : byte
{
    /// <summary>The last field ended where the message ends, or the reader has not reached the end.</summary>
    Whole,

    /// <summary>The message ends within a field.</summary>
    Cut,

    /// <summary>The bytes are not a field.</summary>
    Malformed,
}
