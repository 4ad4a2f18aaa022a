using FlameScope.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the services of the profile browser.</summary>
public static class FlameScopeServiceCollectionExtensions
{
    /// <summary>Adds the services that the profile browser needs.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">Sets the options; <c>null</c> if they are given when the browser is mapped.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddFlameScope(this IServiceCollection services, Action<FlameScopeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null) services.Configure(configure);
        return services;
    }
}
