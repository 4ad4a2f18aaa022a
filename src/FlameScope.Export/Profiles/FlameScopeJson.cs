using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes the JSON that Netflix FlameScope's server sends and its pages read.</summary>
/// <remarks>Text is ASCII: everything else, and what would matter inside HTML, is escaped. Names that are not UTF-8 hold U+FFFD.</remarks>
public static partial class FlameScopeJson
{
    private static readonly JsonEncodedText N = JsonEncodedText.Encode("n");
    private static readonly JsonEncodedText L = JsonEncodedText.Encode("l");
    private static readonly JsonEncodedText V = JsonEncodedText.Encode("v");
    private static readonly JsonEncodedText C = JsonEncodedText.Encode("c");

    /// <summary>
    /// Writes a heat map: <c>{"rows": [980.0, …, 0.0], "columns": [0, …], "values": [[…], …], "maxvalue": n}</c>.
    /// </summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    /// <remarks>
    /// <c>rows</c> are the starts of the rows in milliseconds after the start of the column, falling: index 0 is the top of the picture, and
    /// so it is in <c>values[column][row]</c>. <c>columns</c> count from the start of the profile, so those of a cropped map do not start at 0.
    /// </remarks>
    public static void WriteHeatmap(SubsecondHeatmap map, Stream output)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(output);
        using var utf8 = new Utf8Output(output);
        using (Utf8JsonWriter json = Create(utf8, 1))
        {
            json.WriteStartObject();
            json.WriteStartArray("rows");
            for (int row = map.RowCount - 1; row >= 0; row--) WriteMilliseconds(json, HeatmapAxes.RowMilliseconds(map, row));
            json.WriteEndArray();
            json.WriteStartArray("columns");
            long first = HeatmapAxes.FirstColumn(map);
            for (int column = 0; column < map.ColumnCount; column++) json.WriteNumberValue(first + column);
            json.WriteEndArray();
            json.WriteStartArray("values");
            for (int column = 0; column < map.ColumnCount; column++)
            {
                json.WriteStartArray();
                ReadOnlySpan<long> values = map.Values.Slice(column * map.RowCount, map.RowCount);
                for (int row = values.Length - 1; row >= 0; row--) json.WriteNumberValue(values[row]);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteNumber("maxvalue", map.Maximum);
            json.WriteEndObject();
        }
        utf8.Flush();
    }

    /// <summary>
    /// Writes a tree: <c>{"n": name, "l": kind, "v": own value, "c": [children]}</c>, the kind being <c>kernel</c>, <c>user</c>, <c>jit</c>,
    /// <c>inlined</c> or empty.
    /// </summary>
    /// <param name="tree">The tree, of any depth.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    public static void WriteFlameGraph(StackTree tree, Stream output)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(output);
        TreeChecks.ThrowIfReturned(tree);
        ReadOnlySpan<int> depths = tree.Depths;
        ReadOnlySpan<long> self = tree.SelfValues;
        ReadOnlySpan<FrameKind> kinds = tree.Kinds;
        int deepest = 0;
        foreach (int depth in depths) deepest = Math.Max(deepest, depth);
        using var utf8 = new Utf8Output(output);
        using (Utf8JsonWriter json = Create(utf8, deepest))
        {
            // No recursion: what is open is the path to the node before.
            int open = 0;
            for (int node = 0; node < depths.Length; node++)
            {
                for (; open > depths[node]; open--) Close(json);
                json.WriteStartObject();
                WriteName(json, tree.GetNameUtf8(node));
                json.WriteString(L, LibraryType(kinds[node]));
                json.WriteNumber(V, self[node]);
                json.WriteStartArray(C);
                open++;
            }
            for (; open > 0; open--) Close(json);
        }
        utf8.Flush();
    }

    /// <summary>The JSON of a heat map as a string.</summary>
    /// <param name="map">The heat map.</param>
    public static string HeatmapToText(SubsecondHeatmap map) => ToText(output => WriteHeatmap(map, output));

    /// <summary>The JSON of a tree as a string.</summary>
    /// <param name="tree">The tree, of any depth.</param>
    public static string FlameGraphToText(StackTree tree) => ToText(output => WriteFlameGraph(tree, output));

    private static string ToText(Action<Stream> write)
    {
        using var buffer = new MemoryStream();
        write(buffer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    // A node is an object and an array: two levels. The shape is right by construction, so the writer need not check it.
    private static Utf8JsonWriter Create(Utf8Output output, int deepest) =>
        new(output, new JsonWriterOptions { MaxDepth = (2 * deepest) + 16, SkipValidation = true });

    private static void Close(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // What is not UTF-8 the writer would refuse.
    private static void WriteName(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        if (Utf8.IsValid(name)) json.WriteString(N, name);
        else json.WriteString(N, Encoding.UTF8.GetString(name));
    }

    private static ReadOnlySpan<byte> LibraryType(FrameKind kind) => kind switch
    {
        FrameKind.Kernel => "kernel"u8,
        FrameKind.User => "user"u8,
        FrameKind.Jit => "jit"u8,
        FrameKind.Inlined => "inlined"u8,
        _ => [],
    };

    // FlameScope's offsets are floating-point numbers and show it: 980.0.
    private static void WriteMilliseconds(Utf8JsonWriter json, double value)
    {
        Span<byte> text = stackalloc byte[DoubleText.MaximumLength];
        json.WriteRawValue(text[..DoubleText.Format(value, text)], skipInputValidation: true);
    }
}
