using System.Text.Encodings.Web;
using System.Text.Json;
using FlameScope.Analysis;
using FlameScope.FlameGraph;

namespace FlameScope.Cli.Text;

/// <summary>Writes tables of functions as one JSON object.</summary>
internal static class TopJson
{
    public static void Write(FunctionTable table, int count, Stream output) => Write(output, json =>
    {
        json.WriteNumber("samples", table.SampleCount);
        json.WriteString("weight", table.Weight.ToString());
        json.WriteString("unit", table.Unit);
        json.WriteNumber("total", table.Total);
        json.WriteNumber("functionCount", table.Rows.Count);
        WriteRows(json, table.Rows.Take(count));
    });

    public static void Write(IReadOnlyList<FunctionGroup> groups, int count, StackTree tree, Stream output) => Write(output, json =>
    {
        json.WriteNumber("samples", tree.SampleCount);
        json.WriteString("weight", tree.Weight.ToString());
        json.WriteString("unit", tree.Unit);
        json.WriteNumber("total", tree.Total);
        json.WriteStartArray("groups");
        foreach (FunctionGroup group in groups)
        {
            json.WriteStartObject();
            json.WriteString("name", group.Name);
            json.WriteNumber("total", group.Total);
            json.WriteNumber("functionCount", group.Rows.Count);
            WriteRows(json, group.Rows.Take(count));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public static void Write(FunctionChanges changes, IReadOnlyList<FunctionChange> rows, Stream output) => Write(output, json =>
    {
        json.WriteNumber("samples", changes.TargetSampleCount);
        json.WriteNumber("baselineSamples", changes.BaselineSampleCount);
        json.WriteString("weight", changes.Weight.ToString());
        json.WriteString("unit", changes.Unit);
        json.WriteNumber("total", changes.TargetTotal);
        json.WriteNumber("baselineTotal", changes.BaselineTotal);
        json.WriteNumber("functionCount", changes.Rows.Count);
        json.WriteStartArray("functions");
        foreach (FunctionChange row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteString("kind", KindName.Of(row.Kind));
            json.WriteNumber("self", row.Self.Target);
            json.WriteNumber("total", row.Total.Target);
            json.WriteNumber("baselineSelf", row.Self.Baseline);
            json.WriteNumber("baselineTotal", row.Total.Baseline);
            json.WriteNumber("selfDelta", row.Self.Delta);
            json.WriteNumber("totalDelta", row.Total.Delta);
            json.WriteNumber("totalDeltaLow", row.Total.Low);
            json.WriteNumber("totalDeltaHigh", row.Total.High);
            json.WriteNumber("pValue", row.Total.PValue);
            json.WriteNumber("adjustedPValue", row.AdjustedPValue);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static void Write(Stream output, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteRows(Utf8JsonWriter json, IEnumerable<FunctionRow> rows)
    {
        json.WriteStartArray("functions");
        foreach (FunctionRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteString("kind", KindName.Of(row.Kind));
            json.WriteNumber("self", row.Self);
            json.WriteNumber("total", row.Total);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
