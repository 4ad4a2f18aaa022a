using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlameScope.AspNetCore;

/// <summary>The pages of the browser.</summary>
internal static class ViewerEndpoints
{
    public static void Map(IEndpointRouteBuilder group) =>
        group.MapGet("/", () => Results.Text("<!doctype html><title>FlameScope</title>", "text/html")).ExcludeFromDescription();
}
