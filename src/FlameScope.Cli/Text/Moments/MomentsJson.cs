using System.Text.Encodings.Web;
using System.Text.Json;
using FlameScope.Analysis;
using FlameScope.Heatmap;

namespace FlameScope.Cli.Text;

/// <summary>Writes moments as a JSON array.</summary>
internal static class MomentsJson
{
    public static void Write(IReadOnlyList<Moment> moments, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (Moment moment in moments)
            {
                json.WriteStartObject();
                json.WriteNumber("from", moment.From);
                json.WriteNumber("to", moment.To);
                json.WriteString("kind", NameOf(moment.Kind));
                json.WriteNumber("score", Math.Round(moment.Score, 2));
                json.WriteNumber("samples", moment.SampleCount);
                if (moment.Kind == MomentKind.Periodic)
                {
                    json.WriteNumber("period", moment.Period.TotalSeconds);
                    json.WriteNumber("repeats", moment.RepeatCount);
                }
                json.WriteStartArray("functions");
                foreach (string function in moment.Functions) json.WriteStringValue(function);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }

    public static string NameOf(MomentKind kind) => kind switch
    {
        MomentKind.Periodic => "periodic",
        MomentKind.Startup => "startup",
        MomentKind.Gap => "gap",
        _ => "burst",
    };
}
