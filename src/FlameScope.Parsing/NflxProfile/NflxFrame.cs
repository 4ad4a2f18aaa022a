using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Decodes a frame of an nflxprofile: a node, or an entry of the stack in a node.</summary>
internal static class NflxFrame
{
    /// <summary>Adds a frame.</summary>
    /// <param name="message">The bytes of the node or of the stack's entry.</param>
    /// <param name="isNode">Indicates whether it is a node, whose fields have other numbers.</param>
    /// <param name="builder">The builder.</param>
    /// <param name="context">The limits.</param>
    public static FrameId Add(ReadOnlySpan<byte> message, bool isNode, ProfileBuilder builder, ReadContext context)
    {
        ReadOnlySpan<byte> name = default, libType = default, file = default;
        int nameField = NflxProfileShape.NodeFunctionName;
        int libTypeField = isNode ? NflxProfileShape.NodeLibType : 2;
        int fileField = isNode ? NflxProfileShape.NodeFile : 3;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.WireType != WireType.Bytes) continue;
            if (reader.Field == nameField) name = reader.Bytes;
            else if (reader.Field == libTypeField) libType = reader.Bytes;
            else if (reader.Field == fileField) file = reader.Bytes;
        }
        ReadOnlySpan<byte> path = ReadFile(file, out int line, out int column);
        context.CheckSymbol(name.Length, builder.SymbolCount, default);
        context.CheckText(path.Length, default);
        bool isInlined = libType.SequenceEqual("inlined"u8);
        return builder.AddFrame(new Frame
        {
            Symbol = builder.AddSymbol(name),
            Kind = isInlined ? FrameKind.Jit : KindOf(libType), // Only the symbols of just-in-time compilers mark what is inlined.
            Source = builder.AddSource(path),
            Line = line,
            Column = column,
            IsInlined = isInlined,
        });
    }

    private static FrameKind KindOf(ReadOnlySpan<byte> libType) => libType switch
    {
        _ when libType.SequenceEqual("kernel"u8) => FrameKind.Kernel,
        _ when libType.SequenceEqual("user"u8) => FrameKind.User,
        _ when libType.SequenceEqual("jit"u8) => FrameKind.Jit,
        _ => FrameKind.Unknown,
    };

    private static ReadOnlySpan<byte> ReadFile(ReadOnlySpan<byte> message, out int line, out int column)
    {
        ReadOnlySpan<byte> path = default;
        line = 0;
        column = 0;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1 && reader.WireType == WireType.Bytes) path = reader.Bytes;
            else if (reader.WireType == WireType.Varint && reader.Number <= int.MaxValue)
            {
                if (reader.Field == 2) line = (int)reader.Number;
                else if (reader.Field == 3) column = (int)reader.Number;
            }
        }
        return path;
    }
}
