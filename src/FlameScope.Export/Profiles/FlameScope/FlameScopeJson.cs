using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes the JSON that the server of Netflix FlameScope sends to its pages.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>A tree is <c>{"n": name, "l": kind, "v": own value, "c": [children]}</c>. The kind is <c>kernel</c>, <c>user</c>, <c>jit</c>,
/// <c>inlined</c> or empty. The tree can have any depth.</item>
/// <item>A heat map is <c>{"rows": [980.0, …, 0.0], "columns": [0, …], "values": [[…], …], "maxvalue": n}</c>. <c>rows</c> are the starts of
/// the rows in milliseconds after the start of the column, descending: index 0 is the top of the picture, also in
/// <c>values[column][row]</c>. <c>columns</c> count from the start of the profile, so those of a cropped map do not start at 0.</item>
/// <item>A difference is FlameScope's differential flame graph: the nodes of the target, <c>{"n": name, "l": kind, "v": own value, "d":
/// difference, "c": [children]}</c>, where the difference is <see cref="StackTreeDiff.GetFlameScopeDelta"/>. With
/// <see cref="FlameScopeJsonDiffOptions.Elided"/> it is FlameScope's elided flame graph: the nodes of the baseline, whose value is
/// <see cref="StackTreeDiff.GetFlameScopeElided"/> and whose difference is the negative of that.</item>
/// <item>The text is ASCII. All other characters, and those that are significant in HTML, are escaped. Bytes of names that are not UTF-8
/// become U+FFFD.</item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// using FileStream file = File.Create("heatmap.json");
/// FlameScopeJson.Write(SubsecondHeatmap.From(profile), file);
/// </code>
/// </example>
public static class FlameScopeJson
{
    private static readonly JsonEncodedText N = JsonEncodedText.Encode("n");
    private static readonly JsonEncodedText L = JsonEncodedText.Encode("l");
    private static readonly JsonEncodedText V = JsonEncodedText.Encode("v");
    private static readonly JsonEncodedText D = JsonEncodedText.Encode("d");
    private static readonly JsonEncodedText C = JsonEncodedText.Encode("c");

    /// <summary>Writes a tree to a stream.</summary>
    /// <param name="tree">The tree, of any depth.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static void Write(StackTree tree, Stream output) =>
        Render(tree).WriteTo(output);

    /// <summary>Writes a tree to a buffer writer.</summary>
    /// <param name="tree">The tree, of any depth.</param>
    /// <param name="output">The buffer writer.</param>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static void Write(StackTree tree, IBufferWriter<byte> output) =>
        Render(tree).WriteTo(output);

    /// <summary>
    /// Writes a tree to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="tree">The tree, of any depth.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(StackTree tree, Stream output, CancellationToken cancellationToken = default) =>
        Render(tree).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a tree as a string.</summary>
    /// <param name="tree">The tree, of any depth.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The tree was returned to its builder.</exception>
    public static string ToText(StackTree tree) =>
        Render(tree).ToText();

    /// <summary>Writes a heat map to a stream.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    public static void Write(SubsecondHeatmap map, Stream output) =>
        Render(map).WriteTo(output);

    /// <summary>Writes a heat map to a buffer writer.</summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The buffer writer.</param>
    public static void Write(SubsecondHeatmap map, IBufferWriter<byte> output) =>
        Render(map).WriteTo(output);

    /// <summary>
    /// Writes a heat map to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="map">The heat map.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(SubsecondHeatmap map, Stream output, CancellationToken cancellationToken = default) =>
        Render(map).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a heat map as a string.</summary>
    /// <param name="map">The heat map.</param>
    /// <returns>The document.</returns>
    public static string ToText(SubsecondHeatmap map) =>
        Render(map).ToText();

    /// <summary>Writes a difference to a stream.</summary>
    /// <param name="diff">The difference, of any depth. Its normalization is ignored: FlameScope's formula includes one.</param>
    /// <param name="output">The stream. It is written to in chunks and is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    public static void Write(StackTreeDiff diff, Stream output, FlameScopeJsonDiffOptions? options = null) =>
        Render(diff, options).WriteTo(output);

    /// <summary>Writes a difference to a buffer writer.</summary>
    /// <param name="diff">The difference, of any depth. Its normalization is ignored: FlameScope's formula includes one.</param>
    /// <param name="output">The buffer writer.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    public static void Write(StackTreeDiff diff, IBufferWriter<byte> output, FlameScopeJsonDiffOptions? options = null) =>
        Render(diff, options).WriteTo(output);

    /// <summary>
    /// Writes a difference to a stream asynchronously. The document is created in memory first; the stream is never written to synchronously.
    /// </summary>
    /// <param name="diff">The difference, of any depth. Its normalization is ignored: FlameScope's formula includes one.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation. The output is then incomplete.</param>
    /// <returns>A task that completes when the document is written.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task WriteAsync(
        StackTreeDiff diff, Stream output, FlameScopeJsonDiffOptions? options = null, CancellationToken cancellationToken = default) =>
        Render(diff, options).WriteToAsync(output, cancellationToken);

    /// <summary>Returns a difference as a string.</summary>
    /// <param name="diff">The difference, of any depth. Its normalization is ignored: FlameScope's formula includes one.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <returns>The document.</returns>
    public static string ToText(StackTreeDiff diff, FlameScopeJsonDiffOptions? options = null) =>
        Render(diff, options).ToText();

    private static Document Render(StackTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Document.Of(tree, output => WriteNodes(output, new TreeNodes(tree)));
    }

    private static Document Render(SubsecondHeatmap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new Document(output => Write(map, output));
    }

    private static Document Render(StackTreeDiff diff, FlameScopeJsonDiffOptions? options)
    {
        ArgumentNullException.ThrowIfNull(diff);
        bool isElided = options?.Elided ?? false;
        return new Document(output => WriteNodes(output, new DiffNodes(diff, isElided)));
    }

    private static void Write(SubsecondHeatmap map, Utf8Output output)
    {
        using Utf8JsonWriter json = Create(output, 1);
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

    // There is no recursion: the open objects are the path to the previous node.
    private static void WriteNodes<TNodes>(Utf8Output output, TNodes nodes)
        where TNodes : struct, INodes
    {
        ReadOnlySpan<int> depths = nodes.Depths;
        int deepest = 0;
        foreach (int depth in depths) deepest = Math.Max(deepest, depth);
        using Utf8JsonWriter json = Create(output, deepest);
        int open = 0;
        for (int node = 0; node < depths.Length; node++)
        {
            if (!nodes.Contains(node)) continue;
            for (; open > depths[node]; open--) Close(json);
            json.WriteStartObject();
            WriteName(json, nodes.NameOf(node));
            json.WriteString(L, LibraryType(nodes.KindOf(node)));
            nodes.WriteValues(json, node);
            json.WriteStartArray(C);
            open++;
        }
        for (; open > 0; open--) Close(json);
    }

    // A node is an object and an array: two levels. Validation is skipped because the structure is correct by construction.
    private static Utf8JsonWriter Create(Utf8Output output, int deepest) =>
        new(output, new JsonWriterOptions { MaxDepth = (2 * deepest) + 16, SkipValidation = true });

    private static void Close(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The writer throws on bytes that are not UTF-8.
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

    // FlameScope writes its offsets as floating-point numbers with a decimal point: 980.0.
    private static void WriteMilliseconds(Utf8JsonWriter json, double value)
    {
        Span<byte> text = stackalloc byte[DoubleText.MaximumLength];
        json.WriteRawValue(text[..DoubleText.Format(value, text)], skipInputValidation: true);
    }

    /// <summary>The nodes to write, in pre-order.</summary>
    private interface INodes
    {
        ReadOnlySpan<int> Depths { get; }

        bool Contains(int node);

        ReadOnlySpan<byte> NameOf(int node);

        FrameKind KindOf(int node);

        void WriteValues(Utf8JsonWriter json, int node);
    }

    private readonly struct TreeNodes(StackTree tree) : INodes
    {
        public ReadOnlySpan<int> Depths => tree.Depths;

        public bool Contains(int node) => true;

        public ReadOnlySpan<byte> NameOf(int node) => tree.GetNameUtf8(node);

        public FrameKind KindOf(int node) => tree.Kinds[node];

        public void WriteValues(Utf8JsonWriter json, int node) => json.WriteNumber(V, tree.SelfValues[node]);
    }

    /// <summary>The nodes of one side of a difference. A side that lacks a node lacks its descendants, too.</summary>
    private readonly struct DiffNodes(StackTreeDiff diff, bool isElided) : INodes
    {
        public ReadOnlySpan<int> Depths => diff.Depths;

        public bool Contains(int node) => (isElided ? diff.BaselineNodes : diff.TargetNodes)[node] >= 0;

        public ReadOnlySpan<byte> NameOf(int node) => diff.GetNameUtf8(node);

        public FrameKind KindOf(int node) => diff.GetKind(node);

        public void WriteValues(Utf8JsonWriter json, int node)
        {
            long value = isElided ? diff.GetFlameScopeElided(node) : diff.TargetSelfValues[node];
            json.WriteNumber(V, value);
            json.WriteNumber(D, isElided ? -value : diff.GetFlameScopeDelta(node));
        }
    }
}
