namespace FlameScope.Parsing;

/// <summary>The kinds of data that may surround a profile.</summary>
internal enum ContainerKind
{
    None,
    Gzip,
    Zstd,
    Utf16,
    Utf16BigEndian,
    Tar,
    Zip,
}

/// <summary>Recognizes containers by their first bytes.</summary>
/// <remarks>It refers to no type of a decompressor, whose assembly would be loaded for every input.</remarks>
internal static class ContainerMagic
{
    /// <summary>Returns the kind of the container.</summary>
    /// <param name="start">The first 512 bytes, or all if there are fewer.</param>
    public static ContainerKind Find(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return ContainerKind.Gzip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])) return ContainerKind.Zstd;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return ContainerKind.Utf16;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return ContainerKind.Utf16BigEndian;
        if (start.StartsWith("PK\u0003\u0004"u8)) return ContainerKind.Zip;
        return start.Length >= 262 && start[257..262].SequenceEqual("ustar"u8) ? ContainerKind.Tar : ContainerKind.None;
    }
}
