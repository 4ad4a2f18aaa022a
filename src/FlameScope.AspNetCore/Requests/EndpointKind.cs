namespace FlameScope.AspNetCore;

/// <summary>Marks an endpoint of the browser, for logs and for the shape of its errors.</summary>
/// <param name="Resource">The name of the resource.</param>
/// <param name="IsFlameScopes">Indicates whether the endpoint is one of FlameScope's API.</param>
internal sealed record EndpointKind(string Resource, bool IsFlameScopes = false);
