using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlameScope.AspNetCore;

/// <summary>Checks that the folders of profiles, and the services of stores, can be listed.</summary>
internal sealed class FlameScopeHealthCheck(BrowserList browsers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (ProfileBrowser browser in browsers.All)
        {
            if (!browser.Folder.IsReadable()) return new HealthCheckResult(context.Registration.FailureStatus, $"The folder of {browser.Prefix} cannot be listed.");
            try
            {
                if (browser.StoreCatalog is { } services) await services.ListAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFault)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, $"The store of {browser.Prefix} cannot be asked.");
            }
        }
        return HealthCheckResult.Healthy();
    }
}
