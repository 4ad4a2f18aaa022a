using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes the JSON of d3-flame-graph: a tree of <c>{"name": …, "value": …, "children": [ … ]}</c>, in which a value includes those of the children.</summary>
/// <remarks>This is the meaning of values that d3-flame-graph expects by default, without <c>selfValue(true)</c>. The tree can have any depth.</remarks>
public sealed class D3FlameGraphWriter : IProfileWriter
{
    private static readonly JsonEncodedText NameKey = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText ValueKey = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText ChildrenKey = JsonEncodedText.Encode("children");

    /// <inheritdoc/>
    public string Name => "d3-flame-graph";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".d3.json"];

    /// <inheritdoc/>
    public string Description => "the tree of stacks as JSON for d3-flame-graph";

    /// <inheritdoc/>
    public string Limits => "times, events, threads beyond their names, processors, labels, modules, kinds of frames, and source lines";

    /// <summary>The frames that precede each stack. The default is the name of the thread.</summary>
    public StackGrouping Grouping { get; init; } = StackGrouping.ThreadName;

    /// <inheritdoc/>
    public void Write(SampleSelection samples, IBufferWriter<byte> output, ProfileWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        StackTree tree = StackTree.From(samples, new StackTreeOptions { Grouping = Grouping, Weight = options.Weight });
        int deepest = 0;
        foreach (int depth in tree.Depths) deepest = Math.Max(deepest, depth);
        // A node is an object and an array. There is no recursion: the open objects are the path to the previous node.
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { MaxDepth = (2 * deepest) + 16, SkipValidation = true });
        int open = 0;
        for (int node = 0; node < tree.Count; node++)
        {
            for (; open > tree.Depths[node]; open--) Close(json);
            json.WriteStartObject();
            if (node == 0) json.WriteString(NameKey, options.Title ?? "root");
            else WriteName(json, tree.GetNameUtf8(node));
            json.WriteNumber(ValueKey, tree.TotalValues[node]);
            json.WriteStartArray(ChildrenKey);
            open++;
        }
        for (; open > 0; open--) Close(json);
    }

    private static void Close(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The writer throws on bytes that are not UTF-8.
    private static void WriteName(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        if (Utf8.IsValid(name)) json.WriteString(NameKey, name);
        else json.WriteString(NameKey, Encoding.UTF8.GetString(name));
    }
}
