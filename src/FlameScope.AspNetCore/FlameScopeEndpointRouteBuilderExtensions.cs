using System.Diagnostics.CodeAnalysis;
using FlameScope.AspNetCore;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the profile browser.</summary>
public static class FlameScopeEndpointRouteBuilderExtensions
{
    /// <summary>Maps the profile browser: its pages, its API below <c>api/v1</c>, and the API of Netflix FlameScope.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">The path of the browser, such as <c>/profiles</c>; empty for the root.</param>
    /// <param name="options">The options; <c>null</c> for those of the services.</param>
    /// <returns>The group of all endpoints, for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFlameScope</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">An option is missing or out of its range.</exception>
    public static RouteGroupBuilder MapFlameScope(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix, FlameScopeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        ServerTelemetry telemetry = GetTelemetry(services);
        options = Check(options ?? services.GetRequiredService<IOptions<FlameScopeOptions>>().Value);
        var browser = new ProfileBrowser(prefix, options, telemetry, HostsOf(services, options.AllowedHosts));
        services.GetRequiredService<BrowserList>().Add(browser);
        if (options.AllowUploads) UploadEndpoint.DeleteAbandoned(browser.Folder);

        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        FlameScopeEndpoints.Map(group, browser);
        ApiEndpoints.Map(group, browser);
        ViewerEndpoints.Map(group);
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } inner)
                endpoint.RequestDelegate = RequestPipeline.Wrap(browser, endpoint.Metadata.OfType<EndpointKind>().LastOrDefault(), inner);
        });
        return group;
    }

    /// <summary>
    /// Maps an endpoint that records the app itself for <c>?seconds=10</c> and answers with the interactive report, or with <c>?format=pprof</c> and other
    /// names with a profile. There is one recording at a time, and it ends when the client leaves.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The path, such as <c>/debug/flamescope</c>.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <returns>The endpoint, for conventions such as <c>RequireAuthorization</c>. A recording shows what the app does, so it should not be public.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFlameScope</c> was not called.</exception>
    public static IEndpointConventionBuilder MapFlameScopeSelf(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, FlameScopeSelfOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        options ??= new FlameScopeSelfOptions();
        IServiceProvider services = endpoints.ServiceProvider;
        var self = new SelfEndpoint(options, HostsOf(services, options.AllowedHosts), GetTelemetry(services));
        return endpoints.MapGet(pattern, self.InvokeAsync).ExcludeFromDescription();
    }

    private static ServerTelemetry GetTelemetry(IServiceProvider services) => services.GetService<ServerTelemetry>()
        ?? throw new InvalidOperationException("The services of FlameScope are missing: call builder.Services.AddFlameScope() before the app is built.");

    // The app's own host filter allows any name by default, which decides nothing here.
    private static HostRule HostsOf(IServiceProvider services, IEnumerable<string> hosts) =>
        new(hosts.Concat((services.GetService<IOptions<HostFilteringOptions>>()?.Value.AllowedHosts ?? []).Where(name => name != "*")));

    private static FlameScopeOptions Check(FlameScopeOptions options)
    {
        ValidateOptionsResult result = new FlameScopeOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(Options.DefaultName, typeof(FlameScopeOptions), result.Failures) : options;
    }
}
