namespace FlameScope.Parsing;

/// <summary>The first byte of a text.</summary>
internal enum JfrTextEncoding
{
    Null = 0,
    Empty = 1,

    /// <summary>The id of a constant of the type <c>java.lang.String</c> follows.</summary>
    Constant = 2,

    /// <summary>A number of bytes, and the bytes.</summary>
    Utf8 = 3,

    /// <summary>A number of UTF-16 code units, each an integer of its own.</summary>
    Utf16 = 4,

    /// <summary>A number of bytes, each a character.</summary>
    Latin1 = 5,
}
