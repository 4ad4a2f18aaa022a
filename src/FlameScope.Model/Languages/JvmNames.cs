using System.Buffers;

namespace FlameScope.Model;

/// <summary>Recognizes names of the Java virtual machine.</summary>
internal static class JvmNames
{
    private static readonly SearchValues<byte> EndOfClassName = SearchValues.Create(" ;.[()"u8);

    /// <summary>Indicates whether a method's name starts with a class descriptor: <c>Ljava/util/List;::size</c>.</summary>
    /// <param name="name">The bytes of the name.</param>
    /// <remarks>
    /// A descriptor is an <c>L</c>, the binary name of the class with slashes, and a semicolon (JVM specification, 4.3.2); perf-map-agent writes two
    /// colons between it and the method. https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.3.2
    /// </remarks>
    public static bool StartsWithDescriptor(ReadOnlySpan<byte> name)
    {
        if (name.Length < 3 || name[0] != 'L') return false;
        int end = name.IndexOfAny(EndOfClassName);
        return end > 1 && name[end..].StartsWith(";::"u8);
    }

    /// <summary>Indicates whether a module is the virtual machine itself.</summary>
    /// <param name="fileName">The bytes of the module's file name.</param>
    public static bool IsRuntime(ReadOnlySpan<byte> fileName) => fileName.StartsWith("libjvm"u8);
}
