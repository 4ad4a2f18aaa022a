using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace FlameScope.AspNetCore;

/// <summary>The OpenAPI document of <c>api/v1</c>.</summary>
internal static class ApiDocument
{
    /// <summary>The name of the document and of the group of its endpoints.</summary>
    public const string Name = "flamescope";

    private const string Path = "/api/v1/openapi.json";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = endpoint => endpoint.GroupName == Name;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "FlameScope",
                Version = "v1",
                Description = "Profiles of a folder: heat maps, flame graphs and differences of any selection. Times in requests are seconds after the origin, the whole second at or before the first sample; times in answers are nanoseconds after it. Errors are problem details.",
            };
            document.Servers = [];
            return Task.CompletedTask;
        });
        // Numbers are never written as strings.
        options.AddSchemaTransformer((schema, _, _) =>
        {
            if (schema.Type is { } type && type.HasFlag(JsonSchemaType.String) && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            {
                schema.Type = type & ~JsonSchemaType.String;
                schema.Pattern = null;
            }
            return Task.CompletedTask;
        });
    }

    /// <summary>Adds the parameters of a resource to its operation.</summary>
    public static Task Describe(OpenApiOperation operation, ApiParameter[] parameters)
    {
        operation.Parameters =
        [
            .. parameters.Select(parameter => new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Required = parameter.IsRequired,
                Schema = SchemaOf(parameter),
            }),
        ];
        return Task.CompletedTask;
    }

    /// <summary>Adds the body of an upload to its operation. The type of the content is not checked: clients send what they like.</summary>
    public static Task DescribeBody(OpenApiOperation operation)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
        };
        return Task.CompletedTask;
    }

    public static async Task SendAsync(ProfileBrowser browser, HttpContext context)
    {
        var provider = context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name);
        OpenApiDocument document = await provider.GetOpenApiDocumentAsync(context.RequestAborted).ConfigureAwait(false);
        // An app may have mapped several browsers.
        string path = context.Request.Path.Value!;
        string prefix = path[..^Path.Length];
        foreach (string other in document.Paths.Keys.Where(key => !key.StartsWith(prefix + "/api/v1/", StringComparison.OrdinalIgnoreCase)).ToArray()) document.Paths.Remove(other);
        if (context.Request.PathBase.HasValue) document.Servers = [new OpenApiServer { Url = context.Request.PathBase.Value }];
        string json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted).ConfigureAwait(false);
        await ReplyServer.SendAsync(browser, context, new Reply(Reply.Json, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(json)))).ConfigureAwait(false);
    }

    private static OpenApiSchema SchemaOf(ApiParameter parameter)
    {
        var one = new OpenApiSchema
        {
            Type = parameter.Type switch
            {
                "integer" => JsonSchemaType.Integer,
                "number" => JsonSchemaType.Number,
                "boolean" => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
        };
        if (parameter.Words.Length > 0) one.Enum = [.. parameter.Words.Select(word => (JsonNode)word)];
        return parameter.Repeats ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
    }
}
