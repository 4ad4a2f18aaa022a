using FlameScope.AspNetCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the services of the profile browser.</summary>
public static class FlameScopeServiceCollectionExtensions
{
    private const string SectionName = "FlameScope";

    /// <summary>
    /// Adds the services that the profile browser and <c>MapFlameScopeSelf</c> need, and a health check with the name <c>flamescope</c>. The options are read
    /// from the section <c>FlameScope</c> of the configuration.
    /// </summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">Changes the options; <c>null</c> to use the configuration, or the options that are given when the browser is mapped.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddFlameScope(this IServiceCollection services, Action<FlameScopeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<FlameScopeOptions>()
            .Configure<IServiceProvider>((options, provider) => provider.GetService<IConfiguration>()?.GetSection(SectionName).Bind(options));
        if (configure is not null) services.Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(BrowserList))) return services;
        services.AddSingleton<BrowserList>();
        services.AddSingleton<ServerTelemetry>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FlameScopeOptions>, FlameScopeOptionsValidator>());
        services.AddMetrics();
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.AddHealthChecks().AddCheck<FlameScopeHealthCheck>("flamescope");
        return services;
    }
}
