using System.Text.Json;
using FlameScope.FlameGraph;

namespace FlameScope.Export;

public static partial class FlameScopeJson
{
    private static readonly JsonEncodedText D = JsonEncodedText.Encode("d");

    /// <summary>
    /// Writes FlameScope's differential flame graph: the target's nodes, <c>{"n": name, "l": kind, "v": own value, "d": difference, "c":
    /// [children]}</c>, the difference being <see cref="StackTreeDiff.GetFlameScopeDelta"/>.
    /// </summary>
    /// <param name="diff">The difference, of any depth. Its normalization has no say: FlameScope's formula has its own.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    public static void WriteDifferential(StackTreeDiff diff, Stream output)
    {
        ArgumentNullException.ThrowIfNull(diff);
        WriteSide(diff, diff.TargetNodes, output, (json, node) =>
        {
            json.WriteNumber(V, diff.TargetSelfValues[node]);
            json.WriteNumber(D, diff.GetFlameScopeDelta(node));
        });
    }

    /// <summary>
    /// Writes FlameScope's elided flame graph: the baseline's nodes, <c>{"n": name, "l": kind, "v": elided value, "d": difference, "c":
    /// [children]}</c>, the value being <see cref="StackTreeDiff.GetFlameScopeElided"/>, and the difference the same with its sign turned, since
    /// none of it is left.
    /// </summary>
    /// <param name="diff">The difference, of any depth. Its normalization has no say: FlameScope's formula has its own.</param>
    /// <param name="output">Where to; written in chunks and not closed.</param>
    public static void WriteElided(StackTreeDiff diff, Stream output)
    {
        ArgumentNullException.ThrowIfNull(diff);
        WriteSide(diff, diff.BaselineNodes, output, (json, node) =>
        {
            long elided = diff.GetFlameScopeElided(node);
            json.WriteNumber(V, elided);
            json.WriteNumber(D, -elided);
        });
    }

    /// <summary>The JSON of FlameScope's differential flame graph as a string.</summary>
    /// <param name="diff">The difference, of any depth.</param>
    public static string DifferentialToText(StackTreeDiff diff) => ToText(output => WriteDifferential(diff, output));

    /// <summary>The JSON of FlameScope's elided flame graph as a string.</summary>
    /// <param name="diff">The difference, of any depth.</param>
    public static string ElidedToText(StackTreeDiff diff) => ToText(output => WriteElided(diff, output));

    // A node that the side lacks has none below it either.
    private static void WriteSide(StackTreeDiff diff, ReadOnlySpan<int> side, Stream output, Action<Utf8JsonWriter, int> writeValues)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<int> depths = diff.Depths;
        int deepest = 0;
        foreach (int depth in depths) deepest = Math.Max(deepest, depth);
        using var utf8 = new Utf8Output(output);
        using (Utf8JsonWriter json = Create(utf8, deepest))
        {
            int open = 0;
            for (int node = 0; node < depths.Length; node++)
            {
                if (side[node] < 0) continue;
                for (; open > depths[node]; open--) Close(json);
                json.WriteStartObject();
                WriteName(json, diff.GetNameUtf8(node));
                json.WriteString(L, LibraryType(diff.GetKind(node)));
                writeValues(json, node);
                json.WriteStartArray(C);
                open++;
            }
            for (; open > 0; open--) Close(json);
        }
        utf8.Flush();
    }
}
