using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>Writes names of classes as in source code: <c>java.lang.Thread</c> for <c>java/lang/Thread</c>, <c>byte[]</c> for <c>[B</c>.</summary>
internal static class JfrClassNames
{
    /// <summary>Appends a name with dots between packages.</summary>
    public static void AppendDotted(List<byte> target, ReadOnlySpan<byte> name)
    {
        int start = target.Count;
        target.AddRange(name);
        CollectionsMarshal.AsSpan(target)[start..].Replace((byte)'/', (byte)'.');
    }

    /// <summary>Appends a name, of which a descriptor of an array is written as the type of its elements with brackets.</summary>
    public static void Append(List<byte> target, ReadOnlySpan<byte> name)
    {
        int dimensions = name.IndexOfAnyExcept((byte)'[');
        if (dimensions <= 0)
        {
            AppendDotted(target, name);
            return;
        }
        ReadOnlySpan<byte> element = name[dimensions..];
        ReadOnlySpan<byte> primitive = PrimitiveOf(element);
        if (!primitive.IsEmpty) target.AddRange(primitive);
        else AppendDotted(target, element is [(byte)'L', .., (byte)';'] ? element[1..^1] : element);
        for (int i = 0; i < dimensions; i++) target.AddRange("[]"u8);
    }

    private static ReadOnlySpan<byte> PrimitiveOf(ReadOnlySpan<byte> descriptor)
    {
        if (descriptor.Length != 1) return default;
        return descriptor[0] switch
        {
            (byte)'B' => "byte"u8,
            (byte)'C' => "char"u8,
            (byte)'D' => "double"u8,
            (byte)'F' => "float"u8,
            (byte)'I' => "int"u8,
            (byte)'J' => "long"u8,
            (byte)'S' => "short"u8,
            (byte)'Z' => "boolean"u8,
            _ => default,
        };
    }
}
