namespace FlameScope.AspNetCore;

/// <summary>A parameter of a resource, for the OpenAPI document.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type: <c>string</c>, <c>integer</c>, <c>number</c> or <c>boolean</c>.</param>
/// <param name="Description">A sentence.</param>
internal sealed record ApiParameter(string Name, string Type, string Description)
{
    /// <summary>The words that the parameter takes; empty for any.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>Indicates whether the parameter is required.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Indicates whether the parameter may be repeated.</summary>
    public bool Repeats { get; init; }
}
