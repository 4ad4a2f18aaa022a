using System.Diagnostics.CodeAnalysis;
using FlameScope.AspNetCore;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the profile browser.</summary>
public static class FlameScopeEndpointRouteBuilderExtensions
{
    /// <summary>Maps the profile browser: the pages, FlameScope's API and <c>api/v1</c>.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">The path of the browser, such as <c>/profiles</c>.</param>
    /// <param name="options">The options; <c>null</c> for those of the services.</param>
    /// <returns>The group of all endpoints, for conventions such as <c>RequireAuthorization</c>.</returns>
    public static RouteGroupBuilder MapFlameScope(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix, FlameScopeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        ViewerEndpoints.Map(group);
        return group;
    }
}
