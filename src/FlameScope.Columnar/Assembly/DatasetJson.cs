using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>The columns of a dataset that are JSON.</summary>
internal static class DatasetJson
{
    /// <summary>Returns value types as an array of pairs, such as <c>[["cpu","nanoseconds"]]</c>.</summary>
    public static string WriteValueTypes(IReadOnlyList<SampleValueType> types) => Write(json =>
    {
        json.WriteStartArray();
        foreach (SampleValueType type in types)
        {
            json.WriteStartArray();
            json.WriteStringValue(type.Name);
            json.WriteStringValue(type.Unit);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    });

    public static SampleValueType[] ReadValueTypes(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(pair => new SampleValueType(pair[0].GetString() ?? "", pair[1].GetString() ?? ""))];
    }

    public static string WriteHeader(RecordingHeader header) => Write(json =>
    {
        json.WriteStartObject();
        // A fact may occur several times; the first one counts.
        foreach (HeaderFact fact in header.Facts.DistinctBy(fact => fact.Name, StringComparer.Ordinal)) json.WriteString(fact.Name, fact.Value);
        json.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
