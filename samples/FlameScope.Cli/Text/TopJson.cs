using System.Text.Encodings.Web;
using System.Text.Json;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>Writes a table of functions as one JSON object.</summary>
internal static class TopJson
{
    public static void Write(FunctionTable table, int count, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("samples", table.SampleCount);
            json.WriteString("weight", table.Weight == SampleWeight.Period ? "period" : "samples");
            json.WriteNumber("total", table.Total);
            json.WriteNumber("functionCount", table.Rows.Count);
            json.WriteStartArray("functions");
            for (int i = 0; i < count; i++)
            {
                FunctionRow row = table.Rows[i];
                json.WriteStartObject();
                json.WriteString("name", row.Name);
                json.WriteString("kind", KindName.Of(row.Kind));
                json.WriteNumber("self", row.Self);
                json.WriteNumber("total", row.Total);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }
}
