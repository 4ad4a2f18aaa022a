namespace FlameScope.Parsing.Tests;

/// <summary>Builds nflxprofiles in the three layouts.</summary>
internal static class NflxFile
{
    public static Proto Times(double start, params double[] deltas) =>
        new Proto().Double(1, start).Double(2, start + deltas.Sum()).PackedDoubles(4, deltas);

    public static Proto Node(uint id, Proto node) => new Proto().Message(5, new Proto().Varint(1, id).Message(2, node));

    public static Proto Name(string name, string? libType = null)
    {
        Proto node = new Proto().Text(1, name).Varint(2, 0);
        return libType is null ? node : node.Text(4, libType);
    }

    public static Proto Frame(string name, string? libType = null, string? file = null, int line = 0)
    {
        Proto frame = new Proto().Text(1, name);
        if (libType is not null) frame.Text(2, libType);
        if (file is not null) frame.Message(3, new Proto().Text(1, file).Varint(2, line).Varint(3, 4));
        return frame;
    }

    public static Proto Parameter(string key, string value) => new Proto().Message(8, new Proto().Text(1, key).Text(2, value));

    public static Proto Example() => Times(100.25, 0, 0.25, 0.125, 0.5)
        .Packed(3, 2, 1, 2, 0)
        .Append(Node(2, Name("work", "jit").Varint(5, 1))).Append(Node(0, Name("root").Packed(3, 1))).Append(Node(1, Name("main", "user").Varint(5, 0)))
        .Packed(9, 0, 1, 0, 1).Packed(10, 5, 5, 6, 6).Packed(11, 7, 8, 7, 8).Packed(12, 1, 2, 3, 4)
        .Append(Parameter("has_parent", "true")).Text(6, "a title");
}
