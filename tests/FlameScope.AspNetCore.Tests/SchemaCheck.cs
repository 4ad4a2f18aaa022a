using System.Text.Json;

namespace FlameScope.AspNetCore.Tests;

/// <summary>Checks JSON by the schemas of an OpenAPI document, as far as the document uses them: types, properties, items and references.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public void Check(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            JsonElement target = document;
            foreach (string part in reference.GetString()!.Split('/').Skip(1)) target = target.GetProperty(part);
            Check(value, target, at);
            return;
        }
        if (schema.TryGetProperty("oneOf", out JsonElement choices))
        {
            if (value.ValueKind != JsonValueKind.Null) Check(value, choices.EnumerateArray().Single(choice => !IsNull(choice)), at);
            else Assert.Contains(choices.EnumerateArray(), IsNull);
            return;
        }
        if (!schema.TryGetProperty("type", out JsonElement types)) return;
        string[] allowed = types.ValueKind == JsonValueKind.Array ? [.. types.EnumerateArray().Select(type => type.GetString()!)] : [types.GetString()!];
        string actual = TypeOf(value);
        Assert.True(allowed.Contains(actual) || (actual == "integer" && allowed.Contains("number")), $"{at} is {actual}, not {string.Join(" or ", allowed)}");
        if (actual == "array")
        {
            foreach (JsonElement item in value.EnumerateArray()) Check(item, schema.GetProperty("items"), at + "[]");
        }
        if (actual == "object" && schema.TryGetProperty("properties", out JsonElement properties))
        {
            foreach (JsonElement required in schema.TryGetProperty("required", out JsonElement names) ? names.EnumerateArray() : default)
            {
                // Properties that are absent without a baseline are nullable.
                if (!value.TryGetProperty(required.GetString()!, out _)) Assert.Contains("null", properties.GetProperty(required.GetString()!).GetRawText(), StringComparison.Ordinal);
            }
            foreach (JsonProperty property in value.EnumerateObject())
            {
                Assert.True(properties.TryGetProperty(property.Name, out JsonElement known), $"{at}.{property.Name} is not described");
                Check(property.Value, known, $"{at}.{property.Name}");
            }
        }
    }

    private static bool IsNull(JsonElement schema) => schema.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.GetString() == "null";

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        _ => value.TryGetInt64(out _) ? "integer" : "number",
    };
}
