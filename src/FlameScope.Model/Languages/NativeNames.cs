namespace FlameScope.Model;

/// <summary>Recognizes names of C++ and Rust.</summary>
internal static class NativeNames
{
    /// <summary>Indicates whether a name is qualified, <c>a::b</c>.</summary>
    /// <param name="name">The bytes of the name.</param>
    public static bool IsQualified(ReadOnlySpan<byte> name) => name.IndexOf("::"u8) >= 0;

    /// <summary>
    /// Returns the outermost namespace or crate: <c>std</c> of <c>std::vector&lt;int&gt;::at</c>, <c>alloc</c> of
    /// <c>&lt;alloc::vec::Vec&lt;T&gt; as core::ops::Drop&gt;::drop</c>.
    /// </summary>
    /// <param name="name">The bytes of the name.</param>
    /// <returns>A slice of <paramref name="name"/>; empty if the text before the first <c>::</c> is not an identifier.</returns>
    public static ReadOnlySpan<byte> OutermostOf(ReadOnlySpan<byte> name)
    {
        name = name.TrimStart("<&*"u8);
        int end = name.IndexOf("::"u8);
        if (end <= 0) return default;
        ReadOnlySpan<byte> outermost = name[..end];
        // A result type, an operator or a template may precede the colons.
        foreach (byte b in outermost)
        {
            if (!(b == '_' || char.IsAsciiLetterOrDigit((char)b))) return default;
        }
        return outermost;
    }

    /// <summary>Indicates whether a crate is part of Rust's standard library.</summary>
    /// <param name="crate">The bytes of the crate's name.</param>
    public static bool IsStandardCrate(ReadOnlySpan<byte> crate) =>
        crate.SequenceEqual("std"u8) || crate.SequenceEqual("core"u8) || crate.SequenceEqual("alloc"u8);
}
